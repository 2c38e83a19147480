package io.factorial.event;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Events as JSON.
 *
 * <p>Written by hand and without the engine's codec: the names are a promise to readers in other
 * languages, and must not change with a Java name.
 */
final class EventJson {

  private EventJson() {}

  static Json.Obj of(AgentEvent event) {
    Body body =
        switch (event) {
          case RunEvent run -> run(run);
          case TurnEvent turn -> turn(turn);
          case CompletionEvent completion -> completion(completion);
          case ToolEvent tool -> tool(tool);
          case TaskEvent task -> task(task);
          case BatchEvent batch ->
              body(
                  fields()
                      .put("batch_id", batch.batchId().value())
                      .put("progress", progress(batch.progress())));
          case CustomEvent custom -> new Body(custom.data(), Optional.empty());
        };
    Fields all = header(event).put("data", body.data());
    body.error().ifPresent(error -> all.put("error", error(error)));
    return all.end();
  }

  private static Fields header(AgentEvent event) {
    AgentEvent.Meta meta = event.meta();
    return fields()
        .put("event_type", event.type())
        .put("task_id", meta.taskId().value())
        .put("owner_id", meta.ownerId())
        .put("agent_name", meta.agent())
        .put("turn", meta.turn())
        .put("attempt", meta.attempt())
        .put("step", meta.step())
        .put("sequence", meta.sequence())
        .put("cursor", meta.cursor().value())
        .put("timestamp", meta.timestamp());
  }

  private static Body run(RunEvent event) {
    return switch (event) {
      case RunEvent.Queued queued -> body(fields());
      case RunEvent.Started started -> body(fields().put("query", started.query()));
      case RunEvent.Steered steered -> body(fields().put("messages", steered.messages()));
      case RunEvent.Recovered recovered -> body(fields().put("recoveries", recovered.recoveries()));
      case RunEvent.Output output -> body(fields().put("output", output.output()));
      case RunEvent.Completed completed -> body(fields().put("usage", usage(completed.usage())));
      case RunEvent.Failed failed -> body(fields(), failed.error());
      case RunEvent.Cancelled cancelled -> body(fields());
      case RunEvent.Paused paused -> body(fields().put("reason", paused.reason()));
      case RunEvent.Resumed resumed -> body(fields());
      case RunEvent.SteeringApplied applied ->
          body(fields().put("messages", list(applied.messages(), EventJson::message)));
      case RunEvent.SteeringFailed failed -> body(fields(), failed.error());
    };
  }

  private static Body turn(TurnEvent event) {
    return switch (event) {
      case TurnEvent.Started started -> body(fields());
      case TurnEvent.Completed completed ->
          body(
              fields()
                  .put("usage", usage(completed.usage()))
                  .put("turn_usage", usage(completed.turnUsage()))
                  .put("started_at", completed.startedAt()));
      case TurnEvent.Failed failed ->
          body(fields().put("started_at", failed.startedAt()), failed.error());
    };
  }

  private static Body completion(CompletionEvent event) {
    return switch (event) {
      case CompletionEvent.Started started ->
          body(fields().put("model", started.model().toString()));
      case CompletionEvent.Chunk chunk -> body(fields().put("chunk", chunk(chunk.chunk())));
      case CompletionEvent.Completed completed ->
          body(
              fields()
                  .put("message", message(completed.message()))
                  .put("usage", usage(completed.usage()))
                  .put("started_at", completed.startedAt()));
      case CompletionEvent.Failed failed ->
          body(fields().put("started_at", failed.startedAt()), failed.error());
      case CompletionEvent.Superseded superseded -> body(fields());
    };
  }

  private static Body tool(ToolEvent event) {
    Fields call = fields().put("call", call(event.call()));
    return switch (event) {
      case ToolEvent.Started started -> body(call);
      case ToolEvent.Completed completed ->
          body(
              call.put("text", completed.text())
                  .put("data", completed.data())
                  .put("started_at", completed.startedAt()));
      case ToolEvent.Failed failed ->
          body(call.put("started_at", failed.startedAt()), failed.error());
    };
  }

  private static Body task(TaskEvent event) {
    return switch (event) {
      case TaskEvent.Failed failed -> body(fields(), failed.error());
      case TaskEvent.Retried retried -> body(fields().put("due_at", retried.dueAt()));
      case TaskEvent.PendingToolResults pending ->
          body(fields().put("waits", list(pending.waits(), EventJson::waiting)));
      case TaskEvent.PendingChildTasks pending ->
          body(fields().put("children", list(pending.children(), EventJson::id)));
      case TaskEvent.WaitAnswered answered ->
          body(fields().put("tool_call_id", answered.toolCallId()));
      case TaskEvent.WaitReminder reminder ->
          body(fields().put("wait", waiting(reminder.waiting())));
      case TaskEvent.WaitTimedOut timedOut ->
          body(fields().put("tool_call_id", timedOut.toolCallId()));
    };
  }

