package io.factorial.port;

import io.factorial.llm.ModelName;
import java.time.Duration;

/** The answer to {@link ModelLimits#acquire}. */
public sealed interface Grant {
  /**
   * The call may start.
   *
   * @param model the model
   * @param taken the tokens that were taken for it
   */
  record Granted(ModelName model, long taken) implements Grant {}

  /**
   * The model is paused or its rate is used up.
   *
   * @param retryAfter when to ask again
   */
  record Later(Duration retryAfter) implements Grant {}
}
