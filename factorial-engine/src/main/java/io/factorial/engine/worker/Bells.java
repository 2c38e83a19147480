package io.factorial.engine.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Which bells rang since the last fetch: a slot may be given up for another partition's work. */
final class Bells {
  private final ReentrantLock lock = new ReentrantLock(); // guards rung
  private final Map<String, Set<Integer>> rung = new HashMap<>();

  void rang(String agent, int partition) {
    lock.lock();
    try {
      rung.computeIfAbsent(agent, name -> new HashSet<>()).add(partition);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a bell of another partition rang; one that asks is enough, so it is taken down. */
  boolean rangElsewhere(String agent, int partition) {
    lock.lock();
    try {
      Set<Integer> partitions = rung.getOrDefault(agent, Set.of());
      boolean elsewhere = partitions.stream().anyMatch(other -> other != partition);
      if (elsewhere) {
        rung.remove(agent);
      }
      return elsewhere;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a bell of any partition rang. */
  boolean hasRung(String agent) {
    lock.lock();
    try {
      return rung.containsKey(agent);
    } finally {
      lock.unlock();
    }
  }

  void silence(String agent) {
    lock.lock();
    try {
      rung.remove(agent);
    } finally {
      lock.unlock();
    }
  }
}