  private static Json error(RunError error) {
    return fields()
        .put("code", error.code())
        .put("message", error.message())
        .put("retryable", error.retryable())
        .end();
  }

  private static Json usage(Usage usage) {
    BigDecimal cost = usage.costUsd();
    return fields()
        .put("requests", usage.requests())
        .put("tool_calls", usage.toolCalls())
        .put("input_tokens", usage.inputTokens())
        .put("cache_read_tokens", usage.cacheReadTokens())
        .put("cache_write_tokens", usage.cacheWriteTokens())
        .put("output_tokens", usage.outputTokens())
        .put("reasoning_tokens", usage.reasoningTokens())
        .put("cost_usd", cost == null ? new Json.Null() : new Json.Num(cost))
        .end();
  }

  private static Json message(Message message) {
    return switch (message) {
      case Message.Instructions instructions ->
          typed("instructions").put("text", instructions.text()).end();
      case Message.User user ->
          typed("user").put("parts", list(user.parts(), EventJson::part)).end();
      case Message.Assistant assistant ->
          typed("assistant")
              .put("parts", list(assistant.parts(), EventJson::part))
              .put("tool_calls", list(assistant.toolCalls(), EventJson::call))
              .put("provider_data", assistant.providerData())
              .end();
      case Message.ToolOutput output ->
          typed("tool_output")
              .put("tool_call_id", output.toolCallId())
              .put("tool", output.tool())
              .put("text", output.text())
              .put("error", output.error())
              .end();
    };
  }

  private static Json part(Part part) {
    return switch (part) {
      case Part.Text text -> typed("text").put("text", text.text()).end();
      case Part.Reasoning reasoning ->
          typed("reasoning")
              .put("text", reasoning.text())
              .put("provider_data", reasoning.providerData())
              .end();
      case Part.Media media ->
          typed("media").put("mime_type", media.mimeType()).put("uri", media.uri()).end();
      case Part.Other other ->
          typed("other").put("other_type", other.type()).put("data", other.data()).end();
    };
  }

  private static Json call(ToolCall call) {
    return fields()
        .put("id", call.id())
        .put("name", call.name())
        .put("arguments_text", call.argumentsText())
        .put("provider_data", call.providerData())
        .end();
  }

  private static Json chunk(ChatChunk chunk) {
    return switch (chunk) {
      case ChatChunk.Text text -> typed("text").put("delta", text.delta()).end();
      case ChatChunk.Reasoning reasoning ->
          typed("reasoning").put("delta", reasoning.delta()).end();
      case ChatChunk.ToolArguments arguments ->
          typed("tool_arguments")
              .put("index", arguments.index())
              .put("tool_call_id", arguments.toolCallId())
              .put("name", arguments.name())
              .put("delta", arguments.delta())
              .end();
    };
  }

  private static Json waiting(Wait wait) {
    return fields()
        .put("task_id", wait.taskId().value())
        .put("tool_call_id", wait.toolCallId())
        .put("kind", wait.kind().name())
        .put("agent", wait.agent())
        .put("owner_id", wait.ownerId())
        .put("tool", wait.tool())
        .put("arguments", wait.arguments())
        .put("arguments_hash", wait.argumentsHash())
        .put("question", wait.question())
        .put("since", wait.since())
        .put("deadline", wait.deadline().<Json>map(EventJson::time).orElseGet(Json.Null::new))
        .end();
  }

  private static Json progress(BatchProgress progress) {
    return fields()
        .put("total", progress.total())
        .put("completed", progress.completed())
        .put("failed", progress.failed())
        .put("cancelled", progress.cancelled())
        .put("percent", new Json.Num(BigDecimal.valueOf(progress.percent())))
        .end();
  }

  private static Json id(TaskId id) {
    return new Json.Str(id.value());
  }

  private static Json time(Instant instant) {
    return new Json.Str(instant.toString());
  }

  private static <T> Json list(List<T> items, Function<? super T, Json> each) {
    return new Json.Arr(items.stream().map(each).toList());
  }

  private static Fields typed(String type) {
    return fields().put("type", type);
  }

  private static Fields fields() {
    return new Fields();
  }

  private static Body body(Fields data) {
    return new Body(data.end(), Optional.empty());
  }

  private static Body body(Fields data, RunError error) {
    return new Body(data.end(), Optional.of(error));
  }

  /** What only this event says. */
  private record Body(Json data, Optional<RunError> error) {}

  /** An object in the making; fields keep their order. */
  private static final class Fields {

    private final Map<String, Json> fields = new LinkedHashMap<>();

    Fields put(String name, Json value) {
      fields.put(name, value);
      return this;
    }

    Fields put(String name, String value) {
      return put(name, new Json.Str(value));
    }

    Fields put(String name, long value) {
      return put(name, new Json.Num(BigDecimal.valueOf(value)));
    }

    Fields put(String name, boolean value) {
      return put(name, new Json.Bool(value));
    }

    Fields put(String name, Instant value) {
      return put(name, time(value));
    }

    Json.Obj end() {
      return new Json.Obj(fields);
    }
  }
}
