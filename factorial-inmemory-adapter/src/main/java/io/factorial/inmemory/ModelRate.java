package io.factorial.inmemory;

import io.factorial.port.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What one model takes per minute, and what it has taken. Guarded by the lock of the limits. */
final class ModelRate {
  private static final Rates NONE = new Rates(null, null);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** When the requests of the last minute were granted; no more than the limit allows. */
  private final Deque<Instant> requests = new ArrayDeque<>();

  private Rates rates = NONE;
  private Instant pausedUntil = Instant.MIN;

  /** Tokens that are free; below nothing where calls took more than they had asked for. */
  private double tokens;

  private Instant filledAt = Instant.MIN;

  /** The limits; empty where there is none. */
  Optional<Rates> configured() {
    return Optional.of(rates).filter(set -> !set.equals(NONE));
  }

  void configure(Rates changed, Instant now) {
    fill(now);
    Long before = rates.tokensPerMinute();
    Long after = changed.tokensPerMinute();
    rates = changed;
    if (after != null) {
      tokens = before == null ? after : Math.min(tokens, after);
      filledAt = now;
    }
  }

  void pause(Instant until) {
    if (until.isAfter(pausedUntil)) {
      pausedUntil = until;
    }
  }

  /** How long until a call may start that takes some tokens; zero where it may now. */
  Duration untilFree(long need, Instant now) {
    fill(now);
    Duration wait = Duration.ZERO;
    if (pausedUntil.isAfter(now)) {
      wait = Duration.between(now, pausedUntil);
    }
    wait = longer(wait, untilRequest(now));
    return longer(wait, untilTokens(need));
  }

  /** Takes the right to one call; says how many tokens went with it. */
  long take(long need, Instant now) {
    if (rates.requestsPerMinute() != null) {
      requests.add(now);
    }
    long taken = bounded(need);
    if (rates.tokensPerMinute() != null) {
      tokens -= taken;
    }
    return taken;
  }

  /** Gives back, or takes, the difference to what a call took. */
  void settle(long taken, long used, Instant now) {
    fill(now);
    Long limit = rates.tokensPerMinute();
    if (limit != null) {
      tokens = Math.min(limit, tokens + taken - used);
    }
  }

  /** A need above a whole minute's tokens is taken as a whole minute's: else it could never run. */
  private long bounded(long need) {
    Long limit = rates.tokensPerMinute();
    return limit == null ? need : Math.min(need, limit);
  }

  private Duration untilRequest(Instant now) {
    Integer limit = rates.requestsPerMinute();
    Instant minuteAgo = now.minus(MINUTE);
    while (!requests.isEmpty() && !requests.element().isAfter(minuteAgo)) {
      requests.remove();
    }
    if (limit == null || requests.size() < limit) {
      return Duration.ZERO;
    }
    // After a lower limit was set, more than one request must leave the minute.
    int excess = requests.size() - limit;
    Instant leaves = requests.stream().skip(excess).findFirst().orElseThrow();
    return Duration.between(minuteAgo, leaves);
  }

  private Duration untilTokens(long need) {
    Long limit = rates.tokensPerMinute();
    double missing = limit == null ? 0 : bounded(need) - tokens;
    if (limit == null || missing <= 0) {
      return Duration.ZERO;
    }
    return Duration.ofMillis((long) Math.ceil(missing / limit * MINUTE.toMillis()));
  }

  private void fill(Instant now) {
    Long limit = rates.tokensPerMinute();
    if (limit != null && now.isAfter(filledAt)) {
      double minutes = (double) Duration.between(filledAt, now).toMillis() / MINUTE.toMillis();
      tokens = Math.min(limit, tokens + minutes * limit);
      filledAt = now;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
