package io.factorial.inmemory;

import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Rule L and row 3: who may write to a task, and what a write changes. */
final class Writing {
  private final Tasks tasks;
  private final Waiting waiting;
  private final Budgets budgets;
  private final Metrics metrics;
  private final Events events;

  Writing(Tasks tasks, Waiting waiting, Budgets budgets, Metrics metrics, Events events) {
    this.tasks = tasks;
    this.waiting = waiting;
    this.budgets = budgets;
    this.metrics = metrics;
    this.events = events;
  }

  /** Row 3: a write within a turn. */
  WriteResult record(Lease lease, Write write) {
    StoredTask task = tasks.find(lease.task());
    if (task == null) {
      return new WriteResult.Stale(0);
    }
    if (write.op().equals(task.lastOp) && task.lastAnswer instanceof WriteResult first) {
      return first;
    }
    WriteResult.Refused refused = refusal(task, lease, write);
    if (refused != null) {
      return refused;
    }
    apply(task, write);
    WriteResult.Written written =
        new WriteResult.Written(
            task.length(), task.journalFrom(write.lengthAfter()), events.isWatched(task));
    task.lastOp = write.op();
    task.lastAnswer = written;
    return written;
  }

  /** L: why a write does not stand; null when it does. */
  WriteResult.@Nullable Refused refusal(StoredTask task, Lease lease, Write write) {
    if (task.status.isOver()) {
      return new WriteResult.Ended(task.status);
    }
    if (tasks.isTreeCancelled(task)) {
      return new WriteResult.Ended(TaskStatus.CANCELLED);
    }
    if (!task.isHeldBy(lease) || write.expectedLength() < task.length()) {
      return new WriteResult.Stale(task.fence);
    }
    if (write.expectedLength() > task.length()) {
      return new WriteResult.Gap(task.length());
    }
    return budgets.refusal(task, write);
  }

  void apply(StoredTask task, Write write) {
    write.entries().forEach(entry -> append(task, entry));
    if (write.state() != null) {
      task.state = write.state();
    }
    if (write.usage() != null) {
      task.usage = write.usage();
    }
    write.waits().forEach(wait -> waiting.reserve(task, wait));
    budgets.apply(task, write);
    write.counters().forEach((counter, n) -> metrics.count(task.agent, counter, n));
    write.events().forEach(event -> events.tell(task, event));
  }

  /** Appends an entry of the worker's; a step is progress. */
  void append(StoredTask task, Entry entry) {
    task.append(entry);
    if (entry.kind() == Entry.Kind.COMPLETION) {
      task.turnOpen = true;
    }
    if (StoredTask.isStep(entry)) {
      task.recoveries = 0;
    }
  }
}
