package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.util.Objects;

/**
 * How what is due and what is over is looked after.
 *
 * @param interval the longest time between two looks; 10 seconds by default
 * @param workers how many threads look, 1 or more; 1 by default
 * @param taskTtl how long tasks are kept when they are over; its defaults by default
 * @param maxCleanupBatch how many expired entries one look removes, 1 or more; 100 by default
 * @param metricsTimeline which counters are kept for the dashboard; its defaults by default
 */
public record MaintenanceWorkerConfig(
    Duration interval,
    int workers,
    TaskTtlConfig taskTtl,
    int maxCleanupBatch,
    MetricsTimelineConfig metricsTimeline) {

  /**
   * Checks the values.
   *
   * @param interval the longest time between two looks
   * @param workers how many threads look, 1 or more
   * @param taskTtl how long tasks are kept when they are over
   * @param maxCleanupBatch how many expired entries one look removes, 1 or more
   * @param metricsTimeline which counters are kept for the dashboard
   */
  public MaintenanceWorkerConfig {
    Checks.positive("interval", interval);
    Checks.atLeast("workers", workers, 1);
    Objects.requireNonNull(taskTtl, "taskTtl");
    Checks.atLeast("maxCleanupBatch", maxCleanupBatch, 1);
    Objects.requireNonNull(metricsTimeline, "metricsTimeline");
  }

  /**
   * The configuration of which nothing was changed.
   *
   * @return the defaults
   */
  public static MaintenanceWorkerConfig defaults() {
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
    private Duration interval = Duration.ofSeconds(10);
    private int workers = 1;
    private TaskTtlConfig taskTtl = TaskTtlConfig.defaults();
    private int maxCleanupBatch = 100;
    private MetricsTimelineConfig metricsTimeline = MetricsTimelineConfig.defaults();

    private Builder() {}

    /**
     * Sets interval.
     *
     * @param interval the longest time between two looks
     * @return this
     */
    public Builder interval(Duration interval) {
      this.interval = interval;
      return this;
    }

    /**
     * Sets workers.
     *
     * @param workers how many threads look, 1 or more
     * @return this
     */
    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    /**
     * Sets taskTtl.
     *
     * @param taskTtl how long tasks are kept when they are over
     * @return this
     */
    public Builder taskTtl(TaskTtlConfig taskTtl) {
      this.taskTtl = taskTtl;
      return this;
    }

    /**
     * Sets maxCleanupBatch.
     *
     * @param maxCleanupBatch how many expired entries one look removes, 1 or more
     * @return this
     */
    public Builder maxCleanupBatch(int maxCleanupBatch) {
      this.maxCleanupBatch = maxCleanupBatch;
      return this;
    }

    /**
     * Sets metricsTimeline.
     *
     * @param metricsTimeline which counters are kept for the dashboard
     * @return this
     */
    public Builder metricsTimeline(MetricsTimelineConfig metricsTimeline) {
      this.metricsTimeline = metricsTimeline;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws InvalidDefinitionException when a value is refused
     */
    public MaintenanceWorkerConfig build() {
      return new MaintenanceWorkerConfig(
          interval, workers, taskTtl, maxCleanupBatch, metricsTimeline);
    }
  }
}
