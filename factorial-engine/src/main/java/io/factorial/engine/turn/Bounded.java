package io.factorial.engine.turn;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work within a time: on the caller's thread where the work is known to end when it is
 * interrupted, else on a virtual thread of its own.
 */
final class Bounded {
  /** The time was up. */
  static final class TimedOut extends Exception {
    private static final long serialVersionUID = 1L;

    TimedOut(Duration atMost) {
      super("timed out after " + atMost.toMillis() + " ms", null, false, false);
    }
  }

  /** The turn was cut short. */
  static final class Cut extends Exception {
    private static final long serialVersionUID = 1L;

    Cut() {
      super("cut short", null, false, false);
    }
  }

  private Bounded() {}

  /**
   * Runs work and waits for it. When the time is up, or the caller is interrupted, the work's
   * thread is interrupted and its result, should it still come, is dropped.
   *
   * @param name the thread's name
   * @param work what to run
   * @param atMost how long
   * @return what it returned
   * @throws TimedOut when the time was up
   * @throws InterruptedException when the caller was interrupted
   * @throws Exception what the work threw
   */
  static <T> T call(String name, Callable<T> work, Duration atMost) throws Exception {
    FutureTask<T> task = new FutureTask<>(Context.current().wrap(work));
    return call(name, task, atMost);
  }

  /**
   * Runs work on the caller's thread. When the time is up, or the turn is cut short, the thread is
   * interrupted, and what the work then returns or throws is dropped; so it has to end then.
   *
   * @param work what to run
   * @param atMost how long
   * @param cut may end it
   * @param turn the turn that it belongs to
   * @return what it returned
   * @throws TimedOut when the time was up
   * @throws Cut when it was cut short, perhaps before it began
   * @throws InterruptedException when the caller was interrupted
   * @throws Exception what the work threw
   */
  static <T> T here(Callable<T> work, Duration atMost, TurnCut cut, int turn) throws Exception {
    Interruption ended = new Interruption(Thread.currentThread(), System.nanoTime(), atMost);
    Watchdog.SHARED.watch(ended);
    cut.during(turn, () -> ended.end(Interruption.Cause.CUT));
    T result = null;
    Exception thrown = null;
    try {
      if (!ended.isAsked()) {
        result = work.call();
      }
    } catch (Exception failed) {
      thrown = failed;
    } finally {
      cut.over();
      Watchdog.SHARED.forget(ended);
      ended.over();
    }
    switch (ended.cause()) {
      case TIME -> throw new TimedOut(atMost);
      case CUT -> throw new Cut();
      case NONE -> {}
    }
    if (thrown != null) {
      throw thrown;
    }
    return Objects.requireNonNull(result, "result");
  }

  private static <T> T call(String name, FutureTask<T> task, Duration atMost) throws Exception {
    Thread.ofVirtual().name(name).start(task);
    try {
      return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    } catch (TimeoutException timeUp) {
      throw new TimedOut(atMost);
    } finally {
      task.cancel(true);
    }
  }

  private static Exception unwrapped(ExecutionException failed) {
    return switch (failed.getCause()) {
      case Exception exception -> exception;
      case Error error -> throw error;
      case null -> failed;
      default -> failed;
    };
  }
}
