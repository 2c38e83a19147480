package io.factorial.port;

import io.factorial.task.BatchId;

/**
 * Which batch a task belongs to. The first member to be stored makes the batch.
 *
 * @param batch the batch
 * @param total how many members the batch will have
 * @param index this member's number, from 0
 */
public record BatchMember(BatchId batch, int total, int index) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when the index is not below the total
   */
  public BatchMember {
    Checks.atLeast("batch index", index, 0);
    Checks.atLeast("batch total", total, index + 1L);
  }
}
