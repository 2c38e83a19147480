package io.factorial.testkit.contract;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import java.time.Duration;

/**
 * The writes of a worker, rows 3 to 10 of the transition table, as moves of one game: each is made
 * in the middle of a turn whose completion asked for the call {@code call_1}.
 */
public enum WorkerMove {
  /** Row 3: a step within the turn. */
  RECORD(TaskStatus.PROCESSING),
  /** Row 4: the turn's end. */
  CONTINUE(TaskStatus.PROCESSING),
  /** Row 5: parked on the call. */
  PARK(TaskStatus.PENDING_TOOL_RESULTS),
  /** Row 6: a counted back-off of an hour. */
  BACK_OFF(TaskStatus.BACKOFF),
  /** Row 7: the final answer. */
  COMPLETE(TaskStatus.COMPLETED),
  /** Row 8: a fatal error. */
  FAIL(TaskStatus.FAILED),
  /** Row 9: paused. */
  PAUSE(TaskStatus.PAUSED),
  /** Row 10: handed back. */
  HAND_BACK(TaskStatus.ACTIVE);

  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskStatus status;

  WorkerMove(TaskStatus status) {
    this.status = status;
  }

  /**
   * The task's status after this move, where nothing came in between.
   *
   * @return the status
   */
  public TaskStatus status() {
    return status;
  }

  /**
   * Whether the worker still holds the task after this move.
   *
   * @return true for the moves that keep the lease
   */
  public boolean keepsTheLease() {
    return status == TaskStatus.PROCESSING;
  }

  /**
   * Makes the move.
   *
   * @param running the task
   * @return {@link WriteResult} or {@link CommitResult}, whatever it is
   */
  public Object by(Running running) {
    return switch (this) {
      case RECORD ->
          running.tryRecord(
              running.write().entry(running.entry(Entry.Kind.NOTE, 0, "note")).build());
      case CONTINUE ->
          running.tryCommit(
              running
                  .write()
                  .entry(running.entry(Entry.Kind.RESULT, 0, "result"))
                  .entry(running.entry(Entry.Kind.TURN, 0, "turn"))
                  .build(),
              new Next.Continue(false));
      case PARK -> end(running, Running.parking(running.deferred("call_1", 0)));
      case BACK_OFF -> end(running, new Next.BackOff(HOUR, "503 test:model", true));
      case COMPLETE -> end(running, Running.completing("done"));
      case FAIL -> end(running, Running.failing("broken"));
      case PAUSE -> end(running, new Next.Pause("budget_exceeded"));
      case HAND_BACK -> end(running, new Next.HandBack());
    };
  }

  private static CommitResult end(Running running, Next next) {
    return running.tryCommit(running.lastWrite().build(), next);
  }
}
