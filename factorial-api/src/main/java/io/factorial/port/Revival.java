package io.factorial.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a task is revived.
 *
 * @param limits the new limits of its tree; null leaves them
 * @param wallClock the time that it has from now on; null leaves its deadline, and gives it its
 *     time again where that has passed
 */
public record Revival(@Nullable Spend limits, @Nullable Duration wallClock) {
  /** A revival that changes nothing else. */
  public static final Revival PLAIN = new Revival(null, null);

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public Revival {
    if (wallClock != null) {
      Checks.notNegative("wall clock", wallClock);
    }
  }

  /**
   * A revival with other limits.
   *
   * @param limits the new limits of the task's tree; null leaves them
   */
  public Revival(@Nullable Spend limits) {
    this(limits, null);
  }
}
