package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.llm.ModelName;
import io.factorial.orchestrator.Limit;
import io.factorial.orchestrator.Limits;
import io.factorial.port.Fleet;
import io.factorial.port.Operations;
import io.factorial.port.Page;
import io.factorial.port.Rates;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What bounds owners, agents and models, and which of them are held back now. */
final class LimitRoutes {
  private static final int MAX_NAME = 256;
  private static final int MOST = 1_000_000;

  private final Operations operations;
  private final InstantSource clock;

  LimitRoutes(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/limits", this::list).scope(Scope.FLEET_READ),
        Route.change("PUT", "/api/v1/limits/owners/{id}", this::owner).scope(Scope.FLEET_OPERATE),
        Route.change("PUT", "/api/v1/limits/agents/{name}", this::agent).scope(Scope.FLEET_OPERATE),
        Route.change("PUT", "/api/v1/limits/models/{model}", this::model)
            .scope(Scope.FLEET_OPERATE));
  }

  private Response list(Call call) {
    return Response.ok(listed());
  }

  private Json.Obj listed() {
    TreeMap<String, Map<Limit.Kind, Long>> owners = new TreeMap<>();
    TreeMap<String, Map<Limit.Kind, Long>> agents = new TreeMap<>();
    TreeMap<String, Map<Limit.Kind, Long>> models = new TreeMap<>();
    for (Limit limit : operations.orchestrator().limits().list()) {
      Map<String, Map<Limit.Kind, Long>> subjects =
          switch (limit.kind()) {
            case OWNER_WEIGHT, OWNER_TASKS -> owners;
            case AGENT_TASKS -> agents;
            case MODEL_REQUESTS_PER_MINUTE, MODEL_TOKENS_PER_MINUTE -> models;
          };
      subjects
          .computeIfAbsent(limit.subject(), name -> new EnumMap<>(Limit.Kind.class))
          .put(limit.kind(), limit.value());
    }
    Map<ModelName, Instant> pauses = operations.models().pauses();
    pauses.keySet().forEach(model -> models.putIfAbsent(model.toString(), Map.of()));
    List<Json> shown = new ArrayList<>();
    owners.forEach((name, limits) -> shown.add(owner(name, limits)));
    Fleet fleet = operations.store().fleet();
    agents.forEach((name, limits) -> shown.add(agent(name, limits, fleet)));
    models.forEach((name, limits) -> shown.add(model(name, limits, pauses)));
    return Fields.make().put("now", clock.instant()).put("limits", new Json.Arr(shown)).end();
  }

  private Json.Obj owner(String name, Map<Limit.Kind, Long> limits) {
    Long max = limits.get(Limit.Kind.OWNER_TASKS);
    Fields fields =
        Fields.make()
            .put("kind", "owner")
            .put("name", name)
            .whole("weight", limits.get(Limit.Kind.OWNER_WEIGHT))
            .whole("max_tasks", max);
    if (max == null) {
      return fields.put("throttled", false).end();
    }
    TaskFilter filter = TaskFilter.all().owner(name).limit(1_000);
    int running = count(filter.statuses(TaskStatus.PROCESSING));
    boolean throttled =
        running >= max && count(filter.statuses(TaskStatus.QUEUED, TaskStatus.ACTIVE)) > 0;
    return throttled(fields.put("running", running), throttled, "runs as many tasks as it may");
  }

  private int count(TaskFilter filter) {
    Page<TaskRecord> page = operations.store().tasks(filter);
    return page.items().size();
  }

  private static Json.Obj agent(String name, Map<Limit.Kind, Long> limits, Fleet fleet) {
    Map<TaskStatus, Long> counts =
        fleet.queues().stream()
            .filter(queue -> queue.agent().equals(name))
            .map(Fleet.QueueRow::counts)
            .findFirst()
            .orElse(Map.of());
    long running = counts.getOrDefault(TaskStatus.PROCESSING, 0L);
    long runnable =
        counts.getOrDefault(TaskStatus.QUEUED, 0L) + counts.getOrDefault(TaskStatus.ACTIVE, 0L);
    long max = limits.getOrDefault(Limit.Kind.AGENT_TASKS, Long.MAX_VALUE);
    Fields fields =
        Fields.make()
            .put("kind", "agent")
            .put("name", name)
            .put("max_tasks", max)
            .put("running", running);
    return throttled(fields, running >= max && runnable > 0, "runs as many tasks as it may");
  }

  private static Json.Obj model(
      String name, Map<Limit.Kind, Long> limits, Map<ModelName, Instant> pauses) {
    Instant until = pauses.get(ModelName.parse(name));
    Fields fields =
        Fields.make()
            .put("kind", "model")
            .put("name", name)
            .whole("requests_per_minute", limits.get(Limit.Kind.MODEL_REQUESTS_PER_MINUTE))
            .whole("tokens_per_minute", limits.get(Limit.Kind.MODEL_TOKENS_PER_MINUTE))
            .put("paused_until", until);
    return throttled(
        fields, until != null, "is paused: its provider asked for it, or its calls failed");
  }

  private static Json.Obj throttled(Fields fields, boolean throttled, String why) {
    return fields.put("throttled", throttled).put("why", throttled ? why : null).end();
  }

  private Response owner(Call call) throws IOException {
    String owner = named(call, "id");
    Input input = call.input().only("weight", "max_tasks");
    Limits limits = operations.orchestrator().limits();
    input
        .whole("weight", 1, 1_000)
        .ifPresent(weight -> limits.ownerWeight(owner, weight.intValue()));
    if (input.json().get("max_tasks").isPresent()) {
      limits.ownerTasks(owner, whole(input, "max_tasks"));
    }
    return Response.ok(listed());
  }

  private Response agent(Call call) throws IOException {
    String agent = named(call, "name");
    Input input = call.input().only("max_tasks");
    operations.orchestrator().limits().agentTasks(agent, whole(input, "max_tasks"));
    return Response.ok(listed());
  }

  /** A field that is left out stays; one that is null lifts that limit. */
  private Response model(Call call) throws IOException {
    ModelName model = ModelName.parse(named(call, "model"));
    Input input = call.input().only("requests_per_minute", "tokens_per_minute");
    Rates old = operations.models().rates().getOrDefault(model, new Rates(null, null));
    Integer requests =
        input.json().get("requests_per_minute").isPresent()
            ? whole(input, "requests_per_minute")
            : old.requestsPerMinute();
    Long tokens =
        input.json().get("tokens_per_minute").isPresent()
            ? input.whole("tokens_per_minute", 1, Long.MAX_VALUE / 2).orElse(null)
            : old.tokensPerMinute();
    operations.orchestrator().limits().model(model, requests, tokens);
    return Response.ok(listed());
  }

  private static @Nullable Integer whole(Input input, String name) {
    return input.whole(name, 1, MOST).map(Long::intValue).orElse(null);
  }

  private static String named(Call call, String parameter) {
    String name = call.parameter(parameter);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw Problem.invalid(parameter, name.length() + " characters", "1 to " + MAX_NAME);
    }
    return name;
  }
}
