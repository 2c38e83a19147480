package io.factorial.engine.journal;

import io.factorial.json.Json;
import java.util.Optional;

/** How a wait was answered. */
public sealed interface WaitAnswer {
  /** The result that was waited for. */
  record Value(Json value) implements WaitAnswer {}

  /** A person allows the call, perhaps with other arguments. */
  record Approved(Optional<Json.Obj> edited) implements WaitAnswer {}

  /** A person forbids the call. */
  record Rejected(String reason) implements WaitAnswer {}

  /**
   * The store itself closed the wait: its children have ended and their results stand in the wait,
   * or the task had failed and was revived.
   */
  record ByStore() implements WaitAnswer {}
}
