package io.factorial.dashboard.api;

import io.factorial.budget.Usage;
import io.factorial.dashboard.http.Fields;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.port.Operations;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitRow;
import io.factorial.run.RunError;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.wait.WaitFilter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Tasks as JSON: as a row of a list, and whole. */
final class TaskView {
  private static final int MAX_GENERATIONS = 32;
  private static final int MAX_CHILDREN = 1_000;
  private static final int MAX_WAITS = 20;
  private static final int NANO_SCALE = 9;

  private final Operations operations;

  TaskView(Operations operations) {
    this.operations = operations;
  }

  static Json.Obj row(TaskRecord record) {
    return fields(record, record.title(), NowText.of(record, List.of())).end();
  }

  Json.Obj whole(TaskRecord record, Instant now) {
    List<WaitRow> waits =
        record.openWaits() == 0
            ? List.of()
            : operations.store().waits(WaitFilter.task(record.id()), null, MAX_WAITS).items();
    return fields(record, query(record), NowText.of(record, waits))
        .put("now", now)
        .put("state", readable(record.state()))
        .put("output", readable(record.output()))
        .put("budget", budget(record))
        .put("tree_usage", treeUsage(record))
        .put("path", path(record))
        .put("children_count", children(record))
        .put("journal_length", record.length())
        .put("deadline", record.deadline())
        .end();
  }

  private static Fields fields(TaskRecord record, String query, Optional<String> nowText) {
    Parent parent = record.parent();
    Fields fields =
        Fields.make()
            .put("id", record.id().value())
            .put("agent", record.agent())
            .put("agent_version", record.agentVersion())
            .put("owner", record.ownerId())
            .put("status", record.status().name())
            .put("reason", record.reason().isEmpty() ? null : record.reason())
            .maybe("now_text", nowText)
            .put("parent_id", parent == null ? null : parent.waitId().task().value())
            .put("root_id", parent == null ? null : root(record.id()))
            .put("batch_id", record.batch() == null ? null : record.batch().value())
            .put("query", query)
            .put("turn", record.turn())
            .put("attempt", record.attempt())
            .put("pickups", record.pickups())
            .put("recoveries", record.recoveries())
            .put("priority", record.priority())
            .put("worker", record.worker() == null ? null : record.worker().value())
            .whole("fence", record.fence() == 0 ? null : record.fence())
            .put("usage", usage(record.usage()))
            .put("created_at", record.createdAt())
            .put("started_at", record.startedAt())
            .put("ended_at", record.endedAt())
            .put("due_at", record.dueAt())
            .put("labels", Json.of(record.labels()))
            .put("open_waits", record.openWaits());
    return fields.put("error", error(record.error()));
  }

  /** A child's id begins with its root's. */
  private static String root(TaskId id) {
    int generation = id.value().indexOf('.');
    return generation < 0 ? id.value() : id.value().substring(0, generation);
  }

  static @Nullable Json error(@Nullable RunError error) {
    return error == null
        ? null
        : Fields.make()
            .put("code", error.code())
            .put("message", error.message())
            .put("retryable", error.retryable())
            .end();
  }

  static Json.Obj usage(Usage usage) {
    return Fields.make()
        .put("requests", usage.requests())
        .put("tool_calls", usage.toolCalls())
        .put("input_tokens", usage.inputTokens())
        .put("cache_read_tokens", usage.cacheReadTokens())
        .put("cache_write_tokens", usage.cacheWriteTokens())
        .put("output_tokens", usage.outputTokens())
        .put("reasoning_tokens", usage.reasoningTokens())
        .number("cost_usd", usage.costUsd())
        .end();
  }

  /** The whole query is the last message that the run starts from. */
  private String query(TaskRecord record) {
    try {
      return operations.transcript(record.id(), 0, 1).lines().stream()
          .reduce((first, last) -> last)
          .filter(line -> line.message() instanceof Message.User)
          .map(line -> ((Message.User) line.message()).text())
          .orElse(record.title());
    } catch (DecodingException unreadable) {
      return record.title();
    }
  }

