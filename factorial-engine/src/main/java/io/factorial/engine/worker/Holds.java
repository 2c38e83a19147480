package io.factorial.engine.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets runs keep their slots for a moment before they park: what they wait for may be short, and to
 * park and be picked up again costs more than the moment. Thread-safe.
 */
final class Holds {
  static final Duration LONGEST = Duration.ofSeconds(2);

  private final ReentrantLock lock = new ReentrantLock(); // orders looks and waits
  private final Condition changed = lock.newCondition();

  /**
   * Waits until something is so, as far as {@link #look} tells, and {@link #LONGEST} at most.
   *
   * @param over whether there is nothing more to wait for; quick, and calls nothing of this class
   * @throws InterruptedException when the thread is interrupted
   */
  void await(BooleanSupplier over) throws InterruptedException {
    lock.lock();
    try {
      long left = LONGEST.toNanos();
      while (left > 0 && !over.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something has changed that may end a wait. */
  void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
