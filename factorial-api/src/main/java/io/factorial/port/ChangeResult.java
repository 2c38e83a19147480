package io.factorial.port;

import io.factorial.task.TaskStatus;

/** The answer to steering, cancelling and reviving a task. */
public sealed interface ChangeResult {
  /** The change stands. */
  record Accepted() implements ChangeResult {}

  /** There is no such task, or it has expired. */
  record Unknown() implements ChangeResult {}

  /**
   * The task's status does not allow it.
   *
   * @param status the status
   */
  record Refused(TaskStatus status) implements ChangeResult {}

  /** The inbox holds as many messages as it may. */
  record Full() implements ChangeResult {}
}
