package io.factorial.inmemory;

import io.factorial.port.Answer;
import io.factorial.port.ChildResult;
import io.factorial.port.Entry;
import io.factorial.port.NewWait;
import io.factorial.port.OpId;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Signals;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tasks wait for: a wait is reserved, opened, and answered or closed. */
final class Waiting {
  private final StoreClock clock;
  private final Tasks tasks;
  private final Timers timers;
  private final WaitIndex index;
  private final Lifecycle lifecycle;
  private final Cascade cascade;
  private final Events events;
  private final SignalBox signals;

  Waiting(
      StoreClock clock,
      Tasks tasks,
      Timers timers,
      WaitIndex index,
      Lifecycle lifecycle,
      Cascade cascade,
      Events events,
      SignalBox signals) {
    this.clock = clock;
    this.tasks = tasks;
    this.timers = timers;
    this.index = index;
    this.lifecycle = lifecycle;
    this.cascade = cascade;
    this.events = events;
    this.signals = signals;
  }

  /** Records a wait; one that is reserved already takes the definition, an answer stays. */
  void reserve(StoredTask task, NewWait definition) {
    StoredWait wait = task.waits.get(definition.call());
    if (wait == null) {
      StoredWait first = new StoredWait(task, definition);
      task.waits.put(definition.call(), first);
      task.liveWaits.add(first);
    } else if (wait.isSpent()) {
      wait.renew(definition);
      task.liveWaits.add(wait);
    } else if (wait.state == StoredWait.State.RESERVED) {
      wait.definition = definition;
    }
  }

  /** Opens the waits that a task is to park on, and closes every other one of the turn. */
  void park(StoredTask task, List<NewWait> definitions) {
    Set<String> named = new HashSet<>();
    for (NewWait definition : definitions) {
      named.add(definition.call());
      reserve(task, definition);
    }
    task.liveWaits.removeIf(wait -> !named.contains(wait.definition.call()) && dismiss(wait));
    for (StoredWait wait : task.liveWaits) {
      wait.parked = true;
      openIfReserved(wait);
    }
  }

  /** Closes what the calls of a turn have not waited for: each call has its result. */
  void dismissAll(StoredTask task) {
    task.liveWaits.removeIf(Waiting::dismiss);
  }

  /** Closes all waits of a task that ends. */
  void closeAll(StoredTask task) {
    for (StoredWait wait : task.liveWaits) {
      if (wait.state == StoredWait.State.OPEN) {
        leaveOpen(wait);
        wait.closedByEnd = true;
      }
      if (wait.takesAnswers()) {
        wait.state = StoredWait.State.CLOSED;
      }
    }
    task.liveWaits.removeIf(wait -> wait.unread == null && !wait.closedByEnd);
  }

  /** 13: an answer from outside. */
  AnswerOutcome answer(StoredTask task, StoredWait wait, Answer answer, OpId op) {
    if (wait.answers.contains(op)) {
      return AnswerOutcome.ACCEPTED;
    }
    if (!wait.takesAnswers()) {
      return wait.state == StoredWait.State.ANSWERED && !task.status.isOver()
          ? AnswerOutcome.ALREADY_ANSWERED
          : AnswerOutcome.CLOSED;
    }
    if (answer.kind() != null && answer.kind() != wait.definition.kind()) {
      return AnswerOutcome.OTHER_KIND;
    }
    String seen = answer.argumentsHash();
    if (seen != null && !seen.equals(wait.definition.argumentsHash())) {
      return AnswerOutcome.CHANGED;
    }
    wait.answers.add(op);
    tellAnswered(wait);
    accept(wait, answer.payload());
    return AnswerOutcome.ACCEPTED;
  }

  /** 19: the answer of a wait that nobody answered in time. */
  void timeOut(StoredWait wait, Payload onTimeout) {
    accept(wait, onTimeout);
  }

  /** 14: tells a parent how a child ended. */
  void childEnded(StoredTask child, Parent of) {
    StoredTask parent = tasks.find(of.waitId().task());
    if (parent == null) {
      return;
    }
    parent.childEnded(of.waitId().call(), child.id);
    if (!parent.results(of.waitId().call()).keep(result(child, of.index()))) {
      return;
    }
    StoredWait wait = parent.waits.get(of.waitId().call());
    if (wait != null && wait.takesAnswers() && wait.definition.children() > 0 && wait.isDecided()) {
      tellAnswered(wait);
      accept(wait, Payload.EMPTY);
    }
  }

