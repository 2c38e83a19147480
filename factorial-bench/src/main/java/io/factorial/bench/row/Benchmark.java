package io.factorial.bench.row;

import io.factorial.bench.measure.Goal;
import java.util.List;

/** One benchmark. */
public interface Benchmark {
  /**
   * Its name on the command line.
   *
   * @return one word
   */
  String name();

  /**
   * What it measures.
   *
   * @return one sentence
   */
  String about();

  /**
   * The figures to reach.
   *
   * @return none for what is measured to be known, not to be reached
   */
  default List<Goal> goals() {
    return List.of();
  }

  /**
   * Measures.
   *
   * @param run where, how much, and where to put the figures
   * @throws Exception when something did not come to its end
   */
  void measure(Run run) throws Exception;
}
