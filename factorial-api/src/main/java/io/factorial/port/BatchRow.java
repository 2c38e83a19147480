package io.factorial.port;

import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import java.util.List;

/**
 * What a store knows about a batch.
 *
 * @param id its id
 * @param ownerId its owner
 * @param progress how far it is
 * @param tasks its members in order
 */
public record BatchRow(BatchId id, String ownerId, BatchProgress progress, List<TaskId> tasks) {
  /** Copies. */
  public BatchRow {
    tasks = List.copyOf(tasks);
  }
}
