package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Fields;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.port.AgentCard;
import io.factorial.port.Counters;
import io.factorial.port.Fleet;
import io.factorial.port.LimitChange;
import io.factorial.port.Operations;
import io.factorial.task.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents, each with its queue and what became of its tasks. */
final class AgentRows {
  private static final double FAILING = 0.5;
  private static final long ENOUGH_TO_JUDGE = 5;

  private final Operations operations;
  private final Fleet fleet;
  private final Workforce workforce;
  private final Timeline timeline;

  AgentRows(Operations operations, Fleet fleet, Workforce workforce, Timeline timeline) {
    this.operations = operations;
    this.fleet = fleet;
    this.workforce = workforce;
    this.timeline = timeline;
  }

  Json.Arr toJson() {
    return Fields.list(fleet.agents(), this::row);
  }

  /** What a caller may know of an agent that other owners use too. */
  Json.Arr names() {
    return Fields.list(
        fleet.agents(),
        card ->
            Fields.make()
                .put("name", card.name())
                .put("version", card.version())
                .maybe("description", description(card))
                .put("state", workforce.runs(card.name()) ? "healthy" : "no_worker")
                .end());
  }

  private Json.Obj row(AgentCard card) {
    Map<TaskStatus, Long> counts = counts(card.name());
    Sums sums = timeline.sums(card.name());
    Fields fields =
        Fields.make()
            .put("name", card.name())
            .put("version", card.version())
            .maybe("description", description(card))
            .maybe("model", described(card, "model"))
            .put("state", state(card.name(), counts, sums))
            .put("queued", count(counts, TaskStatus.QUEUED) + count(counts, TaskStatus.ACTIVE))
            .put("processing", count(counts, TaskStatus.PROCESSING))
            .put("backoff", count(counts, TaskStatus.BACKOFF))
            .put("pending", pending(counts))
            .put("paused", count(counts, TaskStatus.PAUSED))
            .number("per_minute", sums.finished() / timeline.minutes())
            .put("completed", sums.count(Counters.COMPLETED))
            .put("failed", sums.count(Counters.FAILED))
            .put("cancelled", sums.count(Counters.CANCELLED))
            .number("success_rate", sums.successRate().orElse(null))
            .number("average_seconds", sums.averageSeconds().orElse(null))
            .put("last_activity", timeline.lastActivity(card.name()).map(this::past).orElse(null));
    maximum(card.name()).ifPresent(max -> fields.put("max_tasks", max));
    return fields.end();
  }

  /** A bucket's end may still be to come. */
  private java.time.Instant past(java.time.Instant end) {
    return end.isAfter(workforce.now()) ? workforce.now() : end;
  }

  private String state(String agent, Map<TaskStatus, Long> counts, Sums sums) {
    long open = counts.values().stream().mapToLong(Long::longValue).sum();
    if (!workforce.runs(agent)) {
      return "no_worker";
    }
    if (isFailing(sums)) {
      return "failing";
    }
    if (isAtLimit(agent, counts)) {
      return "at_limit";
    }
    return open == 0 && sums.finished() == 0 ? "idle" : "healthy";
  }

  static boolean isFailing(Sums sums) {
    long decided = sums.count(Counters.COMPLETED) + sums.count(Counters.FAILED);
    return decided >= ENOUGH_TO_JUDGE && sums.successRate().orElse(1d) < FAILING;
  }

  private boolean isAtLimit(String agent, Map<TaskStatus, Long> counts) {
    long runnable = count(counts, TaskStatus.QUEUED) + count(counts, TaskStatus.ACTIVE);
    return runnable > 0
        && maximum(agent).filter(max -> count(counts, TaskStatus.PROCESSING) >= max).isPresent();
  }

  Optional<Integer> maximum(String agent) {
    for (LimitChange limit : fleet.limits()) {
      if (limit instanceof LimitChange.AgentTasks tasks && tasks.agent().equals(agent)) {
        return Optional.ofNullable(tasks.max());
      }
    }
    return Optional.empty();
  }

  private Map<TaskStatus, Long> counts(String agent) {
    return fleet.queues().stream()
        .filter(queue -> queue.agent().equals(agent))
        .map(Fleet.QueueRow::counts)
        .findFirst()
        .orElse(Map.of());
  }

  private Optional<String> description(AgentCard card) {
    return described(card, "description");
  }

  private Optional<String> described(AgentCard card, String field) {
    try {
      return operations.json(card.description()) instanceof Json.Obj description
          ? description.text(field)
          : Optional.empty();
    } catch (DecodingException newer) {
      return Optional.empty();
    }
  }

  private static long pending(Map<TaskStatus, Long> counts) {
    return List.of(TaskStatus.PENDING_TOOL_RESULTS, TaskStatus.PENDING_CHILD_TASKS).stream()
        .mapToLong(status -> count(counts, status))
        .sum();
  }

  private static long count(Map<TaskStatus, Long> counts, TaskStatus status) {
    return counts.getOrDefault(status, 0L);
  }
}
