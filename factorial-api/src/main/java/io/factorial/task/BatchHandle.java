package io.factorial.task;

import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.StoreException;
import io.factorial.run.RunResult;
import java.time.Duration;
import java.util.List;

/**
 * Several tasks that were enqueued together, as seen from outside.
 *
 * <p>Making a handle reads nothing; each method asks the store, and throws {@link StoreException}
 * where that fails. Any number of threads may call.
 *
 * @param <O> the type of the agent's output
 */
public interface BatchHandle<O> {

  /**
   * The batch's id, without asking the store.
   *
   * @return the id
   */
  BatchId id();

  /**
   * How many of the tasks have ended, and how.
   *
   * @return the progress now
   */
  BatchProgress progress();

  /**
   * The tasks.
   *
   * @return a handle for each, in the order of the contexts that they were made from
   */
  List<TaskHandle<O>> tasks();

  /**
   * Waits until all tasks are over.
   *
   * @param atMost how long to wait
   * @return how each run ended, in the order of {@link #tasks}
   * @throws InterruptedException if the thread is interrupted; the tasks go on
   * @throws AwaitTimeoutException if a task is not over by then; it names the first such task, and
   *     the tasks go on
   */
  List<RunResult<O>> await(Duration atMost) throws InterruptedException;

  /** Ends all tasks that are not over, and their descendants, now. */
  void cancel();
}
