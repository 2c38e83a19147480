package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import java.util.List;

/** What became of a run at the end of a turn. */
public sealed interface TurnEnd {
  /** This run goes on, with what arrived meanwhile. */
  record Continued(List<Content.At> arrived) implements TurnEnd {}

  /** The final answer was not taken: a message arrived. */
  record Reopened(List<Content.At> arrived) implements TurnEnd {}

  /** The same turn is tried again here, after a back-off. */
  record Retried() implements TurnEnd {}

  /** The run is over, or somebody else's. */
  record Released() implements TurnEnd {}
}
