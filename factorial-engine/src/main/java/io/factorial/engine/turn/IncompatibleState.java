package io.factorial.engine.turn;

/** A stored state, output or child does not fit the definition that the worker runs. */
public final class IncompatibleState extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the signal.
   *
   * @param message what does not fit what
   * @param cause what the codec said
   */
  public IncompatibleState(String message, Throwable cause) {
    super(message, cause);
  }
}
