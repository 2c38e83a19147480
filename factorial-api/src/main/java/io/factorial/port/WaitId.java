package io.factorial.port;

import io.factorial.task.TaskId;

/**
 * The name of a wait: the task that waits, and the call that it waits for.
 *
 * @param task the task
 * @param call the tool call's id, unique in the task
 */
public record WaitId(TaskId task, String call) {
  /**
   * Checks the call's id.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public WaitId {
    Checks.named("tool call id", call);
  }
}
