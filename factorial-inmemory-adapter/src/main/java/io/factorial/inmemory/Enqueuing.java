package io.factorial.inmemory;

import io.factorial.port.AgentCard;
import io.factorial.port.Enqueued;
import io.factorial.port.NewTask;
import io.factorial.port.Parent;
import io.factorial.task.TaskId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Row 1: stores and queues a task. */
final class Enqueuing {
  private final StoreClock clock;
  private final Agents agents;
  private final Tasks tasks;
  private final Timers timers;
  private final Lifecycle lifecycle;
  private final Batches batches;
  private final Cascade cascade;
  private final Metrics metrics;
  private final Events events;
  private long lastNumber;

  Enqueuing(
      StoreClock clock,
      Agents agents,
      Tasks tasks,
      Timers timers,
      Lifecycle lifecycle,
      Batches batches,
      Cascade cascade,
      Metrics metrics,
      Events events) {
    this.clock = clock;
    this.agents = agents;
    this.tasks = tasks;
    this.timers = timers;
    this.lifecycle = lifecycle;
    this.batches = batches;
    this.cascade = cascade;
    this.metrics = metrics;
    this.events = events;
  }

  Enqueued enqueue(NewTask task) {
    if (tasks.find(task.id()) != null) {
      return new Enqueued.Existing(task.id());
    }
    AgentCard card = agents.find(task.agent());
    if (card == null) {
      return new Enqueued.Refused(task.id(), Enqueued.Reason.UNKNOWN_AGENT);
    }
    StoredTask same = withSameDedupKey(task);
    if (same != null) {
      return new Enqueued.Existing(same.id);
    }
    StoredTask parent = parentOf(task);
    Enqueued.Reason reason = refusal(task, parent);
    if (reason != null) {
      return new Enqueued.Refused(task.id(), reason);
    }
    store(task, card, parent);
    return new Enqueued.Created(task.id());
  }

  private void store(NewTask task, AgentCard card, @Nullable StoredTask parent) {
    StoredTask.Enlisted enlisted =
        new StoredTask.Enlisted(
            clock.now(),
            parent == null ? task.id() : parent.root,
            ++lastNumber,
            clock.after(task.deadline()),
            card.ttl(),
            card.maxRecoveries());
    StoredTask stored = new StoredTask(task, enlisted);
    tasks.add(stored);
    timers.add(stored.deadline, Timer.Kind.TASK_DEADLINE, stored.id.value());
    batches.add(stored);
    metrics.count(stored.agent, Metrics.ENQUEUED);
    events.tell(stored, "run_queued", Map.of());
    Instant start = startOf(task);
    if (start.isAfter(clock.now())) {
      lifecycle.backOff(stored, start, "delayed");
    } else {
      lifecycle.runnable(stored);
    }
    if (parent != null && task.parent() != null) {
      join(stored, parent, task.parent());
    }
  }

  /** Makes a task known to its parent; it goes at once where the parent has no use for it. */
  private void join(StoredTask child, StoredTask parent, Parent place) {
    String call = place.waitId().call();
    parent.childMade(call, child.id);
    StoredWait wait = parent.waits.get(call);
    if (wait != null && !wait.takesAnswers()) {
      cascade.add(parent, call);
    }
  }

  private Instant startOf(NewTask task) {
    Instant startAt = task.startAt();
    return startAt == null ? clock.after(task.delay()) : clock.bounded(startAt);
  }

  private @Nullable StoredTask withSameDedupKey(NewTask task) {
    String key = task.dedupKey();
    return key == null ? null : tasks.find(task.agent(), task.ownerId(), key);
  }

  private @Nullable StoredTask parentOf(NewTask task) {
    Parent parent = task.parent();
    TaskId id = parent == null ? null : parent.waitId().task();
    return id == null ? null : tasks.find(id);
  }

  private static Enqueued.@Nullable Reason refusal(NewTask task, @Nullable StoredTask parent) {
    if (task.parent() == null) {
      return null;
    }
    if (parent == null || parent.status.isOver()) {
      return Enqueued.Reason.PARENT_ENDED;
    }
    return parent.owner.equals(task.ownerId()) ? null : Enqueued.Reason.OTHER_OWNER;
  }
}
