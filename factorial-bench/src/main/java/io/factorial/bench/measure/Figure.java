package io.factorial.bench.measure;

import io.factorial.json.Json;
import java.util.List;

/**
 * One figure of a benchmark: its value in each round.
 *
 * @param subject what was measured, for example {@code step journal}
 * @param name the figure, with its unit, for example {@code redis_cpu_us_per_turn}
 * @param rounds the values, in the order of the rounds
 */
public record Figure(String subject, String name, List<Double> rounds) {
  private static final double DIGITS = 1_000;

  /** Checks that there is a value. */
  public Figure {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("figure " + name + ": no round (expected: at least one)");
    }
  }

  /**
   * The middle of the rounds; of an even number, the mean of the two in the middle.
   *
   * @return the median
   */
  public double median() {
    List<Double> sorted = rounds.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /**
   * The smallest round.
   *
   * @return the minimum
   */
  public double min() {
    return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /**
   * The largest round.
   *
   * @return the maximum
   */
  public double max() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  Json.Obj toJson() {
    return Json.Obj.of(
        "subject", subject,
        "figure", name,
        "median", rounded(median()),
        "min", rounded(min()),
        "max", rounded(max()),
        "rounds", rounds.size());
  }

  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }
}
