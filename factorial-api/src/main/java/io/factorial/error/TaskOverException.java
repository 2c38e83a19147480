package io.factorial.error;

import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;

/** The refusal to change a task that has ended. */
public final class TaskOverException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The task that has ended. */
  private final TaskId taskId;

  /** How the task ended. */
  private final TaskStatus status;

  /**
   * Refuses a change.
   *
   * @param taskId the task that has ended
   * @param status how it ended
   * @param change what cannot be done to it any more, as a participle: {@code steered}
   */
  public TaskOverException(TaskId taskId, TaskStatus status, String change) {
    super(
        "task "
            + taskId
            + ": "
            + status
            + ", cannot be "
            + change
            + " (expected: a task that is not over)");
    this.taskId = taskId;
    this.status = status;
  }

  /**
   * The task that has ended.
   *
   * @return its id
   */
  public TaskId taskId() {
    return taskId;
  }

  /**
   * How the task ended.
   *
   * @return a status that is over
   */
  public TaskStatus status() {
    return status;
  }

  /** {@inheritDoc} Never: what ended stays ended. */
  @Override
  public boolean retryable() {
    return false;
  }
}
