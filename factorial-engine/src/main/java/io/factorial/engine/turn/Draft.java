package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Conversation;
import io.factorial.event.RunEvent;
import io.factorial.message.Message;
import io.factorial.run.RunError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run will write next, and how far its conversation is ahead of the journal meanwhile. Not
 * thread-safe: the run's thread fills and writes it.
 */
final class Draft {
  private final LiveRun run;
  private final StepLog log;
  private final TurnClock clock;

  /** What is written next; results of the last calls ride along with the end of their turn. */
  private Step step = new Step();

  /** Whether the calls of this turn are to be written together with their results. */
  private boolean held;

  /** Where the conversation stood before a completion that is not recorded; null otherwise. */
  private Conversation.@Nullable Mark unrecorded;

  /** Tells of the messages that were applied last; null before the first. */
  private @Nullable EventDraft applied;

  Draft(LiveRun run, StepLog log, TurnClock clock) {
    this.run = run;
    this.log = log;
    this.clock = clock;
  }

  Step step() {
    return step;
  }

  Content.At at(int index, Content content) {
    return new Content.At(run.turn(), index, run.attempt(), content);
  }

  void append(int index, Content content) {
    Content.At at = at(index, content);
    step.add(at);
    run.conversation().append(at);
  }

  void turnBegins() {
    held = false;
  }

  /** What is appended from now on is taken back if it does not come to be written. */
  void remember() {
    unrecorded = run.conversation().mark();
  }

  /** What was appended since stands in the journal, or will be written by whatever comes next. */
  void stands() {
    unrecorded = null;
  }

  /** Keeps the completion back, to be written together with the results of its calls. */
  void hold() {
    held = true;
  }

  void record() {
    log.record(taken());
  }

  /** Writes a turn that was to be written as a whole, and now cannot come to its end at once. */
  void recordHeld() {
    if (held && step.holdsCompletion()) {
      record();
    }
  }

  /** What is to be written now, with all that changed since the last write. */
  Step taken() {
    Step taken = takenOver();
    run.moveInto(taken);
    return taken;
  }

  /** What is to be written now, as it is. */
  Step takenOver() {
    Step left = step;
    step = new Step();
    return left;
  }

  /** The same step, ending a turn, or a hold on it. */
  Step closing(Step last, boolean closed) {
    return last.add(at(0, turnEnd(closed)));
  }

  Content.TurnEnd turnEnd(boolean closed) {
    return new Content.TurnEnd(closed, clock.now().toEpochMilli());
  }

  /** Takes back what a failed turn did not write. That messages were applied is still told. */
  void forget() {
    recordHeld();
    Step left = new Step();
    step = applied != null && step.events().contains(applied) ? left.tell(applied) : left;
    if (unrecorded != null) {
      run.conversation().goBackTo(unrecorded);
      unrecorded = null;
    }
  }

  /** Tells, with the next write, of messages that are in the conversation already. */
  void steered(List<Message> messages) {
    if (!messages.isEmpty()) {
      applied = EventDraft.of(meta -> new RunEvent.SteeringApplied(meta, messages));
      step.tell(applied);
    }
  }

  /** Takes what the store appended meanwhile; the next write tells of it. */
  void arrive(List<Content.At> arrived) {
    List<Message> steering = new ArrayList<>();
    for (Content.At at : arrived) {
      run.conversation().append(at);
      if (at.content() instanceof Content.Steering message) {
        steering.add(message.message());
      }
      if (at.content() instanceof Content.Unreadable unreadable) {
        RunError error = new RunError("steering_unreadable", unreadable.why(), false);
        step.tell(EventDraft.of(meta -> new RunEvent.SteeringFailed(meta, error)));
      }
    }
    steered(steering);
  }
}
