package io.factorial.cli.tasks;

import io.factorial.budget.Usage;
import io.factorial.cli.terminal.Text;
import io.factorial.json.Json;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.TaskData;
import io.factorial.task.TaskId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task as it is printed.
 *
 * @param data the task
 */
public record TaskView(TaskData data) {

  private static final int LONGEST_VALUE = 2_000;

  /**
   * The task for programs, in the field names of the HTTP interface; what is absent is left out.
   *
   * @return the task
   */
  public Json.Obj json() {
    Fields fields = new Fields();
    fields.put("id", data.id().value());
    fields.put("agent", data.agent());
    fields.put("agent_version", data.agentVersion());
    fields.put("owner", data.ownerId());
    fields.put("status", data.status().name());
    fields.put("reason", data.reason());
    fields.put("parent_id", data.parentId().map(TaskId::value));
    fields.put("batch_id", data.batchId().map(BatchId::value));
    fields.put("query", data.query());
    fields.put("turn", data.turn());
    fields.put("attempt", data.attempt());
    fields.put("pickups", data.pickups());
    fields.put("created_at", data.createdAt().toString());
    fields.put("started_at", data.startedAt().map(Instant::toString));
    fields.put("ended_at", data.endedAt().map(Instant::toString));
    fields.put("usage", usage(data.usage()));
    fields.put("labels", data.labels());
    fields.put("state", data.state());
    fields.put("output", data.output());
    fields.put("error", data.error().map(TaskView::error));
    return new Json.Obj(fields.all);
  }

  private static Json usage(Usage usage) {
    Fields fields = new Fields();
    fields.put("requests", usage.requests());
    fields.put("tool_calls", usage.toolCalls());
    fields.put("input_tokens", usage.inputTokens());
    fields.put("output_tokens", usage.outputTokens());
    BigDecimal cost = usage.costUsd();
    fields.put("cost_usd", Optional.ofNullable(cost));
    return new Json.Obj(fields.all);
  }

  private static Json error(RunError error) {
    return Json.Obj.of(
        "code", error.code(), "message", error.message(), "retryable", error.retryable());
  }

  private static final class Fields {

    private final Map<String, Json> all = new LinkedHashMap<>();

    void put(String name, Object value) {
      all.put(name, Json.of(value));
    }

    void put(String name, Optional<?> value) {
      value.ifPresent(found -> put(name, found));
    }
  }

  /** How long it has been there, or took. */
  String age(Instant now) {
    return Text.of(Duration.between(data.createdAt(), data.endedAt().orElse(now)));
  }

  /** The task for a person. */
  List<String> lines(Instant now) {
    List<String> lines = new ArrayList<>();
    line(lines, "task", data.id().value());
    line(
        lines, "agent", data.agent() + data.agentVersion().map(of -> ", version " + of).orElse(""));
    line(lines, "owner", data.ownerId());
    line(lines, "status", data.status() + data.reason().map(why -> " (" + why + ")").orElse(""));
    data.parentId().ifPresent(parent -> line(lines, "parent", parent.value()));
    data.batchId().ifPresent(batch -> line(lines, "batch", batch.value()));
    line(
        lines, "turn", (data.turn() + 1) + (data.attempt() > 0 ? ", retry " + data.attempt() : ""));
    line(lines, "picked up", data.pickups() + (data.pickups() == 1 ? " time" : " times"));
    line(lines, "created", data.createdAt() + ", " + ago(data.createdAt(), now));
    data.startedAt().ifPresent(at -> line(lines, "started", at + ", " + ago(at, now)));
    data.endedAt().ifPresent(at -> line(lines, "ended", at + ", after " + age(now)));
    line(
        lines,
        "used",
        data.usage().requests()
            + " calls of the model, "
            + data.usage().toolCalls()
            + " of tools, "
            + data.usage().inputTokens()
            + " tokens in, "
            + data.usage().outputTokens()
            + " out");
    data.labels().forEach((name, value) -> line(lines, "label", name + "=" + value));
    line(lines, "query", data.query());
    data.state().ifPresent(state -> line(lines, "state", Text.of(state)));
    data.output().ifPresent(output -> line(lines, "output", Text.of(output)));
    data.error().ifPresent(error -> line(lines, "error", error.code() + ": " + error.message()));
    return lines;
  }

  private static void line(List<String> lines, String name, String value) {
    lines.add("%-10s %s".formatted(name, Text.plain(value, LONGEST_VALUE)));
  }

  private static String ago(Instant then, Instant now) {
    return Text.of(Duration.between(then, now)) + " ago";
  }
}
