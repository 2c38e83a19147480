package io.factorial.port;

/**
 * What a model call will take.
 *
 * @param inputTokens tokens sent, estimated
 * @param outputTokens tokens received at most
 */
public record Estimate(long inputTokens, long outputTokens) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public Estimate {
    Checks.atLeast("input tokens", inputTokens, 0);
    Checks.atLeast("output tokens", outputTokens, 0);
  }
}
