package io.factorial.engine.worker;

import io.factorial.port.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The free slots of a worker by agent, and the bell that says that there may be work for them. */
final class Slots {
  private final ReentrantLock lock = new ReentrantLock(); // guards all fields
  private final Condition rung = lock.newCondition();
  private final Map<String, Integer> free = new LinkedHashMap<>();
  private final Map<String, Runner<?>> runners;
  private boolean bell;
  private int turn;

  Slots(Map<String, Runner<?>> runners) {
    this.runners = runners;
    runners.forEach((name, runner) -> free.put(name, runner.slots()));
  }

  /** Free slots of all agents; each call begins with another agent, so that none is always last. */
  List<Wish.Want> wants() {
    lock.lock();
    try {
      List<Wish.Want> wants = new ArrayList<>();
      List<String> names = new ArrayList<>(free.keySet());
      for (int i = 0; i < names.size(); i++) {
        String name = names.get((i + turn) % names.size());
        int slots = free.getOrDefault(name, 0);
        Runner<?> runner = runners.get(name);
        if (slots > 0 && runner != null) {
          wants.add(new Wish.Want(name, runner.version(), slots));
        }
      }
      turn++;
      return wants;
    } finally {
      lock.unlock();
    }
  }

  void take(String agent) {
    lock.lock();
    try {
      free.merge(agent, -1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  void free(String agent) {
    lock.lock();
    try {
      free.merge(agent, 1, Integer::sum);
      bell = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasFree(String agent) {
    lock.lock();
    try {
      return free.getOrDefault(agent, 0) > 0;
    } finally {
      lock.unlock();
    }
  }

  void ring() {
    lock.lock();
    try {
      bell = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the bell has rung since the last wait, or the time is up. */
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!bell && left > 0) {
        left = rung.awaitNanos(left);
      }
      bell = false;
    } finally {
      lock.unlock();
    }
  }

  /** The longest time that a worker waits without a bell; signals may be lost. */
  static Duration patience(double jitter) {
    return Duration.ofNanos(
        TimeUnit.MILLISECONDS.toNanos(1_000) + (long) (jitter * TimeUnit.SECONDS.toNanos(1)));
  }
}
