package io.factorial.dashboard.api;

import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.port.Operations;
import io.factorial.port.TaskRecord;
import io.factorial.run.RunResult;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What can be done with one task: make it, wait for it, steer, cancel, revive and fork it. */
final class TaskChanges {
  private static final int LONGEST_WAIT_SECONDS = 60;

  private final Operations operations;
  private final InstantSource clock;
  private final Lookup lookup;

  TaskChanges(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(
        Route.change("POST", "/api/v1/tasks", this::create),
        Route.get("/api/v1/tasks/{id}/result", this::result),
        Route.change("POST", "/api/v1/tasks/{id}/cancel", this::cancel),
        Route.change("POST", "/api/v1/tasks/{id}/steer", this::steer),
        Route.change("POST", "/api/v1/tasks/{id}/retry", this::retry),
        Route.change("POST", "/api/v1/tasks/{id}/resume", this::resume),
        Route.change("POST", "/api/v1/tasks/{id}/fork", this::fork));
  }

  private Response create(Call call) throws IOException {
    Input input =
        call.input()
            .only(
                "agent",
                "owner",
                "query",
                "messages",
                "state",
                "delay_seconds",
                "start_at",
                "dedup_key",
                "priority",
                "max_turns",
                "budget",
                "labels");
    String owner = Bodies.owner(input);
    call.caller().owner(Optional.of(owner));
    Creation creation = Creation.of(call, input);
    TaskHandle<Json> task =
        operations.enqueue(
            input.required("agent"),
            owner,
            Bodies.context(input),
            Bodies.options(input, creation.labels()),
            creation.key());
    TaskRecord record = lookup.task(call, task.id().value());
    if (input.text("dedup_key").isEmpty()) {
      creation.check(record);
    }
    return created(record);
  }

  private Response created(TaskRecord record) {
    return Response.json(201, new TaskView(operations).whole(record, clock.instant()))
        .header("Location", "/api/v1/tasks/" + record.id());
  }

  private Response changed(TaskId id) {
    TaskRecord record = operations.store().task(id).orElseThrow(() -> Problem.unknown("task"));
    return Response.ok(new TaskView(operations).whole(record, clock.instant()));
  }

  private Response result(Call call) throws InterruptedException {
    TaskHandle<Json> task = lookup.handle(call);
    int seconds = call.query().number("wait_seconds", 0, LONGEST_WAIT_SECONDS, 0);
    try {
      return Response.ok(shown(task.await(Duration.ofSeconds(seconds))));
    } catch (AwaitTimeoutException late) {
      throw Problem.of(
              409, "not_over", "task: not over (expected: one that has ended; wait_seconds waits)")
          .with("status", late.status().name());
    }
  }

  private static Json.Obj shown(RunResult<Json> result) {
    Fields fields = Fields.make();
    switch (result) {
      case RunResult.Completed<Json> completed ->
          fields.put("status", "COMPLETED").put("output", completed.output());
      case RunResult.Failed<Json> failed ->
          fields.put("status", "FAILED").put("error", TaskView.error(failed.error()));
      case RunResult.Cancelled<Json> cancelled -> fields.put("status", "CANCELLED");
    }
    return fields.put("usage", TaskView.usage(result.run().usage())).end();
  }

  private Response cancel(Call call) {
    TaskHandle<Json> task = lookup.handle(call);
    task.cancel();
    return changed(task.id());
  }

  private Response steer(Call call) throws IOException {
    TaskHandle<Json> task = lookup.handle(call);
    Input input = call.input().only("messages", "text", "mode");
    SteeringMode mode =
        input
            .text("mode")
            .map(word -> Words.one(SteeringMode.class, "mode", word))
            .orElse(SteeringMode.NEXT_TURN);
    task.steer(mode, steering(input).toArray(Message[]::new));
    return Response.json(202, Fields.make().put("accepted", true).end());
  }

  private static List<Message> steering(Input input) {
    if (input.text("text").isPresent()) {
      return List.of(Message.user(input.required("text")));
    }
    List<Message> messages = Bodies.messages(input, "messages");
    if (messages.isEmpty()) {
      throw Problem.invalid("messages", "absent", "at least one message, or text");
    }
    return messages;
  }

  private Response retry(Call call) throws IOException {
    TaskHandle<Json> task = lookup.handle(call);
    call.input().only();
    task.retry();
    return changed(task.id());
  }

  private Response resume(Call call) throws IOException {
    TaskHandle<Json> task = lookup.handle(call);
    Optional<Budget> budget = Bodies.budget(call.input().only("budget"));
    if (budget.isPresent()) {
      task.resume(budget.get());
    } else {
      task.resume();
    }
    return changed(task.id());
  }

  private Response fork(Call call) throws IOException {
    TaskRecord source = lookup.task(call);
    Input input = call.input().only("from_turn", "query", "messages", "model");
    int fromTurn =
        input
            .whole("from_turn", 0, Integer.MAX_VALUE)
            .orElseThrow(() -> Problem.invalid("from_turn", "absent", "0 or more"))
            .intValue();
    AgentContext changed =
        AgentContext.of(input.text("query").orElse(""))
            .withMessages(Bodies.messages(input, "messages"));
    TaskHandle<Json> forked =
        operations.fork(
            source.id(),
            fromTurn,
            changed,
            input.text("model").orElse(null),
            call.idempotencyKey().orElse(null));
    return created(lookup.task(call, forked.id().value()));
  }
}
