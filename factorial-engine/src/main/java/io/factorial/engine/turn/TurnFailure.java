package io.factorial.engine.turn;

import io.factorial.error.DecodingException;
import io.factorial.error.FactorialException;
import io.factorial.error.LlmException;
import io.factorial.run.RunError;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What an exception that ended a turn means for the run. */
sealed interface TurnFailure {
  /** The turn is tried again, if there are retries left. */
  record Transient(RunError error, Optional<Duration> retryAfter) implements TurnFailure {}

  /** The run has failed. */
  record Fatal(RunError error) implements TurnFailure {}

  /** The model cannot be called now, through no fault of the run. */
  record Unavailable(Duration retryAfter, String reason) implements TurnFailure {}

  /** A limit does not allow the next step. */
  record OverBudget(String limit, boolean onlyReserved) implements TurnFailure {}

  /** What is stored does not fit the definition. */
  record Incompatible(String detail) implements TurnFailure {}

  /** The run decided its own end. */
  final class Decided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TurnFailure failure;

    Decided(TurnFailure failure) {
      super("decided", null, false, false);
      this.failure = failure;
    }

    static Decided fatal(String code, String message) {
      return new Decided(new Fatal(new RunError(code, message, false)));
    }
  }

  /**
   * Classes an exception.
   *
   * @param thrown what ended the turn
   * @return what it means
   */
  static TurnFailure of(Throwable thrown) {
    return switch (thrown) {
      case Decided decided -> decided.failure;
      case LlmException llm when llm.kind() == LlmException.Kind.CIRCUIT_OPEN ->
          new Unavailable(llm.retryAfter().orElse(Duration.ofSeconds(1)), message(llm));
      case LlmException llm -> ofModel(llm);
      case IncompatibleState incompatible -> new Incompatible(message(incompatible));
      case DecodingException decoding -> transientError("unexpected", decoding);
      case FactorialException ours when !ours.retryable() ->
          new Fatal(new RunError("invalid_definition", message(ours), false));
      default -> transientError("unexpected", thrown);
    };
  }

  /**
   * A failed model call as data.
   *
   * @param llm the failure
   * @return its code is {@code llm_} and the kind
   */
  static RunError error(LlmException llm) {
    String code = "llm_" + llm.kind().name().toLowerCase(Locale.ROOT);
    return new RunError(code, message(llm), llm.retryable());
  }

  private static TurnFailure ofModel(LlmException llm) {
    RunError error = error(llm);
    return llm.retryable() ? new Transient(error, llm.retryAfter()) : new Fatal(error);
  }

  private static Transient transientError(String code, Throwable thrown) {
    return new Transient(new RunError(code, message(thrown), true), Optional.empty());
  }

  private static String message(Throwable thrown) {
    String text = thrown.getMessage();
    String name = thrown.getClass().getSimpleName();
    if (thrown instanceof FactorialException && text != null) {
      return text;
    }
    return text == null ? name : name + ": " + text;
  }
}
