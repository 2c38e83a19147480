package io.factorial.dashboard.api;

import io.factorial.port.Fleet;
import io.factorial.port.Operations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as it was at most a second ago: however many pages are open, the store is asked once a
 * second. Thread-safe.
 */
final class Fleets {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Operations operations;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock(); // guards fleet and readAt
  private @Nullable Fleet fleet;
  private Instant readAt = Instant.MIN;

  Fleets(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
  }

  Fleet now() {
    lock.lock();
    try {
      Fleet known = fleet;
      if (known == null || readAt.plus(FRESH).isBefore(clock.instant())) {
        known = operations.store().fleet();
        fleet = known;
        readAt = clock.instant();
      }
      return known;
    } finally {
      lock.unlock();
    }
  }
}
