package io.factorial.bench.measure;

/**
 * What a stretch of work took.
 *
 * @param turns how many turns were done in it
 * @param seconds its time on the clock
 * @param workerMicros the processor time of the workers
 * @param storeMicros the processor time of the store's servers; 0 for a store in memory
 * @param writtenBytes what the store's servers wrote to their logs; 0 when they write none
 */
public record Measured(
    long turns, double seconds, double workerMicros, double storeMicros, long writtenBytes) {
  /**
   * Adds the figures of a round.
   *
   * @param figures where to
   * @param subject what was measured
   */
  public void addTo(Figures figures, String subject) {
    figures.add(subject, "turns_per_s", turnsPerSecond());
    figures.add(subject, "worker_cpu_us_per_turn", workerPerTurn());
    if (storeMicros > 0) {
      figures.add(subject, "redis_cpu_us_per_turn", storePerTurn());
    }
    if (writtenBytes > 0) {
      figures.add(subject, "redis_bytes_written_per_turn", (double) writtenBytes / turns);
    }
  }

  /**
   * The rate.
   *
   * @return turns per second
   */
  public double turnsPerSecond() {
    return turns / seconds;
  }

  /**
   * What a turn took of the workers.
   *
   * @return microseconds of processor time
   */
  public double workerPerTurn() {
    return workerMicros / turns;
  }

  /**
   * What a turn took of the store's servers.
   *
   * @return microseconds of processor time
   */
  public double storePerTurn() {
    return storeMicros / turns;
  }
}
