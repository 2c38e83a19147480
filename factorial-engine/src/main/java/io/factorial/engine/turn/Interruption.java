package io.factorial.engine.turn;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts a thread while it does a certain work, and leaves no trace on it afterwards. The first
 * cause counts. Thread-safe.
 */
final class Interruption {
  /** Why the work was ended. */
  enum Cause {
    NONE,
    TIME,
    CUT
  }

  private final Thread thread;
  private final long beganNanos;
  private final long atMostNanos;
  private final ReentrantLock lock = new ReentrantLock(); // guards over and cause
  private boolean over;
  private Cause cause = Cause.NONE;

  Interruption(Thread thread, long nowNanos, Duration atMost) {
    this.thread = thread;
    this.beganNanos = nowNanos;
    this.atMostNanos = atMost.toNanos();
  }

  /** How long the work still has; what is not more than zero is up. */
  long leftNanos(long nowNanos) {
    return atMostNanos - (nowNanos - beganNanos);
  }

  /** Ends the work, unless it is over. */
  void end(Cause why) {
    lock.lock();
    try {
      if (!over && cause == Cause.NONE) {
        cause = why;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isAsked() {
    return cause() != Cause.NONE;
  }

  Cause cause() {
    lock.lock();
    try {
      return cause;
    } finally {
      lock.unlock();
    }
  }

  /** The work is over: nothing interrupts the thread for it any more, nor has done so. */
  void over() {
    lock.lock();
    try {
      over = true;
      if (cause != Cause.NONE) {
        clearInterrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ResultOfMethodCallIgnored") // the flag was this work's
  private static void clearInterrupt() {
    Thread.interrupted();
  }
}
