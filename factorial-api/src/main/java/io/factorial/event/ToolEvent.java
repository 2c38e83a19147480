package io.factorial.event;

import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import java.time.Instant;

/** What happens to one call of a tool. */
public sealed interface ToolEvent extends AgentEvent {

  /**
   * The call that it happened to.
   *
   * @return the call
   */
  ToolCall call();

  /**
   * A tool was called. Not stored: only those who listen now get it.
   *
   * @param meta which task, where in it, and when
   * @param call the call
   */
  record Started(Meta meta, ToolCall call) implements ToolEvent {

    @Override
    public String type() {
      return "progress_update_tool_action_started";
    }
  }

  /**
   * A tool gave its result, and the result is recorded.
   *
   * @param meta which task, where in it, and when
   * @param call the call
   * @param text what the model reads
   * @param data the result for programs; JSON null if there is only the text
   * @param startedAt when it started, by the store's clock
   */
  record Completed(Meta meta, ToolCall call, String text, Json data, Instant startedAt)
      implements ToolEvent {

    @Override
    public String type() {
      return "progress_update_tool_action_completed";
    }
  }

  /**
   * A call of a tool failed; the model is told.
   *
   * @param meta which task, where in it, and when
   * @param call the call
   * @param error why it failed
   * @param startedAt when it started, by the store's clock
   */
  record Failed(Meta meta, ToolCall call, RunError error, Instant startedAt) implements ToolEvent {

    @Override
    public String type() {
      return "progress_update_tool_action_failed";
    }
  }
}
