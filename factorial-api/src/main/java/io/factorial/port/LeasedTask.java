package io.factorial.port;

import java.util.List;

/**
 * A task that a worker may run now.
 *
 * @param lease the right to run it
 * @param task the record, with state
 * @param journal the whole journal
 * @param turnOpen whether a completion with calls is recorded whose turn is not committed
 * @param watched whether somebody listens to the owner's ephemeral events
 */
public record LeasedTask(
    Lease lease, TaskRecord task, List<Entry> journal, boolean turnOpen, boolean watched) {
  /** Copies. */
  public LeasedTask {
    journal = List.copyOf(journal);
  }
}
