package io.factorial.engine.turn;

/**
 * A run must stop at once and write nothing: it was cancelled, has ended, or another worker has its
 * task. Unchecked, so that it passes through the user's interceptors; a log that has thrown it once
 * throws it again at each call.
 */
public final class RunStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean cancelled;

  /**
   * Makes the signal.
   *
   * @param reason why, for logs
   * @param cancelled whether the task was cancelled
   */
  public RunStopped(String reason, boolean cancelled) {
    super(reason, null, false, false);
    this.cancelled = cancelled;
  }

  /**
   * Whether the task was cancelled.
   *
   * @return false when it is another worker's or ended otherwise
   */
  public boolean cancelled() {
    return cancelled;
  }
}
