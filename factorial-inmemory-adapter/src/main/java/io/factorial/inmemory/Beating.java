package io.factorial.inmemory;

import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows 11 and 12: a worker's sign of life, and its leave. */
final class Beating {
  private final Workers workers;
  private final Lifecycle lifecycle;

  Beating(Workers workers, Lifecycle lifecycle) {
    this.workers = workers;
    this.lifecycle = lifecycle;
  }

  /** 11 */
  HeartbeatResult beat(WorkerId worker, Held held) {
    workers.beat(worker, held);
    Set<TaskId> named = new HashSet<>();
    List<Lease> gone =
        held.leases().stream().filter(lease -> isGone(worker, lease, named)).toList();
    List<HeartbeatResult.Unknown> unknown =
        workers.tasksOf(worker).stream()
            .filter(task -> !named.contains(task.id))
            .map(task -> new HeartbeatResult.Unknown(task.lease(), task.length()))
            .toList();
    return new HeartbeatResult(unknown, gone, List.of());
  }

  /** 12 */
  int release(WorkerId worker) {
    List<StoredTask> held = List.copyOf(workers.tasksOf(worker));
    for (StoredTask task : held) {
      lifecycle.leave(task);
      lifecycle.runnableAtHead(task);
    }
    workers.end(worker);
    return held.size();
  }

  private boolean isGone(WorkerId worker, Lease lease, Set<TaskId> named) {
    StoredTask task = workers.taskOf(worker, lease.task());
    boolean gone = task == null || !task.isHeldBy(lease);
    if (!gone) {
      named.add(lease.task());
    }
    return gone;
  }
}
