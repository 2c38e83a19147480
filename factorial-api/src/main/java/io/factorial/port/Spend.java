package io.factorial.port;

/**
 * Amounts that budgets count: what was spent, is reserved, or may be spent.
 *
 * @param turns turns begun
 * @param toolCalls tool calls
 * @param inputTokens tokens sent
 * @param outputTokens tokens received
 * @param costNanos billionths of a US dollar
 */
public record Spend(
    long turns, long toolCalls, long inputTokens, long outputTokens, long costNanos) {
  /** Nothing. */
  public static final Spend ZERO = new Spend(0, 0, 0, 0, 0);

  /** No limit on anything. */
  public static final Spend UNLIMITED =
      new Spend(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /**
   * Checks the amounts.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public Spend {
    Checks.atLeast("turns", turns, 0);
    Checks.atLeast("tool calls", toolCalls, 0);
    Checks.atLeast("input tokens", inputTokens, 0);
    Checks.atLeast("output tokens", outputTokens, 0);
    Checks.atLeast("cost", costNanos, 0);
  }

  /**
   * The sum of two amounts; a sum that does not fit stays at the largest number.
   *
   * @param other what to add
   * @return the sum
   */
  public Spend plus(Spend other) {
    return new Spend(
        sum(turns, other.turns),
        sum(toolCalls, other.toolCalls),
        sum(inputTokens, other.inputTokens),
        sum(outputTokens, other.outputTokens),
        sum(costNanos, other.costNanos));
  }

  /**
   * The first limit that this amount goes beyond.
   *
   * @param limits the limits
   * @return {@code turns}, {@code tool_calls}, {@code input_tokens}, {@code output_tokens} or
   *     {@code cost}; empty when it stays within all of them
   */
  public String beyond(Spend limits) {
    if (turns > limits.turns) {
      return "turns";
    }
    if (toolCalls > limits.toolCalls) {
      return "tool_calls";
    }
    if (inputTokens > limits.inputTokens) {
      return "input_tokens";
    }
    if (outputTokens > limits.outputTokens) {
      return "output_tokens";
    }
    return costNanos > limits.costNanos ? "cost" : "";
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
