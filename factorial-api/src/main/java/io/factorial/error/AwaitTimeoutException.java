package io.factorial.error;

import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a caller's patience: the awaited task is not over yet, and goes on. */
public final class AwaitTimeoutException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The awaited task. */
  private final TaskId taskId;

  /** The status that the task had when the time was up. */
  private final TaskStatus status;

  /** Why the task had that status, or null. */
  private final @Nullable String reason;

  /**
   * Says what the task is doing instead of being over.
   *
   * @param taskId the awaited task
   * @param status its status when the time was up
   * @param reason why it has that status, or null where the status says it all
   */
  public AwaitTimeoutException(TaskId taskId, TaskStatus status, @Nullable String reason) {
    super(
        "task "
            + taskId
            + ": "
            + status
            + (reason == null ? "" : ", " + reason)
            + " (expected: over by now; it goes on and can be awaited again)");
    this.taskId = taskId;
    this.status = status;
    this.reason = reason;
  }

  /**
   * The awaited task.
   *
   * @return its id
   */
  public TaskId taskId() {
    return taskId;
  }

  /**
   * The status that the task had when the time was up.
   *
   * @return a status that is not over
   */
  public TaskStatus status() {
    return status;
  }

  /**
   * Why the task has that status.
   *
   * @return the reason, empty where the status says it all
   */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** {@inheritDoc} Always: a task that goes on can be awaited again. */
  @Override
  public boolean retryable() {
    return true;
  }
}
