package io.factorial.bench.row;

import java.util.List;
import java.util.Optional;

/** All benchmarks. */
public final class Benchmarks {
  private static final List<Benchmark> ALL =
      List.of(
          new Turns(),
          new HistoryRow(),
          new Enqueue(),
          new Pickup(),
          new Inflight(),
          new Recovery(),
          new Cancel(),
          new FairnessRow(),
          new EventsRow(),
          new Inline(),
          new Scale(),
          new Start());

  private Benchmarks() {}

  /**
   * All benchmarks.
   *
   * @return in the order in which they run
   */
  public static List<Benchmark> all() {
    return ALL;
  }

  /**
   * A benchmark by its name.
   *
   * @param name the name
   * @return empty when there is none
   */
  public static Optional<Benchmark> named(String name) {
    return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
  }
}
