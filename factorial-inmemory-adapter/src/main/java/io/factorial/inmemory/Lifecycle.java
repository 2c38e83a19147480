package io.factorial.inmemory;

import io.factorial.port.Nonce;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves a task between its places: a line, a worker, the timers. Rule R of the transitions is
 * {@link #runnable}.
 */
final class Lifecycle {
  private final Tasks tasks;
  private final Lines lines;
  private final QueueLimits limits;
  private final Timers timers;
  private final Workers workers;
  private final SignalBox signals;

  Lifecycle(
      Tasks tasks,
      Lines lines,
      QueueLimits limits,
      Timers timers,
      Workers workers,
      SignalBox signals) {
    this.tasks = tasks;
    this.lines = lines;
    this.limits = limits;
    this.timers = timers;
    this.workers = workers;
    this.signals = signals;
  }

  /** R: puts a task that stands nowhere into its owner's line, under its old number. */
  void runnable(StoredTask task) {
    clearReason(task);
    tasks.status(task, runnableStatus(task));
    lines.add(task);
    signals.ring(task.agent);
  }

  /** R at the head: for a task whose lease was just cleared. */
  void runnableAtHead(StoredTask task) {
    clearReason(task);
    tasks.status(task, runnableStatus(task));
    lines.addAtHead(task);
    signals.ring(task.agent);
  }

  void backOff(StoredTask task, Instant due, String reason) {
    task.reason = reason;
    task.dueAt = due;
    tasks.status(task, TaskStatus.BACKOFF);
    timers.add(due, Timer.Kind.TASK_DUE, task.id.value());
  }

  void park(StoredTask task, TaskStatus pending) {
    clearReason(task);
    tasks.status(task, pending);
  }

  void pause(StoredTask task, String reason) {
    leave(task);
    task.reason = reason;
    tasks.status(task, TaskStatus.PAUSED);
  }

  /** Gives a runnable task to a worker. */
  void lease(StoredTask task, WorkerId worker, Nonce nonce) {
    lines.pick(task);
    task.fence++;
    task.nonce = nonce;
    task.worker = worker;
    tasks.status(task, TaskStatus.PROCESSING);
    workers.take(worker, task);
    limits.taken(task);
    if (limits.isOwnerFull(task.owner)) {
      lines.refresh(task.owner);
    }
  }

  /** Takes a task from whatever place it is in; its status is set by who calls. */
  void leave(StoredTask task) {
    switch (task.status) {
      case QUEUED, ACTIVE -> lines.remove(task);
      case PROCESSING -> clearLease(task);
      case BACKOFF -> leaveTimers(task);
      case PENDING_TOOL_RESULTS, PENDING_CHILD_TASKS, PAUSED, COMPLETED, FAILED, CANCELLED -> {}
    }
  }

  /** Takes a running task from its worker, and tells the worker. */
  void interrupt(StoredTask task) {
    WorkerId worker = task.worker;
    if (worker != null) {
      signals.call(worker, listener -> listener.cancelled(task.id));
    }
  }

  private void clearLease(StoredTask task) {
    boolean ownerWasFull = limits.isOwnerFull(task.owner);
    boolean agentWasFull = limits.isAgentFull(task.agent);
    WorkerId worker = task.worker;
    if (worker != null) {
      workers.give(worker, task);
    }
    task.worker = null;
    task.nonce = null;
    limits.freed(task);
    if (ownerWasFull && !limits.isOwnerFull(task.owner)) {
      letIn(task.owner);
    }
    if (agentWasFull && !limits.isAgentFull(task.agent)) {
      signals.ring(task.agent);
    }
  }

  /** Lets an owner into the rings again that its limit had kept out. */
  void letIn(String owner) {
    lines.refresh(owner).forEach(signals::ring);
  }

  private void leaveTimers(StoredTask task) {
    Instant due = task.dueAt;
    if (due != null) {
      timers.remove(due, Timer.Kind.TASK_DUE, task.id.value());
    }
    task.dueAt = null;
  }

  private static void clearReason(StoredTask task) {
    task.reason = "";
    task.dueAt = null;
  }

  private static TaskStatus runnableStatus(StoredTask task) {
    return task.stepped ? TaskStatus.ACTIVE : TaskStatus.QUEUED;
  }

  /** The status of a task by the waits that are open; null when none is. */
  static @Nullable TaskStatus pendingStatus(StoredTask task) {
    if (task.openWaits == 0) {
      return null;
    }
    boolean onlyChildren =
        task.liveWaits.stream()
            .filter(wait -> wait.state == StoredWait.State.OPEN)
            .allMatch(StoredWait::isForChildren);
    return onlyChildren ? TaskStatus.PENDING_CHILD_TASKS : TaskStatus.PENDING_TOOL_RESULTS;
  }
}
