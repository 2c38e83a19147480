package io.factorial.error;

import org.jspecify.annotations.Nullable;

/**
 * The refusal of a definition, an option or a wiring, thrown where the mistake is made: by {@code
 * build()}, by a record's constructor, or when a runner is put together.
 */
public final class InvalidDefinitionException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /**
   * Refuses with a full text.
   *
   * @param message the thing, the value, the expectation and the way out
   */
  public InvalidDefinitionException(String message) {
    super(message);
  }

  /**
   * Refuses with a full text and what led to it.
   *
   * @param message the thing, the value, the expectation and the way out
   * @param cause what was thrown underneath, or null
   */
  public InvalidDefinitionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * The refusal of one value, in the form that all refusals have: {@code priority: 12 (expected: 0
   * to 9)}.
   *
   * @param thing what the value is for
   * @param value the value, which must not be a secret
   * @param expected what would have been accepted
   * @return the exception, to be thrown
   */
  public static InvalidDefinitionException of(
      String thing, @Nullable Object value, String expected) {
    return new InvalidDefinitionException(thing + ": " + value + " (expected: " + expected + ")");
  }

  /** {@inheritDoc} Never: a definition does not change by waiting. */
  @Override
  public boolean retryable() {
    return false;
  }
}
