package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.util.Objects;

/**
 * Which counters are kept for the dashboard's timeline.
 *
 * @param timelineDuration how far back the timeline goes; 1 hour by default
 * @param bucketSize what one point of the timeline counts; {@code MINUTES} by default
 * @param retentionMultiplier how much longer than the timeline counters are kept, 1 or more; 2 by
 *     default
 */
public record MetricsTimelineConfig(
    Duration timelineDuration, BucketSize bucketSize, double retentionMultiplier) {

  /**
   * Checks the values.
   *
   * @param timelineDuration how far back the timeline goes
   * @param bucketSize what one point of the timeline counts
   * @param retentionMultiplier how much longer than the timeline counters are kept, 1 or more
   */
  public MetricsTimelineConfig {
    Checks.positive("timelineDuration", timelineDuration);
    Objects.requireNonNull(bucketSize, "bucketSize");
    if (!(retentionMultiplier >= 1) || Double.isInfinite(retentionMultiplier)) {
      throw InvalidDefinitionException.of("retentionMultiplier", retentionMultiplier, "1 or more");
    }
  }

  /**
   * The configuration of which nothing was changed.
   *
   * @return the defaults
   */
  public static MetricsTimelineConfig defaults() {
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

  /** What one point of the timeline counts. */
  public enum BucketSize {
    /** A second. */
    SECONDS,
    /** A minute. */
    MINUTES,
    /** An hour. */
    HOURS,
    /** A day. */
    DAYS
  }

  /** Collects values; for one thread. */
  public static final class Builder {
    private Duration timelineDuration = Duration.ofHours(1);
    private BucketSize bucketSize = BucketSize.MINUTES;
    private double retentionMultiplier = 2.0;

    private Builder() {}

    /**
     * Sets timelineDuration.
     *
     * @param timelineDuration how far back the timeline goes
     * @return this
     */
    public Builder timelineDuration(Duration timelineDuration) {
      this.timelineDuration = timelineDuration;
      return this;
    }

    /**
     * Sets bucketSize.
     *
     * @param bucketSize what one point of the timeline counts
     * @return this
     */
    public Builder bucketSize(BucketSize bucketSize) {
      this.bucketSize = bucketSize;
      return this;
    }

    /**
     * Sets retentionMultiplier.
     *
     * @param retentionMultiplier how much longer than the timeline counters are kept, 1 or more
     * @return this
     */
    public Builder retentionMultiplier(double retentionMultiplier) {
      this.retentionMultiplier = retentionMultiplier;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws InvalidDefinitionException when a value is refused
     */
    public MetricsTimelineConfig build() {
      return new MetricsTimelineConfig(timelineDuration, bucketSize, retentionMultiplier);
    }
  }
}
