package io.factorial.engine.turn;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work on a virtual thread of its own, within a time. */
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
   * Runs work as {@link #call(String, Callable, Duration)} does, until it is cut short.
   *
   * @param name the thread's name
   * @param work what to run
   * @param atMost how long
   * @param cut may end it
   * @param turn the turn that it belongs to
   * @return what it returned
   * @throws Cut when it was cut short, perhaps before it began
   * @throws Exception what the other call throws
   */
  static <T> T call(String name, Callable<T> work, Duration atMost, TurnCut cut, int turn)
      throws Exception {
    FutureTask<T> task = new FutureTask<>(Context.current().wrap(work));
    cut.during(turn, () -> task.cancel(true));
    try {
      return call(name, task, atMost);
    } catch (CancellationException byCut) {
      if (task.isCancelled() && cut.isAsked(turn)) {
        throw new Cut();
      }
      throw byCut;
    } finally {
      cut.over();
    }
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
