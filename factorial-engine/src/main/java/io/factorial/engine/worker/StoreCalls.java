package io.factorial.engine.worker;

import io.factorial.engine.turn.RunStopped;
import io.factorial.error.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes calls of a store that cannot be reached again, under the same operation id. */
final class StoreCalls {
  private static final Logger log = LoggerFactory.getLogger(StoreCalls.class);
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private StoreCalls() {}

  /**
   * Makes a call until it is answered. The thread's interrupt ends it: the worker sends one when
   * the lease has run out.
   *
   * @param subject what the call is for, for logs
   * @param call the call; it may be made any number of times
   * @return its answer
   * @throws RunStopped when the thread was interrupted between two tries
   */
  static <T> T insist(String subject, Supplier<T> call) {
    Duration pause = FIRST;
    while (true) {
      try {
        return call.get();
      } catch (StoreException failed) {
        if (!failed.retryable()) {
          throw failed;
        }
        log.atDebug()
            .addKeyValue("subject", subject)
            .addKeyValue("error", failed.getMessage())
            .log("store not reached, trying again");
      }
      LockSupport.parkNanos(pause.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new RunStopped("interrupted while the store could not be reached", false);
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
  }
}
