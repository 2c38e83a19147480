package io.factorial.port;

import java.time.Duration;

/** The refusals that several records of this package share. */
final class Checks {
  private Checks() {}

  static String named(String thing, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(thing + ": \"" + value + "\" (expected: not blank)");
    }
    return value;
  }

  static long atLeast(String thing, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          thing + ": " + value + " (expected: " + least + " or more)");
    }
    return value;
  }

  static Duration notNegative(String thing, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(thing + ": " + value + " (expected: not negative)");
    }
    return value;
  }
}
