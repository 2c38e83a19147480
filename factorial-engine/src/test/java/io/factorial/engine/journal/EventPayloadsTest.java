package io.factorial.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.budget.Usage;
import io.factorial.event.AgentEvent;
import io.factorial.event.BatchEvent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.CustomEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.event.TurnEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.port.StoredEvent;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An event that was stored is read as what it was. */
final class EventPayloadsTest {
  private static final TaskId TASK = TaskId.parse("3-0123456789abcdefghiXYZ");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final AgentEvent.Meta META =
      new AgentEvent.Meta(EventCursor.parse("41"), 41, TASK, "owner", "agent", 2, 1, "2/0", TIME);
  private static final RunError ERROR = new RunError("max_retries", "gave up", false);
  private static final ToolCall CALL = ToolCall.of("call_1", "getWeather", "{\"city\":\"Paris\"}");
  private static final BatchId BATCH = BatchId.parse(TASK.value());
  private static final BatchProgress HALF = BatchProgress.of(4, 1, 1, 0);
  private static final Wait WAIT =
      new Wait(
          TASK,
          "call_1",
          Wait.Kind.APPROVAL,
          "agent",
          "owner",
          "getWeather",
          Json.Obj.of("city", "Paris"),
          "abc",
          "Really?",
          TIME,
          Optional.of(TIME));

  private static final List<AgentEvent> EVENTS =
      List.of(
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
          new RunEvent.SteeringFailed(META, ERROR),
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
          new ToolEvent.Failed(META, CALL, ERROR, TIME),
          new TaskEvent.Failed(META, ERROR),
          new TaskEvent.Retried(META, TIME),
          new TaskEvent.PendingToolResults(META, List.of(WAIT)),
          new TaskEvent.PendingChildTasks(META, List.of(TASK.child(2, 0, 0))),
          new TaskEvent.WaitAnswered(META, "call_1"),
          new TaskEvent.WaitReminder(META, WAIT),
          new TaskEvent.WaitTimedOut(META, "call_1"),
          new BatchEvent.Progress(META, BATCH, HALF),
          new BatchEvent.Completed(META, BATCH, HALF),
          new BatchEvent.Cancelled(META, BATCH, HALF));

  private static StoredEvent stored(AgentEvent event) {
    return new StoredEvent(
        META.cursor(),
        META.sequence(),
        true,
        META.taskId(),
        META.ownerId(),
        META.agent(),
        event.type(),
        META.turn(),
        META.attempt(),
        1,
        META.step(),
        META.timestamp(),
        Map.of(),
        EventPayloads.of(event));
  }

  @Test
  void theSamplesAreAllEventsThatHaveANameOfTheirOwn() {
    Stream<Class<?>> leaves =
        Arrays.stream(AgentEvent.class.getPermittedSubclasses())
            .filter(Class::isSealed)
            .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
    assertThat(EVENTS.stream().<Class<?>>map(AgentEvent::getClass))
        .containsExactlyInAnyOrderElementsOf(leaves.toList());
  }

  @Test
  void everyEventThatWasStoredWithABodyIsReadAsItself() {
    assertThat(EVENTS)
        .allSatisfy(event -> assertThat(EventPayloads.event(stored(event))).isEqualTo(event));
  }

  @Test
  void anEventOfAnUnknownTypeArrivesAsACustomEvent() {
    CustomEvent custom = new CustomEvent(META, "files_changed", Json.Obj.of("path", "a.txt"));
    assertThat(EventPayloads.event(stored(custom))).isEqualTo(custom);
  }
}
