package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.error.FactorialException;
import io.factorial.error.StoreException;
import io.factorial.json.Json;
import io.factorial.port.Operations;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.task.BatchId;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many tasks cancelled or tried again at once: those that are named, or those that a filter finds.
 */
final class BulkRoutes {
  private static final int MOST = 1_000;

  private final Operations operations;
  private final Lookup lookup;

  BulkRoutes(Operations operations) {
    this.operations = operations;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(Route.change("POST", "/api/v1/tasks/bulk", this::bulk));
  }

  private enum Action {
    CANCEL,
    RETRY;

    boolean suits(TaskStatus status) {
      return this == CANCEL ? !status.isOver() : status == TaskStatus.FAILED;
    }

    void take(TaskHandle<Json> task) {
      if (this == CANCEL) {
        task.cancel();
      } else {
        task.retry();
      }
    }
  }

  private Response bulk(Call call) throws IOException {
    Input input = call.input().only("action", "ids", "filter", "dry_run");
    Action action = Words.one(Action.class, "action", input.required("action"));
    List<Json> left = new ArrayList<>();
    List<TaskRecord> found = found(call, input, action, left);
    int done = 0;
    for (TaskRecord record : found) {
      if (!action.suits(record.status())) {
        left.add(
            left(
                record.id().value(),
                record.status(),
                "not in a status for " + Words.lower(action)));
      } else if (input.flag("dry_run") || took(action, record, left)) {
        done++;
      }
    }
    return Response.ok(
        Fields.make()
            .put("matched", found.size())
            .put("done", done)
            .put("left", new Json.Arr(left))
            .end());
  }

  private boolean took(Action action, TaskRecord record, List<Json> left) {
    try {
      action.take(operations.orchestrator().task(record.id()));
      return true;
    } catch (StoreException unreachable) {
      throw unreachable;
    } catch (FactorialException changed) {
      left.add(left(record.id().value(), record.status(), Faults.problem(changed).code()));
      return false;
    }
  }

  private static Json.Obj left(String id, TaskStatus status, String why) {
    return Fields.make().put("id", id).put("status", status.name()).put("why", why).end();
  }

  private List<TaskRecord> found(Call call, Input input, Action action, List<Json> left) {
    List<String> ids = input.texts("ids", MOST);
    Optional<Input> filter = input.object("filter");
    if (ids.isEmpty() == filter.isEmpty()) {
      throw Problem.invalid("ids, filter", "both or none", "one of the two");
    }
    return filter.isPresent() ? filtered(call, filter.get(), action) : named(call, ids, left);
  }

  private List<TaskRecord> named(Call call, List<String> ids, List<Json> left) {
    List<TaskRecord> found = new ArrayList<>();
    for (String id : ids) {
      lookup
          .find(call, id)
          .ifPresentOrElse(
              found::add,
              () -> left.add(Fields.make().put("id", id).put("why", "not_found").end()));
    }
    return found;
  }

  /** At most a thousand of them: whoever wants more calls again. */
  private List<TaskRecord> filtered(Call call, Input input, Action action) {
    TaskFilter filter = filter(call, input, action);
    List<TaskRecord> found = new ArrayList<>();
    Optional<String> next;
    do {
      Page<TaskRecord> page = operations.store().tasks(filter);
      found.addAll(page.items());
      next = page.next();
      filter = next.map(filter::after).orElse(filter);
    } while (next.isPresent() && found.size() < MOST);
    return found.subList(0, Math.min(MOST, found.size()));
  }

  private static TaskFilter filter(Call call, Input input, Action action) {
    input.only("agent", "owner", "status", "text", "batch", "parent");
    TaskFilter filter = TaskFilter.all().limit(200);
    Optional<String> owner = call.caller().owner(input.text("owner"));
    filter = owner.isPresent() ? filter.owner(owner.get()) : filter;
    filter = input.text("agent").map(filter::agent).orElse(filter);
    filter = input.text("text").map(filter::text).orElse(filter);
    filter = input.text("batch").map(BatchId::parse).map(filter::batch).orElse(filter);
    filter = input.text("parent").map(TaskId::parse).map(filter::parent).orElse(filter);
    List<String> statuses = input.texts("status", TaskStatus.values().length);
    return filter.statuses(
        statuses.isEmpty() ? suiting(action) : Words.statuses("filter.status", statuses));
  }

  private static TaskStatus[] suiting(Action action) {
    return List.of(TaskStatus.values()).stream().filter(action::suits).toArray(TaskStatus[]::new);
  }
}
