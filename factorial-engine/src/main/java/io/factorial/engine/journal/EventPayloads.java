package io.factorial.engine.journal;

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
import io.factorial.port.Payload;
import io.factorial.port.StoredEvent;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Events in their stored form: the body without its header. */
public final class EventPayloads {
  private static final String META = "meta";

  /** Every event that has a name of its own: whoever writes it, it may come with a body. */
  private static final Map<String, Class<? extends AgentEvent>> WITH_BODY =
      Map.ofEntries(
          Map.entry("run_queued", RunEvent.Queued.class),
          Map.entry("run_started", RunEvent.Started.class),
          Map.entry("run_steered", RunEvent.Steered.class),
          Map.entry("run_recovered", RunEvent.Recovered.class),
          Map.entry("agent_output", RunEvent.Output.class),
          Map.entry("run_completed", RunEvent.Completed.class),
          Map.entry("run_failed", RunEvent.Failed.class),
          Map.entry("run_cancelled", RunEvent.Cancelled.class),
          Map.entry("run_paused", RunEvent.Paused.class),
          Map.entry("run_resumed", RunEvent.Resumed.class),
          Map.entry("run_steering_applied", RunEvent.SteeringApplied.class),
          Map.entry("run_steering_failed", RunEvent.SteeringFailed.class),
          Map.entry("progress_update_run_turn_started", TurnEvent.Started.class),
          Map.entry("progress_update_run_turn_completed", TurnEvent.Completed.class),
          Map.entry("progress_update_run_turn_failed", TurnEvent.Failed.class),
          Map.entry("progress_update_completion_started", CompletionEvent.Started.class),
          Map.entry("progress_update_completion_chunk", CompletionEvent.Chunk.class),
          Map.entry("progress_update_completion_completed", CompletionEvent.Completed.class),
          Map.entry("progress_update_completion_failed", CompletionEvent.Failed.class),
          Map.entry("step_superseded", CompletionEvent.Superseded.class),
          Map.entry("progress_update_tool_action_started", ToolEvent.Started.class),
          Map.entry("progress_update_tool_action_completed", ToolEvent.Completed.class),
          Map.entry("progress_update_tool_action_failed", ToolEvent.Failed.class),
          Map.entry("task_failed", TaskEvent.Failed.class),
          Map.entry("task_retried", TaskEvent.Retried.class),
          Map.entry("task_pending_tool_call_results", TaskEvent.PendingToolResults.class),
          Map.entry("task_pending_child_task_results", TaskEvent.PendingChildTasks.class),
          Map.entry("wait_answered", TaskEvent.WaitAnswered.class),
          Map.entry("wait_reminder", TaskEvent.WaitReminder.class),
          Map.entry("wait_timed_out", TaskEvent.WaitTimedOut.class),
          Map.entry("batch_progress", BatchEvent.Progress.class),
          Map.entry("batch_completed", BatchEvent.Completed.class),
          Map.entry("batch_cancelled", BatchEvent.Cancelled.class));

  private EventPayloads() {}

  /**
   * Encodes an event's body.
   *
   * @param event the event
   * @return its stored form
   */
  public static Payload of(AgentEvent event) {
    return event instanceof CustomEvent custom
        ? Payloads.of(custom.data())
        : Payloads.of((Record) event, META);
  }

  /**
   * Reads an event.
   *
   * @param stored the event as a store tells it
   * @return the event; a {@link CustomEvent} when this version does not know its type
   */
  public static AgentEvent event(StoredEvent stored) {
    AgentEvent.Meta meta = meta(stored);
    if (stored.payload().isEmpty()) {
      return made(stored, meta);
    }
    Json body = Payloads.json(stored.payload());
    Class<? extends AgentEvent> leaf = WITH_BODY.get(stored.type());
    if (leaf == null || !(body instanceof Json.Obj object)) {
      return new CustomEvent(meta, stored.type(), body);
    }
    return object.with(META, meta).as(leaf);
  }

  private static AgentEvent.Meta meta(StoredEvent stored) {
    return new AgentEvent.Meta(
        stored.cursor(),
        stored.sequence(),
        stored.task(),
        stored.ownerId(),
        stored.agent(),
        stored.turn(),
        stored.attempt(),
        stored.step(),
        stored.time());
  }

  /** An event that the store made itself, from its fields. */
  private static AgentEvent made(StoredEvent stored, AgentEvent.Meta meta) {
    Fields fields = new Fields(stored);
    return switch (stored.type()) {
      case "run_queued" -> new RunEvent.Queued(meta);
      case "run_started" -> new RunEvent.Started(meta, fields.text("query"));
      case "run_steered" -> new RunEvent.Steered(meta, fields.number("messages"));
      case "run_recovered" -> new RunEvent.Recovered(meta, fields.number("recoveries"));
      case "run_failed" -> new RunEvent.Failed(meta, fields.error());
      case "run_cancelled" -> new RunEvent.Cancelled(meta);
      case "run_paused" -> new RunEvent.Paused(meta, fields.text("reason"));
      case "run_resumed" -> new RunEvent.Resumed(meta);
      case "step_superseded" -> new CompletionEvent.Superseded(meta);
      case "task_failed" -> new TaskEvent.Failed(meta, fields.error());
      case "wait_answered" -> new TaskEvent.WaitAnswered(meta, fields.text("call"));
      case "wait_timed_out" -> new TaskEvent.WaitTimedOut(meta, fields.text("call"));
      case "wait_reminder" -> new TaskEvent.WaitReminder(meta, fields.waiting());
      case "batch_progress" -> new BatchEvent.Progress(meta, fields.batch(), fields.progress());
      case "batch_completed" -> new BatchEvent.Completed(meta, fields.batch(), fields.progress());
      case "batch_cancelled" -> new BatchEvent.Cancelled(meta, fields.batch(), fields.progress());
      default -> new CustomEvent(meta, stored.type(), Json.of(stored.fields()));
    };
  }

  /** The fields of an event that a store made. */
  private record Fields(StoredEvent stored) {
    String text(String name) {
      return stored.fields().getOrDefault(name, "");
    }

    int number(String name) {
      return Integer.parseInt(stored.fields().getOrDefault(name, "0"));
    }

    RunError error() {
      return new RunError(text("code"), text("message"), false);
    }

    BatchId batch() {
      return new BatchId(text("batch"));
    }

    BatchProgress progress() {
      return BatchProgress.of(
          number("total"), number("completed"), number("failed"), number("cancelled"));
    }

    Wait waiting() {
      String deadline = text("deadline");
      return new Wait(
          stored.task(),
          text("call"),
          Wait.Kind.valueOf(stored.fields().getOrDefault("kind", Wait.Kind.DEFERRED_TOOL.name())),
          stored.agent(),
          stored.ownerId(),
          text("tool"),
          Json.Obj.of(),
          "",
          text("question"),
          stored.time(),
          deadline.isEmpty()
              ? Optional.empty()
              : Optional.of(Instant.ofEpochMilli(Long.parseLong(deadline))));
    }
  }

  /**
   * A header for an event that a store will number.
   *
   * @param task the task
   * @param ownerId its owner
   * @param agent its agent
   * @param turn the turn
   * @param attempt the attempt
   * @param step the step
   * @return a header whose number and time do not count
   */
  public static AgentEvent.Meta unnumbered(
      TaskId task, String ownerId, String agent, int turn, int attempt, String step) {
    return new AgentEvent.Meta(
        new EventCursor("0"), 0, task, ownerId, agent, turn, attempt, step, Instant.EPOCH);
  }
}
