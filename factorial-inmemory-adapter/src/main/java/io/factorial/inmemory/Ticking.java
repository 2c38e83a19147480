package io.factorial.inmemory;

import io.factorial.port.Payload;
import io.factorial.port.TickResult;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows 18 to 21: does what is due. */
final class Ticking {
  private static final int MAX_RECOVERED = 250;
  private static final long FIRST_DELAY = 1_000;
  private static final long LONGEST_DELAY = 60_000;
  private static final int MAX_DOUBLINGS = 6;
  private static final long JITTER_STEPS = 1_000;

  /** Spreads the tasks of one tick: coprime to the number of steps. */
  private static final long JITTER_STRIDE = 617;

  private final StoreClock clock;
  private final Tasks tasks;
  private final Timers timers;
  private final Workers workers;
  private final Lifecycle lifecycle;
  private final Waiting waiting;
  private final Ending ending;
  private final Cascade cascade;
  private final Schedules schedules;
  private final Metrics metrics;
  private final Events events;

  Ticking(
      StoreClock clock,
      Tasks tasks,
      Timers timers,
      Workers workers,
      Lifecycle lifecycle,
      Waiting waiting,
      Ending ending,
      Cascade cascade,
      Schedules schedules,
      Metrics metrics,
      Events events) {
    this.clock = clock;
    this.tasks = tasks;
    this.timers = timers;
    this.workers = workers;
    this.lifecycle = lifecycle;
    this.waiting = waiting;
    this.ending = ending;
    this.cascade = cascade;
    this.schedules = schedules;
    this.metrics = metrics;
    this.events = events;
  }

  TickResult tick(int max, int maxCollected, long seed) {
    workers.reached();
    Round round = new Round(max, seed);
    while (round.changed < max && !round.recoveryIsFull()) {
      Timer timer = timers.pollDue(clock.now());
      if (timer == null) {
        break;
      }
      fire(timer, round);
    }
    round.changed += ending.cascade(Math.min(Cascade.CHUNK, max - round.changed));
    cascade.takeGrown();
    boolean uncollected = tasks.collect(maxCollected);
    boolean more = !cascade.isEmpty() || isDue(timers.next());
    return new TickResult(
        round.changed, more, uncollected, nextDue(more), schedules.due(max), clock.now());
  }

  private void fire(Timer timer, Round round) {
    switch (timer.kind()) {
      case TASK_DUE -> taskDue(timer, round);
      case REMINDER -> remind(timer, round);
      case WAIT_DEADLINE -> waitTimedOut(timer, round);
      case TASK_DEADLINE -> deadline(timer, round);
      case WORKER_LEASE -> recover(timer, round);
    }
  }

  /** 18 */
  private void taskDue(Timer timer, Round round) {
    StoredTask task = tasks.find(new TaskId(timer.name()));
    if (task != null && task.status == TaskStatus.BACKOFF) {
      round.changed++;
      lifecycle.runnable(task);
    }
  }

  /** 19 */
  private void remind(Timer timer, Round round) {
    StoredWait wait = openWait(timer);
    if (wait != null) {
      round.changed++;
      wait.reminders.remove(timer.due());
      events.tell(wait.task, "wait_reminder", wait.fields());
    }
  }

  /** 19 */
  private void waitTimedOut(Timer timer, Round round) {
    StoredWait wait = openWait(timer);
    if (wait == null) {
      return;
    }
    round.changed++;
    events.tell(wait.task, "wait_timed_out", Map.of("call", timer.call()));
    Payload onTimeout = wait.definition.onTimeout();
    if (onTimeout == null) {
      ending.fail(wait.task, "wait_timed_out", "no answer in time to call " + timer.call());
    } else {
      waiting.timeOut(wait, onTimeout);
    }
  }

  /** 19 */
  private void deadline(Timer timer, Round round) {
    StoredTask task = tasks.find(new TaskId(timer.name()));
    if (task == null || task.status.isOver()) {
      return;
    }
    if (!task.pauseAtDeadline) {
      round.changed++;
      ending.fail(
          task,
          "deadline_exceeded",
          "the task's time is over: " + task.wallClock.toSeconds() + " s");
    } else if (task.status != TaskStatus.PAUSED) {
      round.changed++;
      lifecycle.interrupt(task);
      lifecycle.pause(task, "deadline_exceeded");
      events.tell(task, "run_paused", Map.of("reason", "deadline_exceeded"));
    }
  }

  /** 20 */
  private void recover(Timer timer, Round round) {
    WorkerId worker = new WorkerId(timer.name());
    List<StoredTask> held = workers.tasksOf(worker).stream().limit(round.recoverable()).toList();
    held.forEach(task -> recover(task, round));
    if (workers.tasksOf(worker).isEmpty()) {
      workers.end(worker);
    } else {
      timers.add(timer.due(), timer.kind(), timer.name());
    }
  }

  private void recover(StoredTask task, Round round) {
    round.changed++;
    round.recovered++;
    long lostFence = task.fence;
    task.fence++;
    task.recoveries++;
    metrics.count(task.agent, Metrics.RECOVERIES);
    if (task.recoveries > task.maxRecoveries) {
      events.tell(task, "step_superseded", lostFence, Map.of());
      ending.fail(
          task, "max_recoveries", "its worker died " + task.recoveries + " times without a step");
      return;
    }
    Map<String, String> fields = Map.of("recoveries", Integer.toString(task.recoveries));
    events.tell(task, "run_recovered", fields);
    events.tell(task, "step_superseded", lostFence, Map.of());
    lifecycle.leave(task);
    if (task.recoveries == 1) {
      lifecycle.runnable(task);
    } else {
      lifecycle.backOff(task, clock.after(round.delay(task)), "worker lost");
    }
  }

  private @Nullable StoredWait openWait(Timer timer) {
    StoredTask task = tasks.find(new TaskId(timer.name()));
    StoredWait wait = task == null ? null : task.waits.get(timer.call());
    return wait == null || wait.state != StoredWait.State.OPEN ? null : wait;
  }

  private boolean isDue(@Nullable Instant time) {
    return time != null && clock.isPast(time);
  }

  private Optional<Duration> nextDue(boolean more) {
    if (more) {
      return Optional.of(Duration.ZERO);
    }
    Instant next = earlier(timers.next(), schedules.next());
    Duration silence = workers.longestSilence();
    if (next == null) {
      return Optional.ofNullable(silence);
    }
    Duration left = Duration.between(clock.now(), next);
    return Optional.of(silence == null || left.compareTo(silence) < 0 ? left : silence);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** What one tick has done so far. */
  private static final class Round {
    private final int max;
    private final long jitter;
    private int changed;
    private int recovered;

    Round(int max, long seed) {
      this.max = max;
      this.jitter = Math.floorMod(seed, JITTER_STEPS);
    }

    int recoverable() {
      return Math.min(MAX_RECOVERED - recovered, max - changed);
    }

    boolean recoveryIsFull() {
      return recovered >= MAX_RECOVERED;
    }

    /** Doubles with each recovery; the tasks of one tick are spread over its second half. */
    Duration delay(StoredTask task) {
      int doublings = Math.min(task.recoveries - 1, MAX_DOUBLINGS);
      long full = Math.min(LONGEST_DELAY, FIRST_DELAY << doublings);
      long share = Math.floorMod(jitter + recovered * JITTER_STRIDE, JITTER_STEPS);
      return Duration.ofMillis(full / 2 + full / 2 * share / JITTER_STEPS);
    }
  }
}
