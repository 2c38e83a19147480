package io.factorial.guard;

import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;

/**
 * A check of each tool call, before it starts. {@code deny} answers the call with the reason;
 * {@code ask} parks the task on an approval of this call; {@code edit} replaces its arguments.
 */
@FunctionalInterface
public interface ToolGuard {

  /**
   * Says whether the call may be made.
   *
   * @param call the call as the model asks for it
   * @param ctx the run
   * @return the verdict
   */
  Verdict check(ToolCall call, RunContext ctx);
}
