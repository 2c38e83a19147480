package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.json.Json;
import io.factorial.port.NewWait;
import io.factorial.run.RunError;
import java.time.Duration;
import java.util.List;

/** What becomes of a run at the end of a turn. */
public sealed interface Ending {
  /** The next turn begins. */
  record GoOn() implements Ending {}

  /** The run waits. */
  record Park(List<NewWait> open, List<EventDraft> parked) implements Ending {}

  /** The turn is tried again later. */
  record BackOff(Duration delay, String reason, boolean counted) implements Ending {}

  /** Somebody else goes on with the run. */
  record HandBack() implements Ending {}

  /** The run is done, unless a message arrived. */
  record Complete(
      Json output,
      List<EventDraft> closed,
      List<Content.At> reopenedContents,
      List<EventDraft> reopened)
      implements Ending {}

  /** The run has failed. */
  record Fail(RunError error) implements Ending {}

  /** A person must decide. */
  record Pause(String reason) implements Ending {}
}
