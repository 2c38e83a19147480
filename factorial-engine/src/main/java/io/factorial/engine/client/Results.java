package io.factorial.engine.client;

import io.factorial.agent.Agent;
import io.factorial.budget.Usage;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.turn.EndedRun;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.run.RunError;
import io.factorial.run.RunResult;
import io.factorial.task.TaskData;
import io.factorial.task.TaskStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads stored tasks as their users see them. */
final class Results<O> {
  private static final int NANO_SCALE = 9;

  private final Function<Json, O> output;

  private Results(Function<Json, O> output) {
    this.output = output;
  }

  static <O> Results<O> of(Agent<O> agent) {
    return new Results<>(json -> json.as(agent.outputType()));
  }

  static Results<Json> json() {
    return new Results<>(json -> json);
  }

  RunResult<O> result(TaskRecord record, Supplier<List<Message>> messages) {
    EndedRun run = run(record, messages);
    if (record.status() == TaskStatus.CANCELLED) {
      return new RunResult.Cancelled<>(run);
    }
    Payload stored = record.output();
    if (record.status() == TaskStatus.FAILED || stored == null) {
      RunError error = record.error();
      return new RunResult.Failed<>(
          error == null ? new RunError("failed", "no reason is stored", false) : error, run);
    }
    return new RunResult.Completed<>(output.apply(Payloads.json(stored)), run);
  }

  private static EndedRun run(TaskRecord record, Supplier<List<Message>> messages) {
    return new EndedRun(
        record.id(),
        record.agent(),
        record.turn() + 1,
        record.usage(),
        treeUsage(record),
        duration(record),
        messages,
        type -> state(record, type));
  }

  /** What the tree spent; a child's tree is counted by its root. */
  private static Usage treeUsage(TaskRecord record) {
    Spend spent = record.treeSpent();
    if (spent.equals(Spend.ZERO)) {
      return record.usage();
    }
    // One unknown price makes the sum unknown: what is counted would be too little.
    BigDecimal cost =
        record.usage().costUsd() == null ? null : BigDecimal.valueOf(spent.costNanos(), NANO_SCALE);
    return Usage.builder()
        .requests(Math.toIntExact(spent.turns()))
        .toolCalls(Math.toIntExact(spent.toolCalls()))
        .inputTokens(spent.inputTokens())
        .outputTokens(spent.outputTokens())
        .build()
        .withCostUsd(cost);
  }

  private static Duration duration(TaskRecord record) {
    Instant started = record.startedAt();
    Instant ended = record.endedAt();
    return started == null || ended == null ? Duration.ZERO : Duration.between(started, ended);
  }

  private static @Nullable Record state(TaskRecord record, Class<? extends Record> type) {
    Payload state = record.state();
    return state == null ? null : Payloads.json(state).as(type);
  }

  static TaskData data(TaskRecord record) {
    Parent parent = record.parent();
    return new TaskData(
        record.id(),
        record.agent(),
        Optional.ofNullable(record.agentVersion()),
        record.ownerId(),
        record.status(),
        Optional.of(record.reason()).filter(reason -> !reason.isEmpty()),
        Optional.ofNullable(parent).map(of -> of.waitId().task()),
        Optional.ofNullable(record.batch()),
        record.turn(),
        record.attempt(),
        record.pickups(),
        record.title(),
        readable(record.state()),
        readable(record.output()),
        Optional.ofNullable(record.error()),
        record.usage(),
        treeUsage(record),
        record.createdAt(),
        Optional.ofNullable(record.startedAt()),
        Optional.ofNullable(record.endedAt()),
        record.labels());
  }

  /** What a newer version wrote is not shown; the task itself is not lost by it. */
  private static Optional<Json> readable(@Nullable Payload payload) {
    if (payload == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Payloads.json(payload));
    } catch (DecodingException unreadable) {
      return Optional.empty();
    }
  }
}
