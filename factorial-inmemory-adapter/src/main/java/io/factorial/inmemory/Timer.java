package io.factorial.inmemory;

import java.time.Instant;
import java.util.Comparator;

/**
 * A due thing.
 *
 * @param due when
 * @param kind what is to be done
 * @param name the task, worker or schedule
 * @param call the wait's call, or an empty text
 */
record Timer(Instant due, Kind kind, String name, String call) implements Comparable<Timer> {
  /** What is due; at equal times, the earlier kind comes first. */
  enum Kind {
    TASK_DUE,
    REMINDER,
    WAIT_DEADLINE,
    TASK_DEADLINE,
    WORKER_LEASE
  }

  private static final Comparator<Timer> ORDER =
      Comparator.comparing(Timer::due)
          .thenComparing(Timer::kind)
          .thenComparing(Timer::name)
          .thenComparing(Timer::call);

  @Override
  public int compareTo(Timer other) {
    return ORDER.compare(this, other);
  }
}
