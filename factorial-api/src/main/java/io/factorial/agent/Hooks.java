package io.factorial.agent;

import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;
import java.util.List;

/**
 * An observer of runs. It changes nothing: what it throws is logged and forgotten. After a crash a
 * method may be called again for the same moment.
 */
public interface Hooks {

  /**
   * A run starts its first turn.
   *
   * @param ctx the run
   */
  default void onRunStart(RunContext ctx) {}

  /**
   * A run completed or failed.
   *
   * @param ctx the run
   * @param result how it ended
   */
  default void onRunEnd(RunContext ctx, RunResult<?> result) {}

  /**
   * A run was cancelled.
   *
   * @param ctx the run
   */
  default void onRunCancelled(RunContext ctx) {}

  /**
   * A turn starts.
   *
   * @param ctx the run
   */
  default void onTurnStart(RunContext ctx) {}

  /**
   * A turn ended and is recorded.
   *
   * @param ctx the run
   */
  default void onTurnEnd(RunContext ctx) {}

  /**
   * A tool call waits for an answer from outside.
   *
   * @param ctx the run
   * @param call the call that waits
   */
  default void onPendingToolCall(RunContext ctx, ToolCall call) {}

  /**
   * All answers that the run waited for are there.
   *
   * @param ctx the run
   * @param results the answers in the order of the calls
   */
  default void onPendingToolResults(RunContext ctx, List<Message.ToolOutput> results) {}
}
