package io.factorial.inmemory;

import io.factorial.port.CommitResult;
import io.factorial.port.CommitResult.Outcome;
import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.Next;
import io.factorial.port.Wish;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.run.RunError;
import io.factorial.task.TaskStatus;
import java.util.List;

/** Rows 4 to 10: the end of a turn, or of a worker's hold on a task. */
final class Committing {
  private final StoreClock clock;
  private final Tasks tasks;
  private final Lines lines;
  private final Workers workers;
  private final Lifecycle lifecycle;
  private final Waiting waiting;
  private final Writing writing;
  private final Ending ending;
  private final Fetching fetching;
  private final Metrics metrics;
  private final Events events;

  Committing(
      StoreClock clock,
      Tasks tasks,
      Lines lines,
      Workers workers,
      Lifecycle lifecycle,
      Waiting waiting,
      Writing writing,
      Ending ending,
      Fetching fetching,
      Metrics metrics,
      Events events) {
    this.clock = clock;
    this.tasks = tasks;
    this.lines = lines;
    this.workers = workers;
    this.lifecycle = lifecycle;
    this.waiting = waiting;
    this.writing = writing;
    this.ending = ending;
    this.fetching = fetching;
    this.metrics = metrics;
    this.events = events;
  }

  CommitResult commit(Lease lease, Write write, Next next, Wish refill) {
    StoredTask task = tasks.find(lease.task());
    if (task == null) {
      return new WriteResult.Stale(0);
    }
    if (write.op().equals(task.lastOp) && task.lastAnswer instanceof CommitResult first) {
      return first;
    }
    WriteResult.Refused refused = writing.refusal(task, lease, write);
    if (refused != null) {
      return refused;
    }
    writing.apply(task, write);
    if (!refill.leaseLength().isZero()) {
      workers.renew(lease.worker(), refill.leaseLength());
    }
    CommitResult result = apply(task, write, next);
    task.lastOp = write.op();
    task.lastAnswer = result;
    return result instanceof CommitResult.Released released
        ? refilled(released, lease, refill)
        : result;
  }

  private CommitResult refilled(CommitResult.Released released, Lease lease, Wish refill) {
    if (refill.wants().isEmpty()) {
      return released;
    }
    ending.cascadeNew();
    List<LeasedTask> more = fetching.refill(lease.worker(), refill);
    return new CommitResult.Released(released.outcome(), more);
  }

  private CommitResult apply(StoredTask task, Write write, Next next) {
    return switch (next) {
      case Next.Continue on -> continueTurn(task, write, on);
      case Next.Park park -> park(task, write, park);
      case Next.BackOff backOff -> backOff(task, backOff);
      case Next.HandBack back -> handBack(task);
      case Next.Complete complete -> complete(task, write, complete);
      case Next.Fail fail -> fail(task, fail.error());
      case Next.Pause pause -> pause(task, pause.reason());
    };
  }

  /** 4 */
  private CommitResult continueTurn(StoredTask task, Write write, Next.Continue next) {
    beginTurn(task);
    if (next.yields() || lines.hasBetterClaimThan(task)) {
      lifecycle.leave(task);
      lifecycle.runnableAtHead(task);
      return released(Outcome.YIELDED);
    }
    lines.chargeOn(task);
    task.readInbox();
    return new CommitResult.Continued(
        task.length(), task.journalFrom(write.lengthAfter()), events.isWatched(task));
  }

  /** 5 */
  private CommitResult park(StoredTask task, Write write, Next.Park park) {
    waiting.park(task, park.open());
    TaskStatus pending = Lifecycle.pendingStatus(task);
    if (pending == null) {
      waiting.readAnswers(task);
      return new CommitResult.Continued(
          task.length(), task.journalFrom(write.lengthAfter()), events.isWatched(task));
    }
    park.parked().forEach(event -> events.tell(task, event));
    lifecycle.leave(task);
    lifecycle.park(task, pending);
    return released(Outcome.PARKED);
  }

  /** 6 */
  private CommitResult backOff(StoredTask task, Next.BackOff backOff) {
    if (backOff.counted()) {
      task.attempt++;
      metrics.count(task.agent, Metrics.RETRIES);
    }
    lifecycle.leave(task);
    lifecycle.backOff(task, clock.after(backOff.delay()), backOff.reason());
    return released(Outcome.BACKED_OFF);
  }

  /** 7 */
  private CommitResult complete(StoredTask task, Write write, Next.Complete complete) {
    if (!task.inbox.isEmpty()) {
      return reopen(task, write, complete);
    }
    task.append(new Entry(task.turn, 0, task.attempt, Entry.Kind.OUTPUT, complete.output()));
    task.output = complete.output();
    task.turnOpen = false;
    metrics.count(task.agent, Metrics.TURNS);
    complete.closed().forEach(event -> events.tell(task, event));
    ending.end(task, TaskStatus.COMPLETED);
    return released(Outcome.CLOSED);
  }

  private CommitResult reopen(StoredTask task, Write write, Next.Complete complete) {
    complete.reopenedEntries().forEach(entry -> writing.append(task, entry));
    complete.reopened().forEach(event -> events.tell(task, event));
    beginTurn(task);
    lines.chargeOn(task);
    task.readInbox();
    return new CommitResult.Reopened(
        task.length(), task.journalFrom(write.lengthAfter()), events.isWatched(task));
  }

  /** 8 */
  private CommitResult fail(StoredTask task, RunError error) {
    task.error = error;
    ending.end(task, TaskStatus.FAILED);
    return released(Outcome.CLOSED);
  }

  /** 9 */
  private CommitResult pause(StoredTask task, String reason) {
    lifecycle.pause(task, reason);
    return released(Outcome.PAUSED);
  }

  /** 10 */
  private CommitResult handBack(StoredTask task) {
    lifecycle.leave(task);
    lifecycle.runnableAtHead(task);
    return released(Outcome.HANDED_BACK);
  }

  /** Ends the turn that was committed: whatever waited for it needs no answer any more. */
  private void beginTurn(StoredTask task) {
    waiting.dismissAll(task);
    task.turn++;
    task.attempt = 0;
    task.recoveries = 0;
    task.turnOpen = false;
    metrics.count(task.agent, Metrics.TURNS);
  }

  private static CommitResult released(Outcome outcome) {
    return new CommitResult.Released(outcome, List.of());
  }
}
