package io.factorial.error;

import io.factorial.task.TaskId;

/** The refusal of a steering message for a task whose inbox is full. */
public final class SteeringFullException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The task whose inbox is full. */
  private final TaskId taskId;

  /**
   * Refuses a message.
   *
   * @param taskId the task whose inbox is full
   */
  public SteeringFullException(TaskId taskId) {
    super(
        "task "
            + taskId
            + ": steering inbox full (expected: fewer than 1,000 messages that wait; its next turn"
            + " empties it)");
    this.taskId = taskId;
  }

  /**
   * The task whose inbox is full.
   *
   * @return its id
   */
  public TaskId taskId() {
    return taskId;
  }

  /** {@inheritDoc} Always: the next turn empties the inbox. */
  @Override
  public boolean retryable() {
    return true;
  }
}
