package io.factorial.event;

import io.factorial.json.Json;
import io.factorial.task.TaskId;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened to a task.
 *
 * <p>There are seven families and there will be no others, so that a {@code switch} over them stays
 * complete; a family may get further events in a minor version. A type that this version does not
 * know arrives as a {@link CustomEvent}.
 */
public sealed interface AgentEvent
    permits RunEvent, TurnEvent, CompletionEvent, ToolEvent, TaskEvent, BatchEvent, CustomEvent {

  /**
   * What every event says: which task, where in it, and when.
   *
   * @param cursor the place to go on from after this event
   * @param sequence the number of the event among its owner's, growing by one; an event that is not
   *     stored has that of the last one that is
   * @param taskId the task
   * @param ownerId whom the task is run for
   * @param agent the name of its agent
   * @param turn the turn that it is in, from 0
   * @param attempt how many retries that turn has used, from 0
   * @param step the step of the turn, empty if the event is not about one
   * @param timestamp when it happened, by the store's clock
   */
  record Meta(
      EventCursor cursor,
      long sequence,
      TaskId taskId,
      String ownerId,
      String agent,
      int turn,
      int attempt,
      String step,
      Instant timestamp) {

    /** Checks that nothing is missing or negative. */
    public Meta {
      Objects.requireNonNull(cursor, "cursor");
      Objects.requireNonNull(taskId, "taskId");
      Objects.requireNonNull(ownerId, "ownerId");
      Objects.requireNonNull(agent, "agent");
      Objects.requireNonNull(step, "step");
      Objects.requireNonNull(timestamp, "timestamp");
      if (sequence < 0 || turn < 0 || attempt < 0) {
        throw new IllegalArgumentException(
            "sequence, turn, attempt: "
                + sequence
                + ", "
                + turn
                + ", "
                + attempt
                + " (expected: each 0 or more)");
      }
    }
  }

  /**
   * What every event says.
   *
   * @return which task, where in it, and when
   */
  Meta meta();

  /**
   * The name of what happened, such as {@code run_completed}.
   *
   * @return the type, in snake case
   */
  String type();

  /**
   * The task that it happened to.
   *
   * @return the task's id
   */
  default TaskId taskId() {
    return meta().taskId();
  }

  /**
   * The event as JSON: {@code event_type}, {@code task_id}, {@code owner_id}, {@code agent_name},
   * {@code turn}, {@code attempt}, {@code step}, {@code sequence}, {@code cursor}, {@code
   * timestamp}, then {@code data} with what only this event says, and {@code error} if something
   * failed.
   *
   * @return the object
   */
  default Json.Obj toJson() {
    return EventJson.of(this);
  }
}
