package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.port.Operations;
import io.factorial.port.StepRow;
import io.factorial.port.TaskRecord;
import java.time.InstantSource;
import java.util.List;

/** What a task did when. */
final class StepRoutes {
  private final Operations operations;
  private final InstantSource clock;
  private final Lookup lookup;

  StepRoutes(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/tasks/{id}/steps", this::steps));
  }

  private Response steps(Call call) {
    TaskRecord record = lookup.task(call);
    return Response.ok(
        Fields.make()
            .put("now", clock.instant())
            .put("steps", Fields.list(operations.steps(record.id()), StepRoutes::step))
            .end());
  }

  private static Json.Obj step(StepRow step) {
    String kind = Words.lower(step.kind());
    Fields fields =
        Fields.make()
            .put("id", step.turn() + "/" + step.index() + "/" + kind + "#" + step.number())
            .put("turn", step.turn())
            .put("index", step.index())
            .put("kind", kind)
            .put("name", step.name())
            .maybe("call_id", step.callId())
            .put("attempt", step.attempt())
            .whole("fence", step.fence() == 0 ? null : step.fence())
            .maybe("worker", step.worker())
            .put("state", Words.lower(step.state()))
            .put("started_at", step.startedAt())
            .put("first_token_at", step.firstTokenAt().orElse(null))
            .put("ended_at", step.endedAt().orElse(null));
    step.usage()
        .ifPresent(
            usage ->
                fields
                    .put("input_tokens", usage.inputTokens())
                    .put("output_tokens", usage.outputTokens())
                    .number("cost_usd", usage.costUsd()));
    fields.put("error", TaskView.error(step.error().orElse(null)));
    if (!step.children().isEmpty()) {
      fields.put("child_ids", Fields.list(step.children(), id -> new Json.Str(id.value())));
    }
    step.waitKind().ifPresent(wait -> fields.put("wait_kind", Words.lower(wait)));
    return fields.put("deadline", step.deadline().orElse(null)).end();
  }
}
