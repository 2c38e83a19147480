package io.factorial.engine.turn;

import java.time.Instant;

/** The process's own time: for people to read, never to decide by. */
@FunctionalInterface
public interface TurnClock {
  /**
   * The time now.
   *
   * @return now
   */
  Instant now();
}
