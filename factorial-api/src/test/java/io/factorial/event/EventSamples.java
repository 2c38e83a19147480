package io.factorial.event;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of every kind. */
final class EventSamples {

  static final TaskId TASK = TaskId.parse("3-0123456789abcdefghiXYZ");
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  static final AgentEvent.Meta META =
      new AgentEvent.Meta(
          EventCursor.parse("41-0"), 41, TASK, "user123", "weather", 2, 1, "2/0", TIME);
  static final RunError ERROR = new RunError("max_retries", "gave up", false);
  static final ToolCall CALL = ToolCall.of("call_1", "getWeather", "{\"city\":\"Paris\"}");
  static final Wait WAIT =
      new Wait(
          TASK,
          "call_1",
          Wait.Kind.APPROVAL,
          "weather",
          "user123",
          "getWeather",
          Json.Obj.of(),
          "abc",
          "Really?",
          TIME,
          Optional.empty());

  private EventSamples() {}

  static List<AgentEvent> runs() {
    return List.of(
        new RunEvent.Queued(META),
        new RunEvent.Started(META, "Weather in Paris?"),
        new RunEvent.Steered(META, 1),
        new RunEvent.Recovered(META, 1),
        new RunEvent.Output(META, new Json.Str("Sunny")),
        new RunEvent.Completed(META, Usage.ZERO),
        new RunEvent.Failed(META, ERROR),
        new RunEvent.Cancelled(META),
        new RunEvent.Paused(META, "budget_exceeded"),
        new RunEvent.Resumed(META),
        new RunEvent.SteeringApplied(META, List.of(Message.user("in Celsius"))),
        new RunEvent.SteeringFailed(META, ERROR));
  }

  static List<AgentEvent> progress() {
    return List.of(
        new TurnEvent.Started(META),
        new TurnEvent.Completed(META, Usage.ZERO, Usage.ZERO, TIME),
        new TurnEvent.Failed(META, ERROR, TIME),
        new CompletionEvent.Started(META, ModelName.parse("openai:gpt-4.1")),
        new CompletionEvent.Chunk(META, new ChatChunk.Text("Sun")),
        new CompletionEvent.Completed(META, Message.assistant("Sunny"), Usage.ZERO, TIME),
        new CompletionEvent.Failed(META, ERROR, TIME),
        new CompletionEvent.Superseded(META),
        new ToolEvent.Started(META, CALL),
        new ToolEvent.Completed(META, CALL, "Sunny", new Json.Null(), TIME),
        new ToolEvent.Failed(META, CALL, ERROR, TIME));
  }

  static List<AgentEvent> tasks() {
    return List.of(
        new TaskEvent.Failed(META, ERROR),
        new TaskEvent.Retried(META, TIME),
        new TaskEvent.PendingToolResults(META, List.of(WAIT)),
        new TaskEvent.PendingChildTasks(META, List.of(TASK.child(2, 0, 0))),
        new TaskEvent.WaitAnswered(META, "call_1"),
        new TaskEvent.WaitReminder(META, WAIT),
        new TaskEvent.WaitTimedOut(META, "call_1"));
  }

  static List<AgentEvent> batches() {
    BatchId batch = BatchId.parse(TASK.value());
    BatchProgress half = BatchProgress.of(4, 1, 1, 0);
    return List.of(
        new BatchEvent.Progress(META, batch, half),
        new BatchEvent.Completed(META, batch, half),
        new BatchEvent.Cancelled(META, batch, half));
  }

  static AgentEvent custom() {
    return new CustomEvent(
        META, "files_changed", new Json.Obj(Map.of("path", new Json.Str("a.txt"))));
  }
}
