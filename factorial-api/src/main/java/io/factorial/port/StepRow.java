package io.factorial.port;

import io.factorial.budget.Usage;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A piece of what a task did, from a moment to another: told by the journal, so that it is known
 * for as long as the task is. Times are those of the worker that did it.
 *
 * @param turn the turn, from 0
 * @param index the call in the turn, from 0; 0 for what belongs to the turn itself
 * @param number tells tries of the same piece apart, from 1
 * @param kind what it is
 * @param name the model, the tool, or why it was queued
 * @param callId the call, for what belongs to one
 * @param attempt retries that the turn had used
 * @param fence the lease under which it ran; 0 where it was not leased, or is not known
 * @param worker who did it
 * @param state what became of it
 * @param startedAt when it began
 * @param firstTokenAt when the first piece of an answer came
 * @param endedAt when it ended; empty while it goes on
 * @param usage what a model used
 * @param error why it failed
 * @param children the tasks that it waits for
 * @param waitKind what it waits for
 * @param deadline when the wait ends by itself
 */
public record StepRow(
    int turn,
    int index,
    int number,
    Kind kind,
    String name,
    Optional<String> callId,
    int attempt,
    long fence,
    Optional<String> worker,
    State state,
    Instant startedAt,
    Optional<Instant> firstTokenAt,
    Optional<Instant> endedAt,
    Optional<Usage> usage,
    Optional<RunError> error,
    List<TaskId> children,
    Optional<Wait.Kind> waitKind,
    Optional<Instant> deadline) {
  /** Copies. */
  public StepRow {
    children = List.copyOf(children);
  }

  /** What a piece is. */
  public enum Kind {
    /** It waited for a worker. */
    QUEUE,
    /** A model was called. */
    COMPLETION,
    /** A tool was called. */
    TOOL,
    /** It waited for an answer from outside. */
    WAIT,
    /** It waited for its children. */
    CHILD
  }

  /** What became of a piece. */
  public enum State {
    /** It is done, and counts. */
    DONE,
    /** It runs now. */
    RUNNING,
    /** It waits now. */
    WAITING,
    /** It does not count: its worker was lost, or the task ended first. */
    SUPERSEDED,
    /** It failed. */
    FAILED
  }
}
