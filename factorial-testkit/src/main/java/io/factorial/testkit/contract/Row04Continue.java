package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 4, commit Continue: a turn ends and the next one begins under the same lease. */
public interface Row04Continue extends QueueScene {
  @Test
  default void aContinuedTaskIsInItsNextTurn() {
    Running running = running("ada");

    CommitResult.Continued continued = running.continueTurn();

    assertThat(continued.length()).isEqualTo(2);
    assertThat(continued.arrived()).isEmpty();
    assertThat(record(running.id()).turn()).isEqualTo(1);
    assertThat(record(running.id()).attempt()).isZero();
    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    running.continueTurn();
    assertThat(record(running.id()).turn()).isEqualTo(2);
  }

  @Test
  default void messagesArriveWhenATurnEnds() {
    Running running = running("ada");
    running.completion();
    steer(running.id(), "one", "two");

    CommitResult.Continued continued = running.continueTurn();

    assertThat(texts(continued.arrived(), Entry.Kind.STEERING)).containsExactly("one", "two");
    assertThat(continued.arrived()).allSatisfy(entry -> assertThat(entry.turn()).isEqualTo(1));
    assertThat(continued.length()).isEqualTo(5);
    assertThat(texts(running.id(), Entry.Kind.STEERING)).containsExactly("one", "two");
  }

  @Test
  default void messagesArriveOnce() {
    Running running = running("ada");
    steer(running.id(), "one");

    assertThat(running.continueTurn().arrived()).hasSize(1);
    assertThat(running.continueTurn().arrived()).isEmpty();
    assertThat(texts(running.id(), Entry.Kind.STEERING)).containsExactly("one");
  }

  @Test
  default void messagesThatCameBetweenTwoTurnsWaitForTheNextEnd() {
    Running running = running("ada");
    running.continueTurn();
    steer(running.id(), "one");
    running.completion();

    assertThat(running.continueTurn().arrived()).hasSize(1);
  }

  @Test
  default void aRepeatedContinueIsAnsweredAsTheFirstWithWhatArrived() {
    Running running = running("ada");
    steer(running.id(), "one");
    Write write = running.lastWrite().build();

    CommitResult first = commit(running, write, new Next.Continue(false));
    steer(running.id(), "two");
    CommitResult second = commit(running, write, new Next.Continue(false));

    assertThat(second).isEqualTo(first);
    assertThat(record(running.id()).turn()).isEqualTo(1);
    assertThat(texts(running.id(), Entry.Kind.STEERING)).containsExactly("one");
  }

  private CommitResult commit(Running running, Write write, Next next) {
    return queue().commit(running.lease(), write, next, Running.noRefill());
  }

  @Test
  default void retriesAreCountedPerTurn() {
    Running first = running("ada");
    first.backOff(Duration.ofSeconds(1), true);
    elapseAndTick(Duration.ofSeconds(1));
    Running second = fetchOne();
    assertThat(second.leased().task().attempt()).isEqualTo(1);

    second.continueTurn();
    assertThat(record(second.id()).attempt()).isZero();
  }

  @Test
  default void aWaitOfAnEndedTurnIsClosed() {
    Running running = halfTurn("ada");
    running.record(Entry.Kind.RESULT, 0, "it ended by itself");
    running.continueTurn();

    assertThat(answer(running.id(), "call_1", "late")).isEqualTo(AnswerOutcome.CLOSED);
  }

  @Test
  default void aWorkerThatAsksToYieldGivesUpTheSlot() {
    Running running = running("ada");

    CommitResult result = running.tryCommit(running.lastWrite().build(), new Next.Continue(true));

    assertThat(result).isEqualTo(released(CommitResult.Outcome.YIELDED));
    assertThat(record(running.id()).turn()).isEqualTo(1);
    assertThat(status(running.id())).isIn(TaskStatus.ACTIVE, TaskStatus.QUEUED);
    assertThat(WorkerMove.RECORD.by(running)).isInstanceOf(WriteResult.Stale.class);
    assertThat(fetchOne().turn()).isEqualTo(1);
  }

  private static CommitResult.Released released(CommitResult.Outcome outcome) {
    return new CommitResult.Released(outcome, List.of());
  }

  @Test
  default void aYieldedTaskIsAtTheHeadOfItsOwnersLine() {
    List<TaskId> ids = enqueue("ada", 3);
    Running running = fetchOne();
    running.tryCommit(running.lastWrite().build(), new Next.Continue(true));

    assertThat(fetchAll(WORKER)).extracting(Running::id).isEqualTo(ids);
  }

  @Test
  default void aSlotThatIsGivenUpBringsTheNextTask() {
    List<TaskId> ids = enqueue("ada", 2);
    Running first = fetchOne();

    CommitResult result =
        first.tryCommit(first.lastWrite().build(), Running.completing("done"), wish(1));

    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Released.class,
            released -> {
              Running next = first.next(released).getFirst();
              assertThat(next.id()).isEqualTo(ids.get(1));
              next.record(Entry.Kind.NOTE, 0, "in hand");
            });
  }

  @Test
  default void aReplayBringsNoNextTask() {
    enqueue("ada", 3);
    Running first = fetchOne();
    Write write = first.lastWrite().build();
    first.tryCommit(write, Running.completing("done"), wish(1));

    CommitResult replay = queue().commit(first.lease(), write, Running.completing("done"), wish(1));

    assertThat(replay).isEqualTo(released(CommitResult.Outcome.CLOSED));
    assertThat(fetchAll(OTHER)).hasSize(1);
  }

  @Test
  default void aContinuedTurnKeepsItsSlotWhateverTheRefill() {
    enqueue("ada", 2);
    Running first = fetchOne();

    assertThat(first.tryCommit(first.lastWrite().build(), new Next.Continue(false), wish(1)))
        .isInstanceOf(CommitResult.Continued.class);
  }

  @Test
  default void aCommitRenewsTheWorkersLease() {
    Running running = running("ada");
    elapse(Duration.ofSeconds(5));
    running.continueTurn();

    assertThat(store().fleet().workers())
        .filteredOn(worker -> worker.id().equals(WORKER))
        .singleElement()
        .satisfies(worker -> assertThat(worker.leaseEnd()).isEqualTo(now().plus(Running.LEASE)));
  }

  @Test
  default void aContinueWritesItsEventsAndNoOthers() {
    Running running = running("ada");
    Heard heard = listen("ada");
    running.tryCommit(
        running.lastWrite().event(running.event("turn_done")).build(), new Next.Continue(false));

    assertThat(heard.types()).containsExactly("turn_done");
  }

  @Test
  default void aLateContinueDoesNotQueueATaskThatAnotherWorkerRuns() {
    Running frozen = running("ada");
    silence();
    Running newer = fetchOne(OTHER);

    assertThat(WorkerMove.CONTINUE.by(frozen))
        .isEqualTo(new WriteResult.Stale(newer.lease().fence()));
    assertThat(record(newer.id()).worker()).isEqualTo(OTHER);
    nothingIsRunnable();
  }
}
