package io.factorial.error;

import io.factorial.task.TaskId;

/** The answer to a call about a task that the store does not have, or no longer has. */
public final class UnknownTaskException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The id that nothing is stored under. */
  private final TaskId taskId;

  /**
   * Refuses a call about a task.
   *
   * @param taskId the id that nothing is stored under
   */
  public UnknownTaskException(TaskId taskId) {
    super("task " + taskId + ": unknown (expected: a task that was enqueued and has not expired)");
    this.taskId = taskId;
  }

  /**
   * The id that nothing is stored under.
   *
   * @return the id
   */
  public TaskId taskId() {
    return taskId;
  }

  /** {@inheritDoc} Never: an id is given out after its task is stored. */
  @Override
  public boolean retryable() {
    return false;
  }
}