  private @Nullable Json readable(@Nullable Payload payload) {
    try {
      return payload == null ? null : operations.json(payload);
    } catch (DecodingException newer) {
      return null;
    }
  }

  private static @Nullable Json budget(TaskRecord record) {
    Spend limits = record.limits();
    Spend spent = spent(record);
    Fields fields = Fields.make();
    limit(fields, "turns", limits, spent, Spend::turns);
    limit(fields, "tool_calls", limits, spent, Spend::toolCalls);
    limit(fields, "input_tokens", limits, spent, Spend::inputTokens);
    limit(fields, "output_tokens", limits, spent, Spend::outputTokens);
    if (limits.costNanos() < Long.MAX_VALUE) {
      fields.put(
          "cost_usd",
          Fields.make()
              .number("limit", dollars(limits.costNanos()))
              .number("spent", dollars(spent.costNanos()))
              .end());
    }
    fields.put("wall_clock_seconds", wallClock(record));
    return fields.end();
  }

  private static Json.Obj wallClock(TaskRecord record) {
    Instant ended = record.endedAt();
    Instant until = ended == null ? Instant.now() : ended;
    return Fields.make()
        .put("limit", Duration.between(record.createdAt(), record.deadline()))
        .put("spent", Duration.between(record.createdAt(), until))
        .end();
  }

  private static void limit(
      Fields fields, String name, Spend limits, Spend spent, ToLongFunction<Spend> amount) {
    long limit = amount.applyAsLong(limits);
    if (limit < Long.MAX_VALUE) {
      fields.put(
          name, Fields.make().put("limit", limit).put("spent", amount.applyAsLong(spent)).end());
    }
  }

  /** What the tree spent; a child's tree is counted by its root. */
  private static Spend spent(TaskRecord record) {
    if (!record.treeSpent().equals(Spend.ZERO)) {
      return record.treeSpent();
    }
    Usage usage = record.usage();
    BigDecimal cost = usage.costUsd();
    return new Spend(
        usage.requests(),
        usage.toolCalls(),
        usage.inputTokens(),
        usage.outputTokens(),
        cost == null ? 0 : cost.movePointRight(NANO_SCALE).longValue());
  }

  private static @Nullable Json treeUsage(TaskRecord record) {
    Spend spent = record.treeSpent();
    return spent.equals(Spend.ZERO)
        ? null
        : Fields.make()
            .put("turns", spent.turns())
            .put("tool_calls", spent.toolCalls())
            .put("input_tokens", spent.inputTokens())
            .put("output_tokens", spent.outputTokens())
            .number("cost_usd", dollars(spent.costNanos()))
            .end();
  }

  private static BigDecimal dollars(long nanos) {
    return BigDecimal.valueOf(nanos, NANO_SCALE);
  }

  /** The task and its ancestors, the root first. */
  private Json.Arr path(TaskRecord record) {
    ArrayDeque<TaskRecord> path = new ArrayDeque<>(List.of(record));
    Parent parent = record.parent();
    while (parent != null && path.size() < MAX_GENERATIONS) {
      Optional<TaskRecord> above = operations.store().task(parent.waitId().task());
      if (above.isEmpty()) {
        break;
      }
      path.addFirst(above.get());
      parent = above.get().parent();
    }
    return Fields.list(
        path,
        each ->
            Fields.make()
                .put("id", each.id().value())
                .put("agent", each.agent())
                .put("query", each.title())
                .put("status", each.status().name())
                .end());
  }

  private long children(TaskRecord record) {
    TaskFilter filter =
        TaskFilter.all().owner(record.ownerId()).parent(record.id()).limit(MAX_CHILDREN);
    return operations.store().tasks(filter).items().size();
  }
}
