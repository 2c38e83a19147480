package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Query;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.port.Operations;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.task.BatchId;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tasks, as they are listed and looked at. */
final class TaskRoutes {
  private static final int PAGE = 50;
  private static final int MOST = 500;
  private static final int SCANS = 5;

  private final Operations operations;
  private final InstantSource clock;
  private final Lookup lookup;

  TaskRoutes(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/tasks", this::list),
        Route.get("/api/v1/tasks/{id}", this::task),
        Route.get("/api/v1/tasks/{id}/children", this::children),
        Route.get("/api/v1/tasks/{id}/messages", this::messages));
  }

  private Response list(Call call) {
    return Response.ok(page(filter(call), call.query()));
  }

  private Response children(Call call) {
    TaskRecord parent = lookup.task(call);
    TaskFilter filter =
        paged(TaskFilter.all().owner(parent.ownerId()).parent(parent.id()), call.query());
    return Response.ok(page(filter, call.query()));
  }

  static TaskFilter filter(Call call) {
    Query query = call.query();
    TaskFilter filter = paged(TaskFilter.all(), query);
    Optional<String> owner = call.caller().owner(query.text("owner"));
    if (owner.isPresent()) {
      filter = filter.owner(owner.get());
    }
    if (query.text("agent").isPresent()) {
      filter = filter.agent(query.text("agent").get());
    }
    if (query.text("text").isPresent()) {
      filter = filter.text(query.text("text").get());
    }
    if (query.text("parent").isPresent()) {
      filter = filter.parent(TaskId.parse(query.text("parent").get()));
    }
    if (query.text("batch").isPresent()) {
      filter = filter.batch(BatchId.parse(query.text("batch").get()));
    }
    List<String> statuses = query.list("status");
    return statuses.isEmpty() ? filter : filter.statuses(Words.statuses("status", statuses));
  }

  private static TaskFilter paged(TaskFilter filter, Query query) {
    TaskFilter limited = filter.limit(query.number("limit", 1, MOST, PAGE));
    return query.text("after").map(limited::after).orElse(limited);
  }

  /** A page of tasks, the newest first. The times are looked at here, as the store knows none. */
  private Json.Obj page(TaskFilter filter, Query query) {
    Instant since = query.time("since").orElse(Instant.MIN);
    Instant until = query.time("until").orElse(Instant.MAX);
    List<TaskRecord> found = new ArrayList<>();
    Page<TaskRecord> page = operations.store().tasks(filter);
    long scanned = 0;
    boolean over = false;
    for (int scans = 1; ; scans++) {
      for (TaskRecord record : page.items()) {
        scanned++;
        over = over || record.createdAt().isBefore(since);
        if (!over && record.createdAt().isBefore(until)) {
          found.add(record);
        }
      }
      if (over || page.next().isEmpty() || scans == SCANS || !found.isEmpty()) {
        break;
      }
      page = operations.store().tasks(filter.after(page.next().get()));
    }
    return Fields.make()
        .put("now", clock.instant())
        .put("tasks", Fields.list(found, TaskView::row))
        .maybe("next", over ? Optional.empty() : page.next())
        .put("complete", over || page.complete())
        .put("scanned", scanned)
        .end();
  }

  private Response task(Call call) {
    TaskRecord record = lookup.task(call);
    return Response.ok(new TaskView(operations).whole(record, clock.instant()));
  }

  private Response messages(Call call) {
    TaskRecord record = lookup.task(call);
    int after = call.query().number("after", 0, Integer.MAX_VALUE, 0);
    int limit = call.query().number("limit", 1, MOST, MOST);
    return Response.ok(
        Messages.page(operations.transcript(record.id(), after, limit), record.length()));
  }
}
