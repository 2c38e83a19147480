package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;

/**
 * How the tasks of an agent are run by a process.
 *
 * @param workers how many groups of slots, 1 or more; 1 by default
 * @param batchSize how many tasks a group runs at once, 1 or more; 25 by default
 * @param maxRetries how often a turn that failed is tried again, 0 or more; 5 by default
 * @param heartbeatInterval the time between two signs of life; 3 seconds by default
 * @param missedHeartbeatsThreshold how many signs of life may be missed, 1 or more; 2 by default
 * @param missedHeartbeatsGracePeriod how much longer a lease holds after that; 2 seconds by default
 * @param maxRecoveries how often a task may be recovered from dead workers before it fails, 0 or
 *     more; 3 by default
 * @param turnTimeout how long a call of the model, or of a tool without a timeout of its own, may
 *     take; 2 minutes by default
 * @param shutdownGrace how long running calls may take when the process ends; 30 seconds by default
 * @param waitDeadline how long a wait without a timeout of its own may last; 7 days by default
 * @param taskDeadline how long a task may take, waits included; 30 days by default
 */
public record AgentWorkerConfig(
    int workers,
    int batchSize,
    int maxRetries,
    Duration heartbeatInterval,
    int missedHeartbeatsThreshold,
    Duration missedHeartbeatsGracePeriod,
    int maxRecoveries,
    Duration turnTimeout,
    Duration shutdownGrace,
    Duration waitDeadline,
    Duration taskDeadline) {

  /**
   * Checks the values.
   *
   * @param workers how many groups of slots, 1 or more
   * @param batchSize how many tasks a group runs at once, 1 or more
   * @param maxRetries how often a turn that failed is tried again, 0 or more
   * @param heartbeatInterval the time between two signs of life
   * @param missedHeartbeatsThreshold how many signs of life may be missed, 1 or more
   * @param missedHeartbeatsGracePeriod how much longer a lease holds after that
   * @param maxRecoveries how often a task may be recovered from dead workers before it fails, 0 or
   *     more
   * @param turnTimeout how long a call of the model, or of a tool without a timeout of its own, may
   *     take
   * @param shutdownGrace how long running calls may take when the process ends
   * @param waitDeadline how long a wait without a timeout of its own may last
   * @param taskDeadline how long a task may take, waits included
   */
  public AgentWorkerConfig {
    Checks.atLeast("workers", workers, 1);
    Checks.atLeast("batchSize", batchSize, 1);
    Checks.atLeast("maxRetries", maxRetries, 0);
    Checks.positive("heartbeatInterval", heartbeatInterval);
    Checks.atLeast("missedHeartbeatsThreshold", missedHeartbeatsThreshold, 1);
    Checks.notNegative("missedHeartbeatsGracePeriod", missedHeartbeatsGracePeriod);
    Checks.atLeast("maxRecoveries", maxRecoveries, 0);
    Checks.positive("turnTimeout", turnTimeout);
    Checks.notNegative("shutdownGrace", shutdownGrace);
    Checks.positive("waitDeadline", waitDeadline);
    Checks.positive("taskDeadline", taskDeadline);
  }

  /**
   * The configuration of which nothing was changed.
   *
   * @return the defaults
   */
  public static AgentWorkerConfig defaults() {
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
    private int workers = 1;
    private int batchSize = 25;
    private int maxRetries = 5;
    private Duration heartbeatInterval = Duration.ofSeconds(3);
    private int missedHeartbeatsThreshold = 2;
    private Duration missedHeartbeatsGracePeriod = Duration.ofSeconds(2);
    private int maxRecoveries = 3;
    private Duration turnTimeout = Duration.ofMinutes(2);
    private Duration shutdownGrace = Duration.ofSeconds(30);
    private Duration waitDeadline = Duration.ofDays(7);
    private Duration taskDeadline = Duration.ofDays(30);

    private Builder() {}

    /**
     * Sets workers.
     *
     * @param workers how many groups of slots, 1 or more
     * @return this
     */
    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    /**
     * Sets batchSize.
     *
     * @param batchSize how many tasks a group runs at once, 1 or more
     * @return this
     */
    public Builder batchSize(int batchSize) {
      this.batchSize = batchSize;
      return this;
    }

    /**
     * Sets maxRetries.
     *
     * @param maxRetries how often a turn that failed is tried again, 0 or more
     * @return this
     */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = maxRetries;
      return this;
    }

    /**
     * Sets heartbeatInterval.
     *
     * @param heartbeatInterval the time between two signs of life
     * @return this
     */
    public Builder heartbeatInterval(Duration heartbeatInterval) {
      this.heartbeatInterval = heartbeatInterval;
      return this;
    }

    /**
     * Sets missedHeartbeatsThreshold.
     *
     * @param missedHeartbeatsThreshold how many signs of life may be missed, 1 or more
     * @return this
     */
    public Builder missedHeartbeatsThreshold(int missedHeartbeatsThreshold) {
      this.missedHeartbeatsThreshold = missedHeartbeatsThreshold;
      return this;
    }

    /**
     * Sets missedHeartbeatsGracePeriod.
     *
     * @param missedHeartbeatsGracePeriod how much longer a lease holds after that
     * @return this
     */
    public Builder missedHeartbeatsGracePeriod(Duration missedHeartbeatsGracePeriod) {
      this.missedHeartbeatsGracePeriod = missedHeartbeatsGracePeriod;
      return this;
    }

    /**
     * Sets maxRecoveries.
     *
     * @param maxRecoveries how often a task may be recovered from dead workers before it fails, 0
     *     or more
     * @return this
     */
    public Builder maxRecoveries(int maxRecoveries) {
      this.maxRecoveries = maxRecoveries;
      return this;
    }

    /**
     * Sets turnTimeout.
     *
     * @param turnTimeout how long a call of the model, or of a tool without a timeout of its own,
     *     may take
     * @return this
     */
    public Builder turnTimeout(Duration turnTimeout) {
      this.turnTimeout = turnTimeout;
      return this;
    }

    /**
     * Sets shutdownGrace.
     *
     * @param shutdownGrace how long running calls may take when the process ends
     * @return this
     */
    public Builder shutdownGrace(Duration shutdownGrace) {
      this.shutdownGrace = shutdownGrace;
      return this;
    }

    /**
     * Sets waitDeadline.
     *
     * @param waitDeadline how long a wait without a timeout of its own may last
     * @return this
     */
    public Builder waitDeadline(Duration waitDeadline) {
      this.waitDeadline = waitDeadline;
      return this;
    }

    /**
     * Sets taskDeadline.
     *
     * @param taskDeadline how long a task may take, waits included
     * @return this
     */
    public Builder taskDeadline(Duration taskDeadline) {
      this.taskDeadline = taskDeadline;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws InvalidDefinitionException when a value is refused
     */
    public AgentWorkerConfig build() {
      return new AgentWorkerConfig(
          workers,
          batchSize,
          maxRetries,
          heartbeatInterval,
          missedHeartbeatsThreshold,
          missedHeartbeatsGracePeriod,
          maxRecoveries,
          turnTimeout,
          shutdownGrace,
          waitDeadline,
          taskDeadline);
    }
  }
}
