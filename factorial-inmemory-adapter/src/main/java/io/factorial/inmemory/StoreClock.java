package io.factorial.inmemory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The store's time: it stands still within a step, so that everything in it happens at once. */
final class StoreClock {
  /** Longer times would leave the range of an instant. */
  private static final Duration LONGEST = Duration.ofDays(100 * 365);

  private final InstantSource source;
  private Instant now;

  StoreClock(InstantSource source) {
    this.source = source;
    this.now = source.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Reads the time for a step that begins. */
  void begin() {
    now = source.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Instant now() {
    return now;
  }

  /** The time after some milliseconds from now. */
  Instant after(Duration time) {
    Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    return now.plus(bounded).truncatedTo(ChronoUnit.MILLIS);
  }

  /** A time that came from outside, as near to it as the store's times go. */
  Instant bounded(Instant time) {
    Instant latest = now.plus(LONGEST);
    Instant earliest = now.minus(LONGEST);
    Instant near = time.isAfter(latest) ? latest : time.isBefore(earliest) ? earliest : time;
    return near.truncatedTo(ChronoUnit.MILLIS);
  }

  boolean isPast(Instant time) {
    return !time.isAfter(now);
  }
}
