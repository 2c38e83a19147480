package io.factorial.redis.twin;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the kinds of operations and answers that histories have reached. Thread-safe. */
public final class Reached {
  private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();

  /** Nothing is reached yet. */
  public Reached() {}

  void count(String kind) {
    counts.computeIfAbsent(kind, name -> new AtomicInteger()).incrementAndGet();
  }

  /**
   * What was reached.
   *
   * @return how often, by kind
   */
  public Map<String, Integer> counts() {
    Map<String, Integer> copy = new TreeMap<>();
    counts.forEach((kind, n) -> copy.put(kind, n.get()));
    return copy;
  }
}
