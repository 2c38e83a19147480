package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;

/** The refusals that the records of this package share. */
final class Checks {

  private Checks() {}

  static void named(String thing, String value) {
    if (value.isBlank()) {
      throw InvalidDefinitionException.of(thing, "\"" + value + "\"", "not blank");
    }
  }

  static void atLeast(String thing, long value, long least) {
    if (value < least) {
      throw InvalidDefinitionException.of(thing, value, least + " or more");
    }
  }

  static void positive(String thing, Duration value) {
    if (!value.isPositive()) {
      throw InvalidDefinitionException.of(thing, value, "more than zero");
    }
  }

  static void notNegative(String thing, Duration value) {
    if (value.isNegative()) {
      throw InvalidDefinitionException.of(thing, value, "not negative");
    }
  }
}
