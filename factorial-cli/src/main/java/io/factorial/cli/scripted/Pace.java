package io.factorial.cli.scripted;

import java.time.Duration;
import java.util.Objects;

/**
 * How fast a scripted model talks.
 *
 * @param beforeFirstWord how long it thinks before it says anything
 * @param perWord how long each word takes
 */
public record Pace(Duration beforeFirstWord, Duration perWord) {

  /** Checks that there are both. */
  public Pace {
    Objects.requireNonNull(beforeFirstWord, "beforeFirstWord");
    Objects.requireNonNull(perWord, "perWord");
  }

  /**
   * The pace of a quick real model, at which a person can watch.
   *
   * @return the pace
   */
  public static Pace watchable() {
    return new Pace(Duration.ofMillis(300), Duration.ofMillis(15));
  }

  /**
   * A pace for when nobody watches.
   *
   * @return the pace
   */
  public static Pace brisk() {
    return new Pace(Duration.ofMillis(50), Duration.ofMillis(2));
  }
}
