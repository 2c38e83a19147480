package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Query;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.port.Operations;
import io.factorial.port.Page;
import io.factorial.port.Payload;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitRow;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inbox: what tasks wait for, and the answers of people and programs. */
final class WaitRoutes {
  private static final int PAGE = 500;
  private static final int MOST = 500;

  private final Operations operations;
  private final InstantSource clock;
  private final Lookup lookup;

  WaitRoutes(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/waits", this::list),
        Route.change("POST", "/api/v1/waits/{task}/{call}/approve", this::approve),
        Route.change("POST", "/api/v1/waits/{task}/{call}/reject", this::reject),
        Route.change("POST", "/api/v1/waits/{task}/{call}/complete", this::complete));
  }

  private Response list(Call call) {
    Query query = call.query();
    int limit = query.number("limit", 1, MOST, PAGE);
    Page<WaitRow> page =
        operations.store().waits(filter(call), query.text("after").orElse(null), limit);
    Map<TaskId, String> queries = new HashMap<>();
    return Response.ok(
        Fields.make()
            .put("now", clock.instant())
            .put("waits", Fields.list(page.items(), row -> shown(row, queries)))
            .maybe("next", page.next())
            .put("complete", page.complete())
            .end());
  }

  private WaitFilter filter(Call call) {
    Query query = call.query();
    Optional<String> task = query.text("task");
    WaitFilter filter =
        task.isPresent()
            ? WaitFilter.task(lookup.task(call, task.get()).id())
            : call.caller()
                .owner(query.text("owner"))
                .map(WaitFilter::owner)
                .orElse(WaitFilter.all());
    List<String> kinds = query.list("kind");
    return kinds.isEmpty()
        ? filter
        : filter.kinds(
            kinds.stream()
                .map(word -> Words.one(Wait.Kind.class, "kind", word))
                .toArray(Wait.Kind[]::new));
  }

  private Json.Obj shown(WaitRow row, Map<TaskId, String> queries) {
    String query =
        queries.computeIfAbsent(
            row.id().task(), id -> operations.store().task(id).map(TaskRecord::title).orElse(""));
    return Fields.make()
        .put("task_id", row.id().task().value())
        .put("call_id", row.id().call())
        .put("kind", Words.lower(row.kind()))
        .put("agent", row.agent())
        .put("owner", row.ownerId())
        .put("tool", row.tool())
        .put("arguments", arguments(row.arguments()))
        .put("arguments_hash", row.argumentsHash())
        .put("question", row.question())
        .put("since", row.since())
        .put("deadline", row.deadline())
        .put("query", query)
        .end();
  }

  private Json arguments(Payload payload) {
    try {
      return payload.isEmpty() ? Json.Obj.of() : operations.json(payload);
    } catch (DecodingException newer) {
      return Json.Obj.of();
    }
  }

  private Response approve(Call call) throws IOException {
    TaskRecord task = lookup.task(call, call.parameter("task"));
    Input input = call.input().only("arguments_hash", "arguments");
    Wait seen = seen(call, task, input);
    Optional<Input> edited = input.object("arguments");
    return answered(
        edited.isPresent()
            ? operations.orchestrator().waits().approveWith(seen, edited.get().json())
            : operations.orchestrator().waits().approve(seen));
  }

  private Response reject(Call call) throws IOException {
    TaskRecord task = lookup.task(call, call.parameter("task"));
    Input input = call.input().only("arguments_hash", "reason");
    Wait seen = seen(call, task, input);
    String reason = input.required("reason");
    return answered(operations.orchestrator().waits().reject(seen, reason));
  }

  private Response complete(Call call) throws IOException {
    TaskRecord task = lookup.task(call, call.parameter("task"));
    Input input = call.input().only("result");
    Json result =
        input
            .json()
            .get("result")
            .orElseThrow(() -> Problem.invalid("result", "absent", "any JSON"));
    return answered(
        operations.orchestrator().completeDeferredTool(task.id(), call.parameter("call"), result));
  }

  /** The wait as whoever answers has seen it: the hash says which arguments that were. */
  private static Wait seen(Call call, TaskRecord task, Input input) {
    return new Wait(
        task.id(),
        call.parameter("call"),
        Wait.Kind.APPROVAL,
        task.agent(),
        task.ownerId(),
        "",
        Json.Obj.of(),
        input.required("arguments_hash"),
        "",
        Instant.EPOCH,
        Optional.empty());
  }

  private static Response answered(AnswerOutcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> Response.ok(Fields.make().put("outcome", "accepted").end());
      case ALREADY_ANSWERED ->
          throw Problem.of(409, "already_answered", "wait: another answer came first, and counts");
      case CHANGED ->
          throw Problem.of(
              409,
              "changed",
              "arguments_hash: not that of the call as it is now (expected: look again, then"
                  + " answer)");
      case OTHER_KIND ->
          throw Problem.of(
              409,
              "other_kind",
              "wait: of another kind (expected: a result for a deferred tool, approved or rejected"
                  + " for an approval)");
      case CLOSED ->
          throw Problem.of(410, "closed", "wait: closed, its task does not need it any more");
      case UNKNOWN -> throw Problem.unknown("wait");
    };
  }
}
