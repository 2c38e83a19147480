package io.factorial.bench.measure;

import io.factorial.json.Json;
import java.util.Optional;

/**
 * A figure to reach.
 *
 * @param subject what is measured
 * @param name the figure
 * @param atMost whether the figure should be at most, not at least, the limit
 * @param limit the figure to reach
 */
public record Goal(String subject, String name, boolean atMost, double limit) {
  /**
   * A figure that should not be larger.
   *
   * @param subject what is measured
   * @param name the figure
   * @param limit the largest that is good
   * @return the goal
   */
  public static Goal atMost(String subject, String name, double limit) {
    return new Goal(subject, name, true, limit);
  }

  /**
   * A figure that should not be smaller.
   *
   * @param subject what is measured
   * @param name the figure
   * @param limit the smallest that is good
   * @return the goal
   */
  public static Goal atLeast(String subject, String name, double limit) {
    return new Goal(subject, name, false, limit);
  }

  /**
   * Whether the median of the figure reaches this.
   *
   * @param figures what was measured
   * @return empty when the figure was not measured
   */
  public Optional<Boolean> met(Figures figures) {
    return figures
        .find(subject, name)
        .map(figure -> atMost ? figure.median() <= limit : figure.median() >= limit);
  }

  Json.Obj toJson(Figures figures) {
    return Json.Obj.of(
        "subject",
        subject,
        "figure",
        name,
        atMost ? "atMost" : "atLeast",
        limit,
        "met",
        met(figures));
  }
}
