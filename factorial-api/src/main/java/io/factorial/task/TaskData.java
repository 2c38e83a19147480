package io.factorial.task;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.run.RunError;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is stored about a task, at one moment.
 *
 * @param id its id
 * @param agent the name of its agent
 * @param agentVersion the version that it is pinned to, empty if the newest one runs it
 * @param ownerId whom it is run for
 * @param status where it is
 * @param reason why it has that status, empty where the status says it all
 * @param parentId the task that spawned it, empty for a root
 * @param batchId the batch that it belongs to, if any
 * @param turn the turn that it is in, from 0
 * @param attempt how many retries that turn has used, from 0
 * @param pickups how often a worker took it
 * @param query what it was asked
 * @param state the user's state record, if the agent has one
 * @param output what it answered, once completed
 * @param error why it failed, once failed
 * @param usage what it used so far, without its descendants
 * @param treeUsage what it and all its descendants used so far; of a task that was spawned, its own
 * @param createdAt when it was enqueued
 * @param startedAt when a worker first took it
 * @param endedAt when it ended
 * @param labels what it was labelled with when it was enqueued
 */
public record TaskData(
    TaskId id,
    String agent,
    Optional<String> agentVersion,
    String ownerId,
    TaskStatus status,
    Optional<String> reason,
    Optional<TaskId> parentId,
    Optional<BatchId> batchId,
    int turn,
    int attempt,
    int pickups,
    String query,
    Optional<Json> state,
    Optional<Json> output,
    Optional<RunError> error,
    Usage usage,
    Usage treeUsage,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Map<String, String> labels) {

  /** Copies the labels, and checks that what every task has is there. */
  public TaskData {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(ownerId, "ownerId");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(treeUsage, "treeUsage");
    Objects.requireNonNull(createdAt, "createdAt");
    labels = Map.copyOf(labels);
  }
}
