package io.factorial.task;

/** Where a task is between being enqueued and its end. */
public enum TaskStatus {
  /** It may run, and nothing of it is recorded yet. */
  QUEUED,
  /** A worker runs it. */
  PROCESSING,
  /** It may run, and part of it is recorded. */
  ACTIVE,
  /** It runs again at a known time: after a failure, or because it was enqueued with a delay. */
  BACKOFF,
  /** It waits for a deferred tool, an approval or a timer. */
  PENDING_TOOL_RESULTS,
  /** It waits for nothing but other tasks. */
  PENDING_CHILD_TASKS,
  /** It waits for a person to resume it. */
  PAUSED,
  /** It ended with an output. */
  COMPLETED,
  /** It ended with an error; a person may retry it. */
  FAILED,
  /** It was ended from outside. */
  CANCELLED;

  /**
   * Whether the task has ended.
   *
   * @return true for completed, failed and cancelled
   */
  public boolean isOver() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
