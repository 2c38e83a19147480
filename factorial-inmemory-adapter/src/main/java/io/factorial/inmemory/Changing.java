package io.factorial.inmemory;

import io.factorial.port.ChangeResult;
import io.factorial.port.OpId;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.List;
import java.util.Map;

/** Rows 15 to 17: what people do to a task: steer, cancel, revive. */
final class Changing {
  private static final int INBOX_CAP = 1_000;
  private static final ChangeResult ACCEPTED = new ChangeResult.Accepted();
  private static final ChangeResult UNKNOWN = new ChangeResult.Unknown();

  private final StoreClock clock;
  private final Tasks tasks;
  private final Timers timers;
  private final Lifecycle lifecycle;
  private final Waiting waiting;
  private final Ending ending;
  private final Budgets budgets;
  private final Batches batches;
  private final Events events;
  private final SignalBox signals;

  Changing(
      StoreClock clock,
      Tasks tasks,
      Timers timers,
      Lifecycle lifecycle,
      Waiting waiting,
      Ending ending,
      Budgets budgets,
      Batches batches,
      Events events,
      SignalBox signals) {
    this.clock = clock;
    this.tasks = tasks;
    this.timers = timers;
    this.lifecycle = lifecycle;
    this.waiting = waiting;
    this.ending = ending;
    this.budgets = budgets;
    this.batches = batches;
    this.events = events;
    this.signals = signals;
  }

  /** 15 */
  ChangeResult steer(TaskId id, List<Payload> messages, SteeringMode mode, OpId op) {
    StoredTask task = tasks.find(id);
    if (task == null) {
      return UNKNOWN;
    }
    if (task.wasSteeredBy(op)) {
      return ACCEPTED;
    }
    if (task.status.isOver()) {
      return new ChangeResult.Refused(task.status);
    }
    if (task.inbox.size() + messages.size() > INBOX_CAP) {
      return new ChangeResult.Full();
    }
    task.steer(op, messages);
    events.tell(task, "run_steered", Map.of("messages", Integer.toString(messages.size())));
    if (task.worker != null) {
      int turn = task.turn;
      signals.call(task.worker, listener -> listener.steered(id, turn, mode));
    }
    return ACCEPTED;
  }

  /** 16 */
  ChangeResult cancel(TaskId id, String reason) {
    StoredTask task = tasks.find(id);
    if (task == null) {
      return UNKNOWN;
    }
    if (task.status.isOver()) {
      return new ChangeResult.Refused(task.status);
    }
    ending.cancel(task, reason);
    return ACCEPTED;
  }

  /** 17 */
  ChangeResult revive(TaskId id, Revival how, OpId op) {
    StoredTask task = tasks.find(id);
    if (task == null) {
      return UNKNOWN;
    }
    if (op.equals(task.lastRevival)) {
      return ACCEPTED;
    }
    if (task.status != TaskStatus.FAILED && task.status != TaskStatus.PAUSED) {
      return new ChangeResult.Refused(task.status);
    }
    task.lastRevival = op;
    if (how.limits() != null) {
      budgets.limit(task, how.limits());
    }
    if (how.wallClock() != null) {
      timers.remove(task.deadline, Timer.Kind.TASK_DEADLINE, task.id.value());
      task.wallClock = how.wallClock();
      task.deadline = clock.after(how.wallClock());
      timers.add(task.deadline, Timer.Kind.TASK_DEADLINE, task.id.value());
    }
    task.attempt = 0;
    task.recoveries = 0;
    events.tell(task, "run_resumed", Map.of());
    if (task.status == TaskStatus.FAILED) {
      reopen(task);
    } else {
      resume(task);
    }
    return ACCEPTED;
  }

  private void reopen(StoredTask task) {
    task.error = null;
    task.endedAt = null;
    tasks.keep(task);
    batches.revived(task);
    rejoin(task);
    renewDeadline(task);
    timers.add(task.deadline, Timer.Kind.TASK_DEADLINE, task.id.value());
    waiting.readClosed(task);
    lifecycle.runnable(task);
  }

  /** The end of its parent must find it again. */
  private void rejoin(StoredTask task) {
    Parent place = task.parent;
    StoredTask parent = place == null ? null : tasks.find(place.waitId().task());
    if (place != null && parent != null && !parent.status.isOver()) {
      parent.childMade(place.waitId().call(), task.id);
    }
  }

  private void resume(StoredTask task) {
    if (clock.isPast(task.deadline)) {
      renewDeadline(task);
      timers.add(task.deadline, Timer.Kind.TASK_DEADLINE, task.id.value());
    }
    TaskStatus pending = Lifecycle.pendingStatus(task);
    if (pending != null) {
      lifecycle.park(task, pending);
      return;
    }
    waiting.readAnswers(task);
    lifecycle.runnable(task);
  }

  /** A deadline that has passed would end the task once more: it gets its time again. */
  private void renewDeadline(StoredTask task) {
    if (clock.isPast(task.deadline)) {
      task.deadline = clock.after(task.wallClock);
    }
  }
}
