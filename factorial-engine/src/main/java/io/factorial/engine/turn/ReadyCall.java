package io.factorial.engine.turn;

import io.factorial.message.ToolCall;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;

/**
 * A call that is about to run.
 *
 * @param index its place in the turn
 * @param call the call, with the arguments that it runs with
 * @param tool its tool
 * @param approved whether a person allowed it
 */
record ReadyCall(int index, ToolCall call, FunctionTool<?> tool, boolean approved) {
  /** Whether it must not run twice unseen. */
  boolean isClaimed() {
    return tool.definition().replay() != Replay.IDEMPOTENT;
  }

  /** Whether its approval's wait is over, and its own must exist before it runs. */
  boolean waitsAgain() {
    return approved && tool.definition().mayDefer();
  }
}
