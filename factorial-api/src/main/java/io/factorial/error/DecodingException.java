package io.factorial.error;

import org.jspecify.annotations.Nullable;

/** The refusal of a text or a JSON value that is not what it should be, with the path to it. */
public final class DecodingException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** Where the refused value stands. */
  private final String path;

  /**
   * Refuses a value.
   *
   * @param path where the value stands, from the root: {@code items[2].price}, or empty for the
   *     root
   * @param message what is there and what was expected
   */
  public DecodingException(String path, String message) {
    this(path, message, null);
  }

  /**
   * Refuses a value, and keeps what led to it.
   *
   * @param path where the value stands, from the root: {@code items[2].price}, or empty for the
   *     root
   * @param message what is there and what was expected
   * @param cause what was thrown underneath, or null
   */
  public DecodingException(String path, String message, @Nullable Throwable cause) {
    super(path.isEmpty() ? message : path + ": " + message, cause);
    this.path = path;
  }

  /**
   * Where the refused value stands.
   *
   * @return the path from the root, empty for the root itself
   */
  public String path() {
    return path;
  }

  /** {@inheritDoc} Never: the same text decodes the same way. */
  @Override
  public boolean retryable() {
    return false;
  }
}
