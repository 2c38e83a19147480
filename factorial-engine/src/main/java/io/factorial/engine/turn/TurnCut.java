package io.factorial.engine.turn;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a turn short for a message that is to be read at once: ends the calls in flight, and nothing
 * between them, so that it cannot be taken for a cancel or a lost lease. A turn is cut once, and
 * only while it runs. Thread-safe.
 */
public final class TurnCut {
  private static final int NONE = -1;

  private final ReentrantLock lock = new ReentrantLock(); // guards all fields
  private int asked = NONE;
  private int running = NONE;
  private @Nullable Runnable end;

  TurnCut() {}

  /**
   * Cuts a turn short. A turn that is over stays as it is; one that is still to begin ends at its
   * first call.
   *
   * @param turn the turn
   */
  public void ask(int turn) {
    lock.lock();
    try {
      if (turn <= asked) {
        return;
      }
      asked = turn;
      if (end != null && running == turn) {
        end.run();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isAsked(int turn) {
    lock.lock();
    try {
      return asked == turn;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says how to end what a turn does now, until {@link #over}. If that was asked for already, it is
   * ended at once.
   *
   * @param turn the turn
   * @param how ends it; quick, and harmless when it is over
   */
  void during(int turn, Runnable how) {
    lock.lock();
    try {
      running = turn;
      end = how;
      if (asked == turn) {
        how.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What could be ended is over. */
  void over() {
    lock.lock();
    try {
      running = NONE;
      end = null;
    } finally {
      lock.unlock();
    }
  }
}
