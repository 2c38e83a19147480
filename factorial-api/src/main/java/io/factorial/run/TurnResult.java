package io.factorial.run;

import org.jspecify.annotations.Nullable;

/**
 * How a turn ended: the run goes on, or it is done. Closed for ever: a switch over it stays
 * complete.
 */
public sealed interface TurnResult {

  /** The run goes on with another turn. */
  record Continue() implements TurnResult {}

  /**
   * The run is done.
   *
   * @param output its output; checked against the agent's output type
   */
  record Done(@Nullable Object output) implements TurnResult {}

  /**
   * Ends the run.
   *
   * @param output its output; checked against the agent's output type
   * @return the result
   */
  static TurnResult done(@Nullable Object output) {
    return new Done(output);
  }
}
