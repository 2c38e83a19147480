package io.factorial.bench.measure;

import java.util.Arrays;

/** Times of single events, in the order of their size. */
public final class Percentiles {
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  private Percentiles(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Sorts times.
   *
   * @param nanos the times; at least one
   * @return their percentiles
   */
  public static Percentiles of(long... nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("times: none (expected: at least one)");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  /**
   * The time that a part of the events did not exceed.
   *
   * @param part the part, 0 to 1
   * @return milliseconds
   */
  public double millis(double part) {
    int index = (int) Math.ceil(part * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)] / NANOS_PER_MILLI;
  }

  /**
   * Adds p50 and p99 to the figures of a round.
   *
   * @param figures where to
   * @param subject what was measured
   */
  public void addTo(Figures figures, String subject) {
    figures.add(subject, "p50_ms", millis(0.5));
    figures.add(subject, "p99_ms", millis(0.99));
  }
}
