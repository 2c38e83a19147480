package io.factorial.dashboard.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query, each at most once.
 *
 * @param values the values by name
 */
public record Query(Map<String, String> values) {
  private static final int MOST = 32;

  /** Copies. */
  public Query {
    values = Map.copyOf(values);
  }

  /**
   * Reads a query.
   *
   * @param raw the text after the question mark; may be empty
   * @return its parameters; those without a value are left out
   * @throws Problem when it is malformed, or names a parameter twice
   */
  public static Query parse(String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (!value.isEmpty() && (values.put(name, value) != null || values.size() > MOST)) {
        throw Problem.invalid("query", "parameter " + name, "at most " + MOST + ", each once");
      }
    }
    return new Query(values);
  }

  private static String decoded(String text) {
    return PercentCode.decoded(text, true)
        .orElseThrow(() -> Problem.invalid("query", "malformed", "percent-encoded UTF-8"));
  }

  /**
   * A parameter.
   *
   * @param name its name
   * @return its value; empty when it is absent or has none
   */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A parameter that lists words.
   *
   * @param name its name
   * @return the words between its commas; empty when it is absent
   */
  public List<String> list(String name) {
    return text(name)
        .map(value -> Arrays.stream(value.split(",")).filter(word -> !word.isEmpty()).toList())
        .orElse(List.of());
  }

  /**
   * A parameter that is a number.
   *
   * @param name its name
   * @param least the least that it may be
   * @param most the most that it may be
   * @param otherwise what it is when it is absent
   * @return the number
   * @throws Problem when it is none, or out of its range
   */
  public int number(String name, int least, int most, int otherwise) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Refused below, as a number out of its range is.
    }
    throw Problem.invalid(name, value.get(), least + " to " + most);
  }

  /**
   * A parameter that is a time.
   *
   * @param name its name
   * @return the time; empty when it is absent
   * @throws Problem when it is none
   */
  public Optional<Instant> time(String name) {
    return text(name)
        .map(
            value -> {
              try {
                return Instant.parse(value);
              } catch (DateTimeException noTime) {
                throw Problem.invalid(name, value, "a time such as 2026-12-01T09:00:00.000Z");
              }
            });
  }
}
