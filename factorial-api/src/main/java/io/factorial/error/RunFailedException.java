package io.factorial.error;

import io.factorial.run.RunError;

/** The answer to asking a run that did not complete for its output. */
public final class RunFailedException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** How the run ended. */
  private final RunError error;

  /**
   * Tells why there is no output.
   *
   * @param error how the run ended; code {@code cancelled} if it was cancelled
   */
  public RunFailedException(RunError error) {
    super("run: " + error.code() + ", " + error.message() + " (expected: a run that completed)");
    this.error = error;
  }

  /**
   * How the run ended.
   *
   * @return the error of the run
   */
  public RunError error() {
    return error;
  }

  /** {@inheritDoc} As the run's error says. */
  @Override
  public boolean retryable() {
    return error.retryable();
  }
}
