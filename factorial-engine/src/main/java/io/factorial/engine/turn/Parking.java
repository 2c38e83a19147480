package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.OpenTurn;
import io.factorial.event.TaskEvent;
import io.factorial.port.NewWait;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parks a run on what it waits for. */
final class Parking {
  private final LiveRun run;
  private final StepLog log;
  private final Draft draft;
  private final TurnSettings settings;
  private final TurnClock clock;

  Parking(LiveRun run, StepLog log, Draft draft, TurnSettings settings, TurnClock clock) {
    this.run = run;
    this.log = log;
    this.draft = draft;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Parks on calls, all of them at once.
   *
   * @param turn the turn
   * @param waiting what its calls wait for, by index
   * @return whether the run goes on: the answers may have come meanwhile
   * @throws InterruptedException when the run is interrupted
   */
  TurnEnd park(OpenTurn turn, Map<Integer, Deferral> waiting) throws InterruptedException {
    List<NewWait> open = new ArrayList<>();
    waiting.forEach(
        (index, deferral) ->
            open.add(
                CallWaits.of(
                    turn.calls().get(index),
                    draft.at(index, new Content.Deferred(deferral, 0)),
                    deferral,
                    settings)));
    draft.recordHeld();
    hold(waiting);
    return park(open);
  }

  /**
   * Parks on the answer to a question about the run itself.
   *
   * @param question the question
   * @param wait its wait
   * @return whether the run goes on
   * @throws InterruptedException when the run is interrupted
   */
  TurnEnd park(Content.Question question, NewWait wait) throws InterruptedException {
    draft.append(0, question);
    return park(List.of(wait));
  }

  private TurnEnd park(List<NewWait> open) throws InterruptedException {
    Step last = draft.closing(draft.taken(), false);
    TurnEnd end = log.commit(last, new Ending.Park(open, List.of(pending(open))));
    draft.stands();
    return end;
  }

  /** A run that waits for nothing but children may keep its slot a moment: they may be short. */
  private void hold(Map<Integer, Deferral> waiting) throws InterruptedException {
    Set<String> agents = new HashSet<>();
    for (Deferral deferral : waiting.values()) {
      if (!(deferral instanceof Deferral.Children children)) {
        return;
      }
      agents.add(children.agent());
    }
    if (!draft.step().contents().isEmpty()) {
      draft.record();
    }
    log.hold(waiting.size(), agents);
  }

  private EventDraft pending(List<NewWait> open) {
    List<TaskId> children = new ArrayList<>();
    List<Wait> waits = new ArrayList<>();
    Instant now = clock.now();
    for (NewWait wait : open) {
      if (wait.children() > 0) {
        for (int i = 0; i < wait.children(); i++) {
          children.add(run.taskId().child(wait.turn(), wait.index(), i));
        }
      } else {
        waits.add(shown(run, wait, now));
      }
    }
    return waits.isEmpty()
        ? EventDraft.of(meta -> new TaskEvent.PendingChildTasks(meta, children))
        : EventDraft.of(meta -> new TaskEvent.PendingToolResults(meta, waits));
  }

  /** A wait as people see it. */
  static Wait shown(LiveRun run, NewWait wait, Instant now) {
    return new Wait(
        run.taskId(),
        wait.call(),
        wait.kind(),
        run.agent(),
        run.ownerId(),
        wait.tool(),
        CallWaits.arguments(wait),
        wait.argumentsHash(),
        wait.question(),
        now,
        Optional.of(wait.until() == null ? now.plus(wait.timeout()) : wait.until()));
  }
}
