package io.factorial.budget;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What was used: by a call, a turn, a run, or a tree of runs.
 *
 * @param requests calls of a model
 * @param toolCalls calls of tools
 * @param inputTokens all tokens that models read, cached ones included
 * @param cacheReadTokens those of the input tokens that came from a provider's cache
 * @param cacheWriteTokens those of the input tokens that were written to a provider's cache
 * @param outputTokens all tokens that models wrote, reasoning included
 * @param reasoningTokens those of the output tokens that were reasoning
 * @param costUsd what it cost in US dollars, or null if the price of any part of it is unknown
 */
public record Usage(
    int requests,
    int toolCalls,
    long inputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long outputTokens,
    long reasoningTokens,
    @Nullable BigDecimal costUsd) {

  /** Nothing used, at a known cost of nothing. */
  public static final Usage ZERO = new Usage(0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO);

  /** Checks that no number is negative. */
  public Usage {
    check("requests", requests);
    check("toolCalls", toolCalls);
    check("inputTokens", inputTokens);
    check("cacheReadTokens", cacheReadTokens);
    check("cacheWriteTokens", cacheWriteTokens);
    check("outputTokens", outputTokens);
    check("reasoningTokens", reasoningTokens);
    if (costUsd != null && costUsd.signum() < 0) {
      throw new IllegalArgumentException("costUsd: " + costUsd + " (expected: 0 or more)");
    }
  }

  /**
   * What one call of a model used, at an unknown cost.
   *
   * @param inputTokens tokens that it read
   * @param outputTokens tokens that it wrote
   * @return one request with these tokens
   */
  public static Usage tokens(long inputTokens, long outputTokens) {
    return builder().requests(1).inputTokens(inputTokens).outputTokens(outputTokens).build();
  }

  /**
   * Starts from nothing used, at an unknown cost.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The sum of two usages. Its cost is known only if both costs are: a guess would let a budget be
   * overspent unseen.
   *
   * @param other what else was used
   * @return the sum
   */
  public Usage plus(Usage other) {
    return new Usage(
        requests + other.requests,
        toolCalls + other.toolCalls,
        inputTokens + other.inputTokens,
        cacheReadTokens + other.cacheReadTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        outputTokens + other.outputTokens,
        reasoningTokens + other.reasoningTokens,
        costUsd == null || other.costUsd == null ? null : costUsd.add(other.costUsd));
  }

  /**
   * The same usage at another cost.
   *
   * @param changed the cost in US dollars, or null if it is unknown
   * @return a changed copy
   */
  public Usage withCostUsd(@Nullable BigDecimal changed) {
    return new Usage(
        requests,
        toolCalls,
        inputTokens,
        cacheReadTokens,
        cacheWriteTokens,
        outputTokens,
        reasoningTokens,
        changed);
  }

  private static void check(String thing, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(thing + ": " + value + " (expected: 0 or more)");
    }
  }

  /** Puts a usage together; for one thread. */
  public static final class Builder {

    private int requests;
    private int toolCalls;
    private long inputTokens;
    private long cacheReadTokens;
    private long cacheWriteTokens;
    private long outputTokens;
    private long reasoningTokens;
    private @Nullable BigDecimal costUsd;

    private Builder() {}

    /**
     * Sets the calls of a model.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder requests(int value) {
      this.requests = value;
      return this;
    }

    /**
     * Sets the calls of tools.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder toolCalls(int value) {
      this.toolCalls = value;
      return this;
    }

    /**
     * Sets all tokens that models read, cached ones included.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder inputTokens(long value) {
      this.inputTokens = value;
      return this;
    }

    /**
     * Sets the input tokens that came from a provider's cache.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder cacheReadTokens(long value) {
      this.cacheReadTokens = value;
      return this;
    }

    /**
     * Sets the input tokens that were written to a provider's cache.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder cacheWriteTokens(long value) {
      this.cacheWriteTokens = value;
      return this;
    }

    /**
     * Sets all tokens that models wrote, reasoning included.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder outputTokens(long value) {
      this.outputTokens = value;
      return this;
    }

    /**
     * Sets the output tokens that were reasoning.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder reasoningTokens(long value) {
      this.reasoningTokens = value;
      return this;
    }

    /**
     * Sets the cost.
     *
     * @param value US dollars, 0 or more
     * @return this builder
     */
    public Builder costUsd(BigDecimal value) {
      this.costUsd = value;
      return this;
    }

    /**
     * Makes the usage.
     *
     * @return the usage
     * @throws IllegalArgumentException if a number is negative
     */
    public Usage build() {
      return new Usage(
          requests,
          toolCalls,
          inputTokens,
          cacheReadTokens,
          cacheWriteTokens,
          outputTokens,
          reasoningTokens,
          costUsd);
    }
  }
}
