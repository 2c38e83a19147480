package io.factorial.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics are asked for.
 *
 * @param agent one agent, or null for all
 * @param span how far back from now; beyond the timeline's retention, hourly buckets are answered
 */
public record MetricsQuery(@Nullable String agent, Duration span) {
  /**
   * Checks the span.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public MetricsQuery {
    Checks.notNegative("span", span);
  }
}
