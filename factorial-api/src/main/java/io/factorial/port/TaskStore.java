package io.factorial.port;

import io.factorial.task.BatchId;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.wait.WaitFilter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link TaskQueue} changes. A read sees every change whose call has returned. What has
 * expired is absent.
 *
 * <p><b>Threads.</b> Any number of threads may call; nothing waits for work.
 *
 * <p><b>Faults.</b> {@link io.factorial.error.StoreException}.
 */
public interface TaskStore {
  /**
   * Reads a task, with state and output.
   *
   * @param id its id
   * @return the record; empty when unknown or expired
   */
  Optional<TaskRecord> task(TaskId id);

  /**
   * Reads a part of a task's journal.
   *
   * @param id the task
   * @param from the first entry, from 0
   * @param max how many at most
   * @return the entries in order; empty beyond the end and for an unknown task
   */
  List<Entry> journal(TaskId id, long from, int max);

  /**
   * Lists tasks, the newest first. A request looks at 2,000 tasks at most.
   *
   * @param filter which ones, from where, and how many
   * @return records without state and output
   */
  Page<TaskRecord> tasks(TaskFilter filter);

  /**
   * Lists open waits, the oldest first. A request looks at 2,000 waits at most.
   *
   * @param filter which ones
   * @param after the last page's {@code next}; null from the beginning
   * @param max how many at most
   * @return the waits
   */
  Page<WaitRow> waits(WaitFilter filter, @Nullable String after, int max);

  /**
   * Reads how children of a wait ended.
   *
   * @param wait the wait
   * @param from the first child, from 0
   * @param max how many results at most
   * @return the results of those that have ended, by index
   */
  List<ChildResult> children(WaitId wait, int from, int max);

  /**
   * Reads a batch.
   *
   * @param id its id
   * @return the batch; empty when unknown or expired
   */
  Optional<BatchRow> batch(BatchId id);

  /**
   * Reads the whole of the namespace at a glance.
   *
   * @return workers, queues, limits, schedules, agents
   */
  Fleet fleet();

  /**
   * Reads metrics.
   *
   * @param query which
   * @return buckets that hold anything, the oldest first, then by agent
   */
  List<Bucket> metrics(MetricsQuery query);
}
