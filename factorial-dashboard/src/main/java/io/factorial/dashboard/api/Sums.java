package io.factorial.dashboard.api;

import io.factorial.port.Bucket;
import io.factorial.port.Counters;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counters of some buckets, added up.
 *
 * @param counters what was counted, by name
 */
record Sums(Map<String, Long> counters) {
  private static final double MILLIS = 1_000;
  private static final int NANO_SCALE = 9;

  static Sums of(Collection<Bucket> buckets) {
    Map<String, Long> sums = new HashMap<>();
    buckets.forEach(
        bucket -> bucket.counters().forEach((name, n) -> sums.merge(name, n, Long::sum)));
    return new Sums(sums);
  }

  long count(String name) {
    return counters.getOrDefault(name, 0L);
  }

  long finished() {
    return count(Counters.COMPLETED) + count(Counters.FAILED) + count(Counters.CANCELLED);
  }

  /** The share of tasks that completed among those that were not cancelled. */
  Optional<Double> successRate() {
    long decided = count(Counters.COMPLETED) + count(Counters.FAILED);
    return decided == 0
        ? Optional.empty()
        : Optional.of((double) count(Counters.COMPLETED) / decided);
  }

  /** What models cost in US dollars; empty where no price was known. */
  Optional<BigDecimal> cost() {
    return counters.containsKey(Counters.COST_NANOS)
        ? Optional.of(BigDecimal.valueOf(count(Counters.COST_NANOS), NANO_SCALE))
        : Optional.empty();
  }

  /** How long a finished task was worked on, on average, in seconds. */
  Optional<Double> averageSeconds() {
    long finished = finished();
    return finished == 0 || !counters.containsKey(Counters.sum(Counters.TURN_TIME))
        ? Optional.empty()
        : Optional.of(count(Counters.sum(Counters.TURN_TIME)) / MILLIS / finished);
  }

  long samples(String timer) {
    long samples = count(Counters.cellAbove(timer));
    for (long bound : Counters.BOUNDS) {
      samples += count(Counters.cell(timer, bound));
    }
    return samples;
  }

  /**
   * The time in seconds that a share of the samples did not take longer than, as far as the cells
   * tell: within a cell, samples are taken to lie evenly.
   */
  Optional<Double> percentile(String timer, double share) {
    long samples = samples(timer);
    if (samples == 0) {
      return Optional.empty();
    }
    double rank = share * samples;
    double below = 0;
    double lower = 0;
    for (long bound : Counters.BOUNDS) {
      long here = count(Counters.cell(timer, bound));
      if (here > 0 && below + here >= rank) {
        return Optional.of((lower + (bound - lower) * (rank - below) / here) / MILLIS);
      }
      below += here;
      lower = bound;
    }
    return Optional.of(lower / MILLIS);
  }
}
