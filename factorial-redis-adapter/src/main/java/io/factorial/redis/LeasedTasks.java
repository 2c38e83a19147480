package io.factorial.redis;

import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.Nonce;
import io.factorial.port.TaskRecord;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads tasks as shared/pick.lua gives them to a worker. */
final class LeasedTasks {
  private LeasedTasks() {}

  static List<LeasedTask> read(WorkerId worker, Nonce nonce, Reply tasks) {
    List<LeasedTask> leased = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      leased.add(one(worker, nonce, tasks.list(i)));
    }
    return leased;
  }

  private static LeasedTask one(WorkerId worker, Nonce nonce, Reply task) {
    TaskId id = new TaskId(task.text(0));
    Map<String, String> fields = task.map(1);
    TaskRecord record =
        Records.read(id, fields, task.bytes(2), task.map(5), task.payload(3), Records.Result.NONE);
    Lease lease = new Lease(id, worker, record.fence(), nonce);
    return new LeasedTask(
        lease, record, Entries.decode(task.list(4)), isOpen(record, fields), task.flag(6));
  }

  /** Whether a completion of the task's turn is recorded. */
  private static boolean isOpen(TaskRecord record, Map<String, String> fields) {
    return Integer.toString(record.turn()).equals(fields.get("open"));
  }
}
