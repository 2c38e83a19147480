package io.factorial.engine.worker;

import io.factorial.engine.turn.LiveRun;
import io.factorial.port.Lease;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A task that a thread of this worker runs now, and the way to stop it. Thread-safe. */
final class RunningTask {
  private final Lease lease;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock(); // guards what is not final
  private @Nullable LiveRun run;
  private int cutTurn = -1;
  private int answers;
  private boolean cancelled;
  private boolean over;

  RunningTask(Lease lease, Thread thread) {
    this.lease = lease;
    this.thread = thread;
  }

  Lease lease() {
    return lease;
  }

  void runs(LiveRun started) {
    lock.lock();
    try {
      run = started;
      if (cancelled) {
        started.cancel();
      }
      if (cutTurn >= 0) {
        started.cut().ask(cutTurn);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts what runs, unless it is over: the thread may run another task by then. */
  void stop(boolean byCancel) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      cancelled |= byCancel;
      if (run != null && byCancel) {
        run.cancel();
      }
      thread.interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Cuts a turn short, if it is the one that runs; the thread is not interrupted. */
  void cut(int turn) {
    lock.lock();
    try {
      cutTurn = turn;
      if (run != null) {
        run.cut().ask(turn);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A wait of the task was answered while it runs. */
  void answered() {
    lock.lock();
    try {
      answers++;
    } finally {
      lock.unlock();
    }
  }

  /** How many answers came while the task ran. */
  int answers() {
    lock.lock();
    try {
      return answers;
    } finally {
      lock.unlock();
    }
  }

  /** What came so far is taken. */
  void answersTaken() {
    lock.lock();
    try {
      answers = 0;
    } finally {
      lock.unlock();
    }
  }

  /** No stop reaches the thread after this; one that came before leaves no trace on it. */
  void over() {
    lock.lock();
    try {
      over = true;
      clearInterrupt();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ResultOfMethodCallIgnored") // the flag was this task's; the thread goes on
  private static void clearInterrupt() {
    Thread.interrupted();
  }

  boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }
}
