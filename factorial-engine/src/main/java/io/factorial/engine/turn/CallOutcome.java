package io.factorial.engine.turn;

import io.factorial.engine.journal.Deferral;
import io.factorial.json.Json;
import io.factorial.run.RunError;
import java.util.Optional;

/** How a call ended, as far as it has. */
sealed interface CallOutcome {
  /**
   * The call has its result.
   *
   * @param text what the model reads
   * @param data what people and joins read besides
   * @param failure what went wrong, for events; the model reads the text
   */
  record Settled(String text, Json data, Optional<RunError> failure) implements CallOutcome {}

  /** The call waits. */
  record Waiting(Deferral deferral) implements CallOutcome {}

  static Settled text(String text) {
    return new Settled(text, new Json.Null(), Optional.empty());
  }

  static Settled failed(String code, String text) {
    return failed(code, text, text);
  }

  /** A failure whose detail the model does not read. */
  static Settled failed(String code, String text, String detail) {
    return new Settled(text, new Json.Null(), Optional.of(new RunError(code, detail, false)));
  }
}
