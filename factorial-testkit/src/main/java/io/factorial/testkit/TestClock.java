package io.factorial.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 *
 * <pre>{@code
 * TestClock clock = new TestClock();
 * clock.advance(Duration.ofMinutes(5));
 * }</pre>
 */
public final class TestClock implements InstantSource {
  /** The time at which a new clock stands: whole milliseconds, like the clocks of stores. */
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final AtomicReference<Instant> now;

  /** A clock that stands at {@link #START}. */
  public TestClock() {
    this(START);
  }

  /**
   * A clock that stands at a time.
   *
   * @param start the time
   */
  public TestClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Moves the clock forward.
   *
   * @param time how far, not negative
   * @throws IllegalArgumentException when the time is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: not negative)");
    }
    now.updateAndGet(then -> then.plus(time));
  }
}
