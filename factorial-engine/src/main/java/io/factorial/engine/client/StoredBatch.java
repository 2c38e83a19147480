package io.factorial.engine.client;

import io.factorial.error.InvalidTaskIdException;
import io.factorial.error.TaskOverException;
import io.factorial.port.BatchRow;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.run.RunResult;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A batch of the store, by its id. Thread-safe. */
final class StoredBatch<O> implements BatchHandle<O> {
  private static final int PER_CALL = 500;
  private static final TaskStatus[] BEGUN = {
    TaskStatus.PROCESSING,
    TaskStatus.ACTIVE,
    TaskStatus.BACKOFF,
    TaskStatus.PENDING_TOOL_RESULTS,
    TaskStatus.PENDING_CHILD_TASKS,
    TaskStatus.PAUSED
  };

  private final BatchId id;
  private final Client client;
  private final Results<O> results;
  private final OptionalInt maxTurns;

  /**
   * Makes the handle.
   *
   * @param id the batch
   * @param client the store
   * @param results reads outputs
   * @param maxTurns how many turns each of its tasks may take, where that is known
   */
  StoredBatch(BatchId id, Client client, Results<O> results, OptionalInt maxTurns) {
    this.id = id;
    this.client = client;
    this.results = results;
    this.maxTurns = maxTurns;
  }

  @Override
  public BatchId id() {
    return id;
  }

  @Override
  public BatchProgress progress() {
    BatchProgress counts = stored().progress();
    int over = counts.completed() + counts.failed() + counts.cancelled();
    if (maxTurns.isEmpty() || over == counts.total()) {
      return counts;
    }
    double tasks = Math.min(counts.total(), over + begun(maxTurns.getAsInt()));
    return new BatchProgress(
        counts.total(),
        counts.completed(),
        counts.failed(),
        counts.cancelled(),
        100 * tasks / counts.total());
  }

  /** How many tasks the turns of those that are on their way add up to. */
  private double begun(int turns) {
    double sum = 0;
    TaskFilter filter = TaskFilter.all().batch(id).statuses(BEGUN).limit(PER_CALL);
    Optional<String> after;
    do {
      Page<TaskRecord> page = client.ports().store().tasks(filter);
      for (TaskRecord task : page.items()) {
        sum += Math.min(1.0, (double) task.turn() / turns);
      }
      after = page.next();
      filter = after.isPresent() ? filter.after(after.get()) : filter;
    } while (after.isPresent());
    return sum;
  }

  @Override
  public List<TaskHandle<O>> tasks() {
    List<TaskHandle<O>> tasks = new ArrayList<>();
    for (TaskId task : stored().tasks()) {
      tasks.add(new StoredTask<>(task, client, results));
    }
    return tasks;
  }

  @Override
  public List<RunResult<O>> await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<RunResult<O>> ends = new ArrayList<>();
    for (TaskHandle<O> task : tasks()) {
      long left = Math.max(0, deadline - System.nanoTime());
      ends.add(task.await(Duration.ofNanos(left)));
    }
    return ends;
  }

  @Override
  public void cancel() {
    for (TaskHandle<O> task : tasks()) {
      try {
        task.cancel();
      } catch (TaskOverException over) {
        // What ended stays ended.
      }
    }
  }

  private BatchRow stored() {
    return client
        .ports()
        .store()
        .batch(id)
        .orElseThrow(
            () ->
                new InvalidTaskIdException(
                    "batch id", id.value(), "a batch that was enqueued and has not expired"));
  }
}
