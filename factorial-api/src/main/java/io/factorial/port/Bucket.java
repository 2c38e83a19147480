package io.factorial.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * An agent's metrics in a span of time.
 *
 * @param start its beginning
 * @param size its length
 * @param agent the agent
 * @param counters what was counted, by name; {@code enqueued}, {@code completed}, {@code failed},
 *     {@code cancelled}, {@code turns}, {@code retries} and {@code recoveries} are the store's own
 */
public record Bucket(Instant start, Duration size, String agent, Map<String, Long> counters) {
  /** Copies. */
  public Bucket {
    counters = Map.copyOf(counters);
  }
}
