package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Problem;
import io.factorial.error.InvalidTaskIdException;
import io.factorial.json.Json;
import io.factorial.port.BatchRow;
import io.factorial.port.Operations;
import io.factorial.port.TaskRecord;
import io.factorial.task.BatchId;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.util.Optional;

/**
 * Finds what a path names, where it is the caller's to know: what is another owner's is answered as
 * what does not exist.
 */
final class Lookup {
  private final Operations operations;

  Lookup(Operations operations) {
    this.operations = operations;
  }

  TaskRecord task(Call call) {
    return task(call, call.parameter("id"));
  }

  TaskRecord task(Call call, String id) {
    return find(call, id).orElseThrow(() -> Problem.unknown("task"));
  }

  Optional<TaskRecord> find(Call call, String id) {
    try {
      return operations
          .store()
          .task(TaskId.parse(id))
          .filter(record -> call.caller().sees(record.ownerId()));
    } catch (InvalidTaskIdException noId) {
      return Optional.empty();
    }
  }

  TaskHandle<Json> handle(Call call) {
    return operations.orchestrator().task(task(call).id());
  }

  BatchRow batch(Call call) {
    try {
      return operations
          .store()
          .batch(BatchId.parse(call.parameter("id")))
          .filter(row -> call.caller().sees(row.ownerId()))
          .orElseThrow(() -> Problem.unknown("batch"));
    } catch (InvalidTaskIdException noId) {
      throw Problem.unknown("batch");
    }
  }
}
