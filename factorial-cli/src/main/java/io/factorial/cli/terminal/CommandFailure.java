package io.factorial.cli.terminal;

/** A command cannot do what it was asked for; the message says why and what to do next. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message why, and what to do next
   */
  public CommandFailure(String message) {
    super(message);
  }

  /**
   * A failure with its cause.
   *
   * @param message why, and what to do next
   * @param cause what was behind it, for the log
   */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
