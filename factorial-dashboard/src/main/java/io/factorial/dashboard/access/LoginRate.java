package io.factorial.dashboard.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how often secrets are guessed: ten failures a minute of one address, a hundred of all.
 * Thread-safe.
 */
final class LoginRate {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_OF_ONE = 10;
  private static final int MOST_OF_ALL = 100;
  private static final int REMEMBERED = 1_000;
  private static final String ALL = "";

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock(); // guards failures

  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Failures(Instant since, int count) {}

  LoginRate(InstantSource clock) {
    this.clock = clock;
  }

  /** How long an address must wait before it may try again; empty when it may now. */
  Optional<Duration> wait(String address) {
    lock.lock();
    try {
      Optional<Duration> own = wait(address, MOST_OF_ONE);
      return own.isPresent() ? own : wait(ALL, MOST_OF_ALL);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Duration> wait(String key, int most) {
    Failures seen = failures.get(key);
    if (seen == null || seen.count() < most) {
      return Optional.empty();
    }
    Duration left = Duration.between(clock.instant(), seen.since().plus(WINDOW));
    return Optional.of(left).filter(Duration::isPositive);
  }

  void failed(String address) {
    lock.lock();
    try {
      count(address);
      count(ALL);
    } finally {
      lock.unlock();
    }
  }

  private void count(String key) {
    Instant now = clock.instant();
    Failures seen = failures.remove(key);
    if (seen == null || seen.since().plus(WINDOW).isBefore(now)) {
      failures.put(key, new Failures(now, 1));
    } else {
      failures.put(key, new Failures(seen.since(), seen.count() + 1));
    }
  }
}
