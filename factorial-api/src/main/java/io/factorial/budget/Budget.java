package io.factorial.budget;

import io.factorial.error.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task and all its descendants may use together. A limit that is null does not bind.
 *
 * @param turns turns, 1 or more
 * @param toolCalls calls of tools, 0 or more
 * @param inputTokens tokens that models read, 1 or more
 * @param outputTokens tokens that models write, 1 or more
 * @param costUsd cost in US dollars, more than 0
 * @param wallClock time since the task started, more than zero
 * @param softLimit the share of any limit at which the agent is told that it comes near; more than
 *     0, at most 1
 * @param onExceeded what happens when a limit is reached
 */
public record Budget(
    @Nullable Integer turns,
    @Nullable Integer toolCalls,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable BigDecimal costUsd,
    @Nullable Duration wallClock,
    double softLimit,
    OnExceeded onExceeded) {

  /** What happens to a task that has reached a limit. */
  public enum OnExceeded {
    /** It waits for a person to raise the limit. A run inline, where nobody could, fails. */
    PAUSE,
    /** It fails with the code {@code budget_exceeded}. */
    FAIL
  }

  private static final Budget UNLIMITED = builder().build();

  /** Checks every limit. */
  public Budget {
    atLeast("turns", turns, 1);
    atLeast("toolCalls", toolCalls, 0);
    atLeast("inputTokens", inputTokens, 1);
    atLeast("outputTokens", outputTokens, 1);
    if (costUsd != null && costUsd.signum() <= 0) {
      throw InvalidDefinitionException.of("costUsd", costUsd, "more than 0");
    }
    if (wallClock != null && !wallClock.isPositive()) {
      throw InvalidDefinitionException.of("wallClock", wallClock, "more than zero");
    }
    if (!(softLimit > 0 && softLimit <= 1)) {
      throw InvalidDefinitionException.of("softLimit", softLimit, "more than 0, at most 1");
    }
    Objects.requireNonNull(onExceeded, "onExceeded");
  }

  /**
   * The budget without any limit.
   *
   * @return the default of every agent
   */
  public static Budget unlimited() {
    return UNLIMITED;
  }

  /**
   * Starts without any limit.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  private static void atLeast(String thing, @Nullable Number value, long least) {
    if (value != null && value.longValue() < least) {
      throw InvalidDefinitionException.of(thing, value, least + " or more");
    }
  }

  /** Puts a budget together; for one thread. */
  public static final class Builder {

    private @Nullable Integer turns;
    private @Nullable Integer toolCalls;
    private @Nullable Long inputTokens;
    private @Nullable Long outputTokens;
    private @Nullable BigDecimal costUsd;
    private @Nullable Duration wallClock;
    private double softLimit = 0.8;
    private OnExceeded onExceeded = OnExceeded.PAUSE;

    private Builder() {}

    /**
     * Limits turns.
     *
     * @param value 1 or more
     * @return this builder
     */
    public Builder turns(int value) {
      this.turns = value;
      return this;
    }

    /**
     * Limits calls of tools.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder toolCalls(int value) {
      this.toolCalls = value;
      return this;
    }

    /**
     * Limits the tokens that models read.
     *
     * @param value 1 or more
     * @return this builder
     */
    public Builder inputTokens(long value) {
      this.inputTokens = value;
      return this;
    }

    /**
     * Limits the tokens that models write.
     *
     * @param value 1 or more
     * @return this builder
     */
    public Builder outputTokens(long value) {
      this.outputTokens = value;
      return this;
    }

    /**
     * Limits the cost.
     *
     * @param value US dollars, more than 0
     * @return this builder
     */
    public Builder costUsd(BigDecimal value) {
      this.costUsd = value;
      return this;
    }

    /**
     * Limits the cost.
     *
     * @param value US dollars as a decimal number, such as {@code 2.00}
     * @return this builder
     * @throws InvalidDefinitionException if it is not a number
     */
    public Builder costUsd(String value) {
      try {
        return costUsd(new BigDecimal(value));
      } catch (NumberFormatException notANumber) {
        throw InvalidDefinitionException.of("costUsd", value, "a decimal number such as 2.00");
      }
    }

    /**
     * Limits the time since the task started.
     *
     * @param value more than zero
     * @return this builder
     */
    public Builder wallClock(Duration value) {
      this.wallClock = value;
      return this;
    }

    /**
     * Sets the share of any limit at which the agent is told that it comes near.
     *
     * @param value more than 0, at most 1; 0.8 if not set
     * @return this builder
     */
    public Builder softLimit(double value) {
      this.softLimit = value;
      return this;
    }

    /**
     * Sets what happens when a limit is reached.
     *
     * @param value pause, if not set
     * @return this builder
     */
    public Builder onExceeded(OnExceeded value) {
      this.onExceeded = value;
      return this;
    }

    /**
     * Makes the budget.
     *
     * @return the budget
     * @throws InvalidDefinitionException if a limit is out of its range
     */
    public Budget build() {
      return new Budget(
          turns, toolCalls, inputTokens, outputTokens, costUsd, wallClock, softLimit, onExceeded);
    }
  }
}
