package io.factorial.port;

import org.jspecify.annotations.Nullable;

/**
 * What a model takes per minute, across all workers.
 *
 * @param requestsPerMinute requests, 1 or more; null for no limit
 * @param tokensPerMinute tokens in and out, 1 or more; null for no limit
 */
public record Rates(@Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is below 1
   */
  public Rates {
    if (requestsPerMinute != null) {
      Checks.atLeast("requests per minute", requestsPerMinute, 1);
    }
    if (tokensPerMinute != null) {
      Checks.atLeast("tokens per minute", tokensPerMinute, 1);
    }
  }
}
