package io.factorial.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failure of one model call, classed so that every provider's errors are treated alike. */
public final class LlmException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** What went wrong, independent of the provider. */
  public enum Kind {
    /** Too many requests or tokens in this minute; comes back after a while. */
    RATE_LIMITED(true),
    /** The provider has no room for the call right now. */
    OVERLOADED(true),
    /** The provider failed on its side. */
    SERVER_ERROR(true),
    /** No answer, or no further piece of one, came in time. */
    TIMEOUT(true),
    /** The connection could not be made, or broke. */
    CONNECTION(true),
    /** An answer came and nothing in it could be used. */
    MALFORMED_ANSWER(true),
    /** The provider does not accept the request as it is. */
    INVALID_REQUEST(false),
    /** The key is missing, wrong or expired. */
    UNAUTHORIZED(false),
    /** The key does not allow this call. */
    FORBIDDEN(false),
    /** The provider does not have this model or endpoint. */
    NOT_FOUND(false),
    /** The account has no money or quota left. */
    QUOTA_EXCEEDED(false),
    /** The conversation is longer than the model can read. */
    CONTEXT_LENGTH_EXCEEDED(false),
    /** The provider's filter refused the content. */
    CONTENT_FILTERED(false),
    /** Nothing was sent: the model failed so often that its calls are paused. */
    CIRCUIT_OPEN(true);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    /**
     * Whether the same call may succeed later.
     *
     * @return true for failures that pass by themselves
     */
    public boolean retryable() {
      return retryable;
    }
  }

  /** What went wrong. */
  private final Kind kind;

  /** How long the provider asked to wait, or null. */
  private final @Nullable Duration retryAfter;

  /**
   * Tells of a failure without more detail.
   *
   * @param kind what went wrong
   * @param message what the provider said, without secrets
   */
  public LlmException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  /**
   * Tells of a failure.
   *
   * @param kind what went wrong
   * @param message what the provider said, without secrets
   * @param retryAfter how long the provider asked to wait, or null if it did not
   * @param cause what was thrown underneath, or null
   */
  public LlmException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /**
   * What went wrong.
   *
   * @return the class of the failure
   */
  public Kind kind() {
    return kind;
  }

  /**
   * How long the provider asked to wait before the next call.
   *
   * @return the time, empty if the provider named none
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** {@inheritDoc} As the kind says. */
  @Override
  public boolean retryable() {
    return kind.retryable();
  }
}
