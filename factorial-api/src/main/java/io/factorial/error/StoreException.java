package io.factorial.error;

import org.jspecify.annotations.Nullable;

/** The failure of the store behind the ports: unreachable, full, read-only, or not understood. */
public final class StoreException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** Whether the same call may be made again. */
  private final boolean retryable;

  /**
   * Tells of a failure.
   *
   * @param message what was tried, what the store said, and what to do about it
   * @param retryable whether the same call may be made again
   */
  public StoreException(String message, boolean retryable) {
    this(message, retryable, null);
  }

  /**
   * Tells of a failure, and keeps what led to it.
   *
   * @param message what was tried, what the store said, and what to do about it
   * @param retryable whether the same call may be made again
   * @param cause the adapter's own exception, or null
   */
  public StoreException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** {@inheritDoc} Every call is safe to repeat: each carries its own operation id. */
  @Override
  public boolean retryable() {
    return retryable;
  }
}
