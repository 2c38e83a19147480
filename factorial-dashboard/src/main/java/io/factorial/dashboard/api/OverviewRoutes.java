package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.port.Counters;
import io.factorial.port.Fleet;
import io.factorial.port.Operations;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole of a namespace at a glance: counts, agents, workers, and what happened lately. */
final class OverviewRoutes {
  /** Among so many queued tasks the oldest is looked for. */
  private static final int FEW = 200;

  private final Operations operations;
  private final Fleets fleets;
  private final InstantSource clock;

  OverviewRoutes(Operations operations, Fleets fleets, InstantSource clock) {
    this.operations = operations;
    this.fleets = fleets;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/overview", this::overview).scope(Scope.FLEET_READ),
        Route.get("/api/v1/agents", this::agents),
        Route.get("/api/v1/workers", this::workers).scope(Scope.FLEET_READ),
        Route.get("/api/v1/metrics-timeline", this::timeline).scope(Scope.FLEET_READ));
  }

  private Response overview(Call call) {
    Instant now = clock.instant();
    Fleet fleet = fleets.now();
    Workforce workforce = Workforce.of(fleet, now);
    Timeline timeline = Timeline.read(operations, call.query(), now);
    AgentRows agents = new AgentRows(operations, fleet, workforce, timeline);
    Sums sums = timeline.sums();
    Map<TaskStatus, Long> counts = counts(fleet, call.query().text("agent"));
    Fields fields =
        Fields.make()
            .put("now", now)
            .put("span", call.query().text("span").orElse("1h"))
            .put("notices", new Notices(operations, fleet, workforce, timeline).toJson())
            .put("counts", counts(counts))
            .put("oldest_queued_seconds", oldestQueued(counts, now).orElse(null))
            .put(
                "slots",
                Fields.make().put("used", workforce.used()).put("total", workforce.slots()).end())
            .put("workers_alive", workforce.alive())
            .put("workers_silent", workforce.silent().size());
    rates(fields, timeline, sums, now);
    return Response.ok(
        fields
            .put("series", timeline.toJson())
            .put("agents", agents.toJson())
            .put("workers", workforce.toJson())
            .end());
  }

  private static void rates(Fields fields, Timeline timeline, Sums sums, Instant now) {
    Instant middle = now.minus(timeline.span().dividedBy(2));
    long later = timeline.since(middle).finished();
    long earlier = sums.finished() - later;
    double hours = timeline.minutes() / 60;
    long tokens = sums.count(Counters.INPUT_TOKENS) + sums.count(Counters.OUTPUT_TOKENS);
    fields
        .number("throughput_per_minute", sums.finished() / timeline.minutes())
        .number("throughput_change", earlier == 0 ? null : (double) (later - earlier) / earlier)
        .number("success_rate", sums.successRate().orElse(null))
        .number("turn_p50_seconds", sums.percentile(Counters.TURN_TIME, 0.5).orElse(null))
        .number("turn_p95_seconds", sums.percentile(Counters.TURN_TIME, 0.95).orElse(null))
        .number("llm_p95_seconds", sums.percentile(Counters.LLM_TIME, 0.95).orElse(null))
        .number("cost_usd_per_hour", sums.cost().map(cost -> perHour(cost, hours)).orElse(null))
        .number("tokens_per_hour", tokens / hours)
        .put(
            "finished",
            Fields.make()
                .put("completed", sums.count(Counters.COMPLETED))
                .put("failed", sums.count(Counters.FAILED))
                .put("cancelled", sums.count(Counters.CANCELLED))
                .end());
  }

  private static BigDecimal perHour(BigDecimal cost, double hours) {
    return cost.divide(BigDecimal.valueOf(hours), MathContext.DECIMAL32);
  }

  private static Map<TaskStatus, Long> counts(Fleet fleet, Optional<String> agent) {
    Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
    for (Fleet.QueueRow queue : fleet.queues()) {
      if (agent.isEmpty() || agent.get().equals(queue.agent())) {
        queue.counts().forEach((status, n) -> counts.merge(status, n, Long::sum));
      }
    }
    return counts;
  }

  private static Json.Obj counts(Map<TaskStatus, Long> counts) {
    Fields fields = Fields.make();
    for (TaskStatus status : TaskStatus.values()) {
      fields.put(status.name(), counts.getOrDefault(status, 0L));
    }
    return fields.end();
  }

  /** A list begins with the newest: the oldest is found only where there are few. */
  private Optional<Duration> oldestQueued(Map<TaskStatus, Long> counts, Instant now) {
    long queued = counts.getOrDefault(TaskStatus.QUEUED, 0L);
    if (queued == 0 || queued > FEW) {
      return Optional.empty();
    }
    Page<TaskRecord> page =
        operations.store().tasks(TaskFilter.all().statuses(TaskStatus.QUEUED).limit(FEW));
    return page.items().stream()
        .map(TaskRecord::createdAt)
        .min(Instant::compareTo)
        .map(created -> Duration.between(created, now))
        .filter(age -> !age.isNegative());
  }

  private Response agents(Call call) {
    Instant now = clock.instant();
    Fleet fleet = fleets.now();
    Workforce workforce = Workforce.of(fleet, now);
    Timeline timeline = Timeline.read(operations, call.query(), now);
    AgentRows rows = new AgentRows(operations, fleet, workforce, timeline);
    return Response.ok(
        Fields.make()
            .put("now", now)
            .put("agents", call.caller().owner().isPresent() ? rows.names() : rows.toJson())
            .end());
  }

  private Response workers(Call call) {
    Instant now = clock.instant();
    return Response.ok(
        Fields.make()
            .put("now", now)
            .put("workers", Workforce.of(fleets.now(), now).toJson())
            .end());
  }

  private Response timeline(Call call) {
    Instant now = clock.instant();
    return Response.ok(
        Fields.make()
            .put("now", now)
            .put("series", Timeline.read(operations, call.query(), now).toJson())
            .end());
  }
}
