package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;

/**
 * How long tasks are kept when they are over.
 *
 * @param completedTtl how long a completed task is kept; 1 hour by default
 * @param failedTtl how long a failed task is kept; 24 hours by default
 * @param cancelledTtl how long a cancelled task is kept; 30 minutes by default
 */
public record TaskTtlConfig(Duration completedTtl, Duration failedTtl, Duration cancelledTtl) {

  /**
   * Checks the values.
   *
   * @param completedTtl how long a completed task is kept
   * @param failedTtl how long a failed task is kept
   * @param cancelledTtl how long a cancelled task is kept
   */
  public TaskTtlConfig {
    Checks.positive("completedTtl", completedTtl);
    Checks.positive("failedTtl", failedTtl);
    Checks.positive("cancelledTtl", cancelledTtl);
  }

  /**
   * The configuration of which nothing was changed.
   *
   * @return the defaults
   */
  public static TaskTtlConfig defaults() {
    return builder().build();
  }

  /**
   * A builder that starts from the defaults.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects values; for one thread. */
  public static final class Builder {
    private Duration completedTtl = Duration.ofHours(1);
    private Duration failedTtl = Duration.ofHours(24);
    private Duration cancelledTtl = Duration.ofMinutes(30);

    private Builder() {}

    /**
     * Sets completedTtl.
     *
     * @param completedTtl how long a completed task is kept
     * @return this
     */
    public Builder completedTtl(Duration completedTtl) {
      this.completedTtl = completedTtl;
      return this;
    }

    /**
     * Sets failedTtl.
     *
     * @param failedTtl how long a failed task is kept
     * @return this
     */
    public Builder failedTtl(Duration failedTtl) {
      this.failedTtl = failedTtl;
      return this;
    }

    /**
     * Sets cancelledTtl.
     *
     * @param cancelledTtl how long a cancelled task is kept
     * @return this
     */
    public Builder cancelledTtl(Duration cancelledTtl) {
      this.cancelledTtl = cancelledTtl;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws InvalidDefinitionException when a value is refused
     */
    public TaskTtlConfig build() {
      return new TaskTtlConfig(completedTtl, failedTtl, cancelledTtl);
    }
  }
}
