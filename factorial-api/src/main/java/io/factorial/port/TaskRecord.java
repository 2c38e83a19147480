package io.factorial.port;

import io.factorial.budget.Usage;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows about a task, without its journal.
 *
 * @param id its id
 * @param agent the agent's name
 * @param agentVersion the version that it is pinned to, or null
 * @param ownerId for whom it runs
 * @param status its status
 * @param reason why it is delayed, backed off, paused or cancelled; may be empty
 * @param parent whose child it is, or null
 * @param batch the batch that it is in, or null
 * @param turn the turn that runs or comes next, from 0
 * @param attempt retries that this turn has used, from 0
 * @param pickups how often a worker took it
 * @param recoveries deaths of its worker since the last recorded step
 * @param fence the newest fence; 0 before the first pickup
 * @param worker who holds it, or null
 * @param length the journal's length
 * @param openWaits how many waits are open
 * @param title the query's first 200 characters
 * @param priority 0 to 9
 * @param usage what it has used
 * @param treeSpent what its tree has spent, where it is the root; else nothing
 * @param limits what its tree may spend
 * @param createdAt when it was enqueued
 * @param startedAt when it was first taken, or null
 * @param endedAt when it ended, or null
 * @param dueAt when it becomes runnable, where it is delayed or backed off, or null
 * @param deadline when its wall clock ends
 * @param labels free text by name
 * @param trace W3C traceparent; may be empty
 * @param state the state record, or null; lists leave it out
 * @param output the final answer, or null; lists leave it out
 * @param error why it failed, or null
 */
public record TaskRecord(
    TaskId id,
    String agent,
    @Nullable String agentVersion,
    String ownerId,
    TaskStatus status,
    String reason,
    @Nullable Parent parent,
    @Nullable BatchId batch,
    int turn,
    int attempt,
    int pickups,
    int recoveries,
    long fence,
    @Nullable WorkerId worker,
    long length,
    int openWaits,
    String title,
    int priority,
    Usage usage,
    Spend treeSpent,
    Spend limits,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant dueAt,
    Instant deadline,
    Map<String, String> labels,
    String trace,
    @Nullable Payload state,
    @Nullable Payload output,
    @Nullable RunError error) {
  /** Copies. */
  public TaskRecord {
    labels = Map.copyOf(labels);
  }
}
