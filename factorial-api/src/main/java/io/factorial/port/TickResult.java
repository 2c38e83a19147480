package io.factorial.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a tick did.
 *
 * @param changed how many due things were done
 * @param more whether something due was left for the next tick
 * @param uncollected whether expired index entries were left for the next tick
 * @param nextDue how long until the next thing is due; empty when nothing is
 * @param schedules schedules that are due, for the caller to fire
 * @param now the store's time
 */
public record TickResult(
    int changed,
    boolean more,
    boolean uncollected,
    Optional<Duration> nextDue,
    List<DueSchedule> schedules,
    Instant now) {
  /**
   * A schedule whose time has come.
   *
   * @param name its name
   * @param ownerId its owner
   * @param spec what it enqueues and when, in the engine's codec
   * @param tick the tick that is due
   */
  public record DueSchedule(String name, String ownerId, Payload spec, Instant tick) {}

  /** Copies. */
  public TickResult {
    schedules = List.copyOf(schedules);
  }
}
