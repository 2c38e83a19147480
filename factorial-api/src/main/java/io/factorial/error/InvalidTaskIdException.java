package io.factorial.error;

/** The refusal of a text that is not the id of a task or of a batch. */
public final class InvalidTaskIdException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** Such a text may come from a URL: what is repeated of it is bounded. */
  private static final int SHOWN = 80;

  /**
   * Refuses a text.
   *
   * @param thing what the text should have been: {@code task id} or {@code batch id}
   * @param text the refused text; its first 80 characters are repeated
   * @param expected the form that would have been accepted
   */
  public InvalidTaskIdException(String thing, String text, String expected) {
    super(thing + ": " + shown(text) + " (expected: " + expected + ")");
  }

  /** {@inheritDoc} Never: a text does not become an id. */
  @Override
  public boolean retryable() {
    return false;
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
