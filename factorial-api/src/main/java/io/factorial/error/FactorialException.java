package io.factorial.error;

import org.jspecify.annotations.Nullable;

/**
 * The parent of every fault that Factorial throws.
 *
 * <p>A message names the thing, the value, the expectation and, where there is one, the way out:
 * {@code softLimit: 1.5 (expected: more than 0, at most 1)}.
 */
public abstract sealed class FactorialException extends RuntimeException
    permits AwaitTimeoutException,
        DecodingException,
        EventsTrimmedException,
        InvalidDefinitionException,
        InvalidTaskIdException,
        LlmException,
        RunFailedException,
        SteeringFullException,
        StoreException,
        TaskOverException,
        TaskStateException,
        UnknownAgentException,
        UnknownTaskException {

  private static final long serialVersionUID = 1L;

  FactorialException(String message) {
    super(message);
  }

  FactorialException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether the same call, made again later and unchanged, may succeed.
   *
   * @return true if it may be made again
   */
  public abstract boolean retryable();
}
