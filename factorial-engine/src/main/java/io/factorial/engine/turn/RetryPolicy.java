package io.factorial.engine.turn;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a failed turn waits. Exponential with jitter, so that tasks that failed together do not
 * come back together.
 *
 * @see "Brooker, Exponential backoff and jitter, AWS Architecture Blog, 2015"
 */
final class RetryPolicy {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;
  private static final int LONGEST_SHIFT = 6;

  private RetryPolicy() {}

  /**
   * The delay before the next try.
   *
   * @param attempt retries used so far, from 0
   * @param retryAfter what the provider asked for
   * @param jitter in [0, 1)
   * @return the larger of what was asked for and {@code min(60 s, 1 s * 2^attempt) * (0.5 + jitter
   *     / 2)}
   */
  static Duration delay(int attempt, Optional<Duration> retryAfter, double jitter) {
    long whole = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt, LONGEST_SHIFT));
    Duration own = Duration.ofMillis(Math.round(whole * (0.5 + jitter / 2)));
    return retryAfter.filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }
}
