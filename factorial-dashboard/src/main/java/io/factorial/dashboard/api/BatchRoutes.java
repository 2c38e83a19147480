package io.factorial.dashboard.api;

import io.factorial.agent.AgentContext;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.port.BatchRow;
import io.factorial.port.Operations;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several tasks that are enqueued together. */
final class BatchRoutes {
  private static final int MOST = 10_000;

  private final Operations operations;
  private final Lookup lookup;

  BatchRoutes(Operations operations) {
    this.operations = operations;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(
        Route.change("POST", "/api/v1/batches", this::create),
        Route.get("/api/v1/batches/{id}", call -> Response.ok(shown(lookup.batch(call)))),
        Route.change("POST", "/api/v1/batches/{id}/cancel", this::cancel));
  }

  private Response create(Call call) throws IOException {
    Input input =
        call.input()
            .only(
                "agent",
                "owner",
                "tasks",
                "delay_seconds",
                "start_at",
                "priority",
                "max_turns",
                "budget",
                "labels");
    String owner = Bodies.owner(input);
    call.caller().owner(Optional.of(owner));
    List<AgentContext> contexts = new ArrayList<>();
    for (Input task : input.objects("tasks", MOST)) {
      contexts.add(Bodies.context(task.only("query", "messages", "state")));
    }
    if (contexts.isEmpty()) {
      throw Problem.invalid("tasks", "none", "1 to " + MOST);
    }
    Creation creation = Creation.of(call, input);
    BatchHandle<Json> batch =
        operations.enqueueBatch(
            input.required("agent"),
            owner,
            contexts,
            Bodies.options(input, creation.labels()),
            creation.key());
    BatchRow row = operations.store().batch(batch.id()).orElseThrow(() -> Problem.unknown("batch"));
    operations.store().task(row.tasks().getFirst()).ifPresent(creation::check);
    return Response.json(201, shown(row)).header("Location", "/api/v1/batches/" + batch.id());
  }

  private Response cancel(Call call) {
    BatchRow row = lookup.batch(call);
    operations.batch(row.id()).cancel();
    return Response.ok(shown(lookup.batch(call)));
  }

  private static Json.Obj shown(BatchRow row) {
    BatchProgress progress = row.progress();
    return Fields.make()
        .put("id", row.id().value())
        .put("owner", row.ownerId())
        .put("total", progress.total())
        .put("completed", progress.completed())
        .put("failed", progress.failed())
        .put("cancelled", progress.cancelled())
        .number("percent", progress.percent())
        .end();
  }
}