  /** Writes the answers that a task was parked for into its journal, in the order of the calls. */
  void readAnswers(StoredTask task) {
    List<StoredWait> answered =
        task.liveWaits.stream()
            .filter(wait -> wait.parked && wait.unread != null)
            .sorted(StoredWait.CALL_ORDER)
            .toList();
    answered.forEach(wait -> read(task, wait));
  }

  /** Answers the calls whose waits the end of the task closed: empty, nobody answered them. */
  void readClosed(StoredTask task) {
    for (StoredWait wait : task.liveWaits) {
      if (wait.closedByEnd) {
        wait.closedByEnd = false;
        wait.unread = Payload.EMPTY;
      }
    }
    readAnswers(task);
  }

  private void read(StoredTask task, StoredWait wait) {
    Payload answer = wait.unread;
    if (answer != null) {
      NewWait of = wait.definition;
      task.append(new Entry(of.turn(), of.index(), task.attempt, Entry.Kind.ANSWER, answer));
      wait.unread = null;
      task.liveWaits.remove(wait);
    }
  }

  private void openIfReserved(StoredWait wait) {
    if (wait.state != StoredWait.State.RESERVED) {
      return;
    }
    Instant until = wait.definition.until();
    Instant deadline =
        until == null ? clock.after(wait.definition.timeout()) : clock.bounded(until);
    wait.state = StoredWait.State.OPEN;
    wait.since = clock.now();
    wait.deadline = deadline;
    wait.task.openWaits++;
    index.add(wait, clock.now());
    timers.add(deadline, Timer.Kind.WAIT_DEADLINE, wait.task.id.value(), wait.definition.call());
    wait.definition.reminders().forEach(time -> remindAt(wait, clock.after(time)));
    if (wait.isForChildren() && wait.isDecided()) {
      // Nothing would ever answer it: no child is left to end, or as many as it needs have.
      accept(wait, Payload.EMPTY);
    }
  }

  private void remindAt(StoredWait wait, Instant at) {
    wait.reminders.add(at);
    timers.add(at, Timer.Kind.REMINDER, wait.task.id.value(), wait.definition.call());
  }

  private void accept(StoredWait wait, Payload answer) {
    if (wait.state == StoredWait.State.OPEN) {
      leaveOpen(wait);
    }
    wait.state = StoredWait.State.ANSWERED;
    wait.unread = answer;
    cascade.add(wait.task, wait.definition.call());
    wake(wait.task);
  }

  /** Lets a parked task go on once nothing is open, and tells the worker of a running one. */
  private void wake(StoredTask task) {
    if (task.status == TaskStatus.PROCESSING && task.worker != null) {
      signals.call(task.worker, (Signals listener) -> listener.answered(task.id));
      return;
    }
    if (!task.isParked() || task.openWaits > 0) {
      return;
    }
    readAnswers(task);
    lifecycle.runnable(task);
  }

  /** Takes an open wait out of the lists and timers. */
  private void leaveOpen(StoredWait wait) {
    String task = wait.task.id.value();
    String call = wait.definition.call();
    wait.task.openWaits--;
    Instant since = wait.since;
    if (since != null) {
      index.remove(wait, since);
    }
    Instant deadline = wait.deadline;
    if (deadline != null) {
      timers.remove(deadline, Timer.Kind.WAIT_DEADLINE, task, call);
    }
    wait.reminders.forEach(at -> timers.remove(at, Timer.Kind.REMINDER, task, call));
    wait.reminders.clear();
  }

  private void tellAnswered(StoredWait wait) {
    events.tell(wait.task, "wait_answered", Map.of("call", wait.definition.call()));
  }

  /** The call has its result by itself: an answer that came early is not needed. */
  private static boolean dismiss(StoredWait wait) {
    wait.unread = null;
    if (wait.state == StoredWait.State.RESERVED) {
      wait.state = StoredWait.State.CLOSED;
    }
    return true;
  }

  private static ChildResult result(StoredTask child, int index) {
    return new ChildResult(
        index,
        child.id,
        child.status,
        child.output,
        child.error,
        child.startedAt == null ? 0 : child.turn + 1,
        child.usage);
  }
}
