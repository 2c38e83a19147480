package io.factorial.error;

import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;

/** The refusal to retry, resume or fork a task in a status that does not allow it. */
public final class TaskStateException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The task that the call was about. */
  private final TaskId taskId;

  /** The status that the task has. */
  private final TaskStatus status;

  /** What would have allowed the call. */
  private final String expected;

  /**
   * Refuses a call.
   *
   * @param taskId the task
   * @param status the status that it has
   * @param expected the statuses that would have allowed the call
   */
  public TaskStateException(TaskId taskId, TaskStatus status, String expected) {
    super("task " + taskId + ": " + status + " (expected: " + expected + ")");
    this.taskId = taskId;
    this.status = status;
    this.expected = expected;
  }

  /**
   * The task that the call was about.
   *
   * @return its id
   */
  public TaskId taskId() {
    return taskId;
  }

  /**
   * The status that the task has.
   *
   * @return the status that does not allow the call
   */
  public TaskStatus status() {
    return status;
  }

  /**
   * What would have allowed the call.
   *
   * @return the statuses, as a text for people
   */
  public String expected() {
    return expected;
  }

  /** {@inheritDoc} Never: the status must change first. */
  @Override
  public boolean retryable() {
    return false;
  }
}
