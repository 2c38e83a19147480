package io.factorial.engine.client;

import io.factorial.error.InvalidTaskIdException;
import io.factorial.error.TaskOverException;
import io.factorial.port.BatchRow;
import io.factorial.run.RunResult;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A batch of the store, by its id. Thread-safe. */
final class StoredBatch<O> implements BatchHandle<O> {
  private final BatchId id;
  private final Client client;
  private final Results<O> results;

  StoredBatch(BatchId id, Client client, Results<O> results) {
    this.id = id;
    this.client = client;
    this.results = results;
  }

  @Override
  public BatchId id() {
    return id;
  }

  @Override
  public BatchProgress progress() {
    return stored().progress();
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
