package io.factorial.inmemory;

import io.factorial.port.LeasedTask;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Row 2: leases runnable tasks. */
final class Fetching {
  private static final int MAX_TASKS = 32;
  private static final long MAX_BYTES = 4 << 20;

  private final StoreClock clock;
  private final Tasks tasks;
  private final Lines lines;
  private final QueueLimits limits;
  private final Workers workers;
  private final Lifecycle lifecycle;
  private final Ending ending;
  private final Events events;

  Fetching(
      StoreClock clock,
      Tasks tasks,
      Lines lines,
      QueueLimits limits,
      Workers workers,
      Lifecycle lifecycle,
      Ending ending,
      Events events) {
    this.clock = clock;
    this.tasks = tasks;
    this.lines = lines;
    this.limits = limits;
    this.workers = workers;
    this.lifecycle = lifecycle;
    this.ending = ending;
    this.events = events;
  }

  List<LeasedTask> fetch(WorkerId worker, Wish wish) {
    workers.fetches(worker, wish.leaseLength());
    return lease(worker, wish, wish.wants());
  }

  /** Tasks for a slot that a commit has freed; those of limited agents are left to a fetch. */
  List<LeasedTask> refill(WorkerId worker, Wish wish) {
    return lease(
        worker,
        wish,
        wish.wants().stream().filter(want -> !limits.isAgentLimited(want.agent())).toList());
  }

  private List<LeasedTask> lease(WorkerId worker, Wish wish, List<Wish.Want> wants) {
    List<LeasedTask> leased = new ArrayList<>();
    long bytes = 0;
    for (Wish.Want want : wants) {
      for (int slot = 0; slot < want.slots() && leased.size() < MAX_TASKS; slot++) {
        StoredTask task = next(want);
        if (task == null) {
          break;
        }
        bytes += task.journalBytes();
        if (bytes > MAX_BYTES && !leased.isEmpty()) {
          return leased;
        }
        leased.add(lease(task, worker, wish));
      }
    }
    return leased;
  }

  /** What is next for a slot; what the cascade of a cancelled tree has not reached goes here. */
  private @Nullable StoredTask next(Wish.Want want) {
    for (int i = 0; i < Cascade.CHUNK && !limits.isAgentFull(want.agent()); i++) {
      StoredTask task = lines.first(want.agent(), want.version());
      if (task == null || !tasks.isTreeCancelled(task)) {
        return task;
      }
      ending.cancel(task, Ending.NOT_NEEDED);
    }
    return null;
  }

  private LeasedTask lease(StoredTask task, WorkerId worker, Wish wish) {
    lifecycle.lease(task, worker, wish.nonce());
    task.pickups++;
    if (task.startedAt == null) {
      task.startedAt = clock.now();
      events.tell(task, "run_started", Map.of("query", task.title));
    } else {
      events.tell(task, "run_resumed", Map.of());
    }
    if (!task.turnOpen) {
      task.readInbox();
    }
    return new LeasedTask(
        task.lease(), task.record(), task.journalFrom(0), task.turnOpen, events.isWatched(task));
  }
}
