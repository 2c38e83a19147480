package io.factorial.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a call is over at the latest, or that it has no such time. */
final class Deadline {

  private final @Nullable Duration total;
  private final long end;

  private Deadline(@Nullable Duration total) {
    this.total = total;
    this.end = total == null ? 0 : System.nanoTime() + nanos(total);
  }

  static Deadline in(@Nullable Duration total) {
    return new Deadline(total);
  }

  /** The time until then, or null if there is no end; never less than a millisecond. */
  @Nullable Duration left() {
    return total == null ? null : Duration.ofNanos(Math.max(end - System.nanoTime(), 1_000_000));
  }

  /** Nanoseconds until then, at most the given number. */
  long nanosLeft(long atMost) {
    return total == null ? atMost : Math.min(end - System.nanoTime(), atMost);
  }

  /** A duration beyond 292 years is as good as none, and must not overflow. */
  static long nanos(Duration duration) {
    try {
      return Math.min(duration.toNanos(), Long.MAX_VALUE / 4);
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE / 4;
    }
  }

  @Override
  public String toString() {
    return total == null ? "no requestTimeout" : "requestTimeout " + total;
  }
}
