package io.factorial.inmemory;

import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.run.RunError;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.Map;

/** Rule E of the transitions: what happens wherever a task ends. */
final class Ending {
  /** Why a child is cancelled. */
  static final String NOT_NEEDED = "not needed: the parent ended or has enough results";

  private final StoreClock clock;
  private final Tasks tasks;
  private final Timers timers;
  private final Lifecycle lifecycle;
  private final Waiting waiting;
  private final Budgets budgets;
  private final Batches batches;
  private final Cascade cascade;
  private final Metrics metrics;
  private final Events events;

  Ending(
      StoreClock clock,
      Tasks tasks,
      Timers timers,
      Lifecycle lifecycle,
      Waiting waiting,
      Budgets budgets,
      Batches batches,
      Cascade cascade,
      Metrics metrics,
      Events events) {
    this.clock = clock;
    this.tasks = tasks;
    this.timers = timers;
    this.lifecycle = lifecycle;
    this.waiting = waiting;
    this.budgets = budgets;
    this.batches = batches;
    this.cascade = cascade;
    this.metrics = metrics;
    this.events = events;
  }

  /** Ends a task whose events are told already. */
  void end(StoredTask task, TaskStatus how) {
    lifecycle.leave(task);
    timers.remove(task.deadline, Timer.Kind.TASK_DEADLINE, task.id.value());
    waiting.closeAll(task);
    budgets.close(task);
    task.reason = "";
    task.endedAt = clock.now();
    tasks.status(task, how);
    tasks.expireAt(task, clock.after(ttl(task.ttl, how)));
    metrics.count(task.agent, counter(how));
    cascade.addAll(task);
    if (task.parent != null) {
      waiting.childEnded(task, task.parent);
    }
    if (task.expiresAt != null) {
      batches.ended(task, task.expiresAt);
    }
  }

  /** Fails a task that the store gives up, and tells its worker. */
  void fail(StoredTask task, String code, String message) {
    lifecycle.interrupt(task);
    task.error = new RunError(code, message, false);
    Map<String, String> fields = Map.of("code", code, "message", message);
    events.tell(task, "task_failed", fields);
    events.tell(task, "run_failed", fields);
    end(task, TaskStatus.FAILED);
  }

  void cancel(StoredTask task, String reason) {
    lifecycle.interrupt(task);
    events.tell(task, "run_cancelled", Map.of("reason", reason));
    end(task, TaskStatus.CANCELLED);
    task.reason = reason;
  }

  /** Begins a cascade where this step has made one. */
  void cascadeNew() {
    if (cascade.takeGrown()) {
      cascade(Cascade.CHUNK);
      cascade.takeGrown();
    }
  }

  /** Cancels children that nobody waits for any more; says how many. */
  int cascade(int max) {
    int cancelled = 0;
    while (cancelled < max) {
      StoredTask child = cascade.poll();
      if (child == null) {
        break;
      }
      cancel(child, NOT_NEEDED);
      cancelled++;
    }
    return cancelled;
  }

  private static Duration ttl(TaskTtlConfig ttl, TaskStatus how) {
    return switch (how) {
      case COMPLETED -> ttl.completedTtl();
      case FAILED -> ttl.failedTtl();
      case CANCELLED -> ttl.cancelledTtl();
      default -> throw notAnEnd(how);
    };
  }

  private static String counter(TaskStatus how) {
    return switch (how) {
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      default -> throw notAnEnd(how);
    };
  }

  private static IllegalArgumentException notAnEnd(TaskStatus how) {
    return new IllegalArgumentException("end: " + how + " (expected: an ended status)");
  }
}
