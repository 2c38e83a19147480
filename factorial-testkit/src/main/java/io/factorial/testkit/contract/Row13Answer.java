package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Answer;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.NewWait;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.WaitId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row 13, answer: a client, a webhook or a person answers a wait; the first answer counts. */
public interface Row13Answer extends QueueScene {
  @Test
  default void anAnswerToTheLastOpenWaitMakesTheTaskRunnable() {
    TaskId id = parked("ada");

    assertThat(answer(id, "call_1", "yes")).isEqualTo(AnswerOutcome.ACCEPTED);

    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
    assertThat(record(id).openWaits()).isZero();
    assertThat(journal(id))
        .last()
        .isEqualTo(new Entry(0, 0, 0, Entry.Kind.ANSWER, Payload.utf8("yes")));
    assertThat(store().waits(WaitFilter.all(), null, 10).items()).isEmpty();
  }

  @Test
  default void aTaskGoesOnInTheTurnInWhichItParked() {
    TaskId id = parked("ada");
    answer(id, "call_1", "yes");

    Running running = fetchOne();
    assertThat(running.turn()).isZero();
    assertThat(running.leased().turnOpen()).isTrue();
    assertThat(texts(running.leased().journal(), Entry.Kind.ANSWER)).containsExactly("yes");
    running.continueTurn();
  }

  @Test
  default void anAnswerToOneOfTwoWaitsLeavesTheTaskParked() {
    TaskId id = parkedOnTwo();

    answer(id, "call_2", "two");
    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    assertThat(record(id).openWaits()).isEqualTo(1);
    assertThat(texts(id, Entry.Kind.ANSWER)).isEmpty();
    nothingIsRunnable();
  }

  private TaskId parkedOnTwo() {
    Running running = running("ada");
    running.parkOn(running.deferred("call_1", 0), running.deferred("call_2", 1));
    return running.id();
  }

  @Test
  default void answersGoToTheJournalInTheOrderOfTheirCalls() {
    TaskId id = parkedOnTwo();
    answer(id, "call_2", "two");
    answer(id, "call_1", "one");

    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("one", "two");
  }

  @Test
  default void aMessageDoesNotStandBetweenACallAndItsAnswer() {
    TaskId id = parked("ada");
    steer(id, "hurry");
    answer(id, "call_1", "yes");

    Running running = fetchOne();
    assertThat(texts(id, Entry.Kind.STEERING)).isEmpty();
    assertThat(texts(running.continueTurn().arrived(), Entry.Kind.STEERING))
        .containsExactly("hurry");
  }

  @Test
  default void anAnswerWhileTheTaskRunsIsKeptUntilItParks() {
    Running running = halfTurn("ada");

    assertThat(answer(running.id(), "call_1", "early")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(texts(running.id(), Entry.Kind.ANSWER)).isEmpty();
    assertThat(
            running.tryCommit(
                running.lastWrite().build(), Running.parking(running.deferred("call_1", 0))))
        .isInstanceOf(CommitResult.Continued.class);
  }

  @Test
  default void anAnswerWhileTheTaskRunsIsSignalledToItsWorker() {
    Running running = halfTurn("ada");
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(WORKER, signals)) {
      assertThat(subscription).isNotNull();
      answer(running.id(), "call_1", "early");
      signals.await("answered " + running.id());
    }
  }

  @Test
  default void anAnswerThatWakesTheTaskRingsTheBell() {
    TaskId id = parked("ada");
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(WORKER, signals)) {
      assertThat(subscription).isNotNull();
      answer(id, "call_1", "yes");
      signals.await("work at " + AGENT + " in " + id.partition());
    }
  }

  @Test
  default void aSecondAnswerIsRefusedAndTheFirstStays() {
    TaskId id = parkedOnTwo();
    answer(id, "call_1", "first");

    assertThat(answer(id, "call_1", "second")).isEqualTo(AnswerOutcome.ALREADY_ANSWERED);
    answer(id, "call_2", "two");
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("first", "two");
  }

  @Test
  default void anAnswerThatComesAgainDuringTheNextWaitIsRefused() {
    TaskId id = parked("ada");
    answer(id, "call_1", "yes");
    Running running = fetchOne();
    running.continueTurn();
    running.parkOn(running.deferred("call_2", 0));

    assertThat(answer(id, "call_1", "yes"))
        .isIn(AnswerOutcome.ALREADY_ANSWERED, AnswerOutcome.CLOSED);
    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("yes");
  }

  @Test
  default void anAnswerToAnUnknownWaitOrTaskIsRefused() {
    TaskId id = parked("ada");

    assertThat(answer(id, "call_9", "yes")).isEqualTo(AnswerOutcome.UNKNOWN);
    assertThat(answer(queue().id("ada", Nonce.random()), "call_1", "yes"))
        .isEqualTo(AnswerOutcome.UNKNOWN);
  }

  @Test
  default void anAnswerAfterTheEndIsRefused() {
    TaskId id = parked("ada");
    cancel(id);

    assertThat(answer(id, "call_1", "late")).isEqualTo(AnswerOutcome.CLOSED);
    assertThat(status(id)).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void anApprovalCountsOnlyForTheArgumentsThatWereSeen() {
    TaskId id = awaitingApproval();

    assertThat(approve(id, "other hash")).isEqualTo(AnswerOutcome.CHANGED);
    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    assertThat(approve(id, "hash")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void anApprovalWithoutAHashCountsForWhatIsStored() {
    TaskId id = awaitingApproval();

    assertThat(answer(id, "call_1", "approved")).isEqualTo(AnswerOutcome.ACCEPTED);
  }

  private TaskId awaitingApproval() {
    Running running = running("ada");
    NewWait wait =
        running
            .waiting(Wait.Kind.APPROVAL, "call_1", 0)
            .asking(Payload.utf8("{}"), "hash", "May I?");
    running.parkOn(wait);
    return running.id();
  }

  private AnswerOutcome approve(TaskId id, String hash) {
    return queue()
        .answer(
            new WaitId(id, "call_1"), new Answer(Payload.utf8("approved"), hash), OpId.random());
  }

  @Test
  default void anAnswerCountsOnlyForAWaitOfItsKind() {
    TaskId approval = awaitingApproval();
    TaskId tool = parked("ada");

    assertThat(answerAs(Wait.Kind.DEFERRED_TOOL, approval)).isEqualTo(AnswerOutcome.OTHER_KIND);
    assertThat(answerAs(Wait.Kind.APPROVAL, tool)).isEqualTo(AnswerOutcome.OTHER_KIND);
    assertThat(status(approval)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    assertThat(status(tool)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);

    assertThat(answerAs(Wait.Kind.APPROVAL, approval)).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(answerAs(Wait.Kind.DEFERRED_TOOL, tool)).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(answerAs(Wait.Kind.APPROVAL, tool)).isEqualTo(AnswerOutcome.ALREADY_ANSWERED);
  }

  private AnswerOutcome answerAs(Wait.Kind kind, TaskId id) {
    return queue()
        .answer(
            new WaitId(id, "call_1"), new Answer(Payload.utf8("yes"), null, kind), OpId.random());
  }

  @Test
  default void anAnswerOfAKindFindsAWaitThatIsOnlyReserved() {
    Running running = running("ada");
    running.record(running.write().reserveWait(running.deferred("call_1", 0)).build());

    assertThat(answerAs(Wait.Kind.APPROVAL, running.id())).isEqualTo(AnswerOutcome.OTHER_KIND);
    assertThat(answerAs(Wait.Kind.DEFERRED_TOOL, running.id())).isEqualTo(AnswerOutcome.ACCEPTED);
  }

  @Test
  default void aRepeatedAnswerIsAnsweredAsTheFirst() {
    TaskId id = parked("ada");
    Heard heard = listen("ada");
    OpId op = OpId.random();
    var wait = new WaitId(id, "call_1");

    assertThat(queue().answer(wait, Answer.of(Payload.utf8("yes")), op))
        .isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(queue().answer(wait, Answer.of(Payload.utf8("yes")), op))
        .isEqualTo(AnswerOutcome.ACCEPTED);
    fetchOne().complete("done");
    assertThat(queue().answer(wait, Answer.of(Payload.utf8("yes")), op))
        .isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("yes");
    heard.only("wait_answered");
  }

  @Test
  default void anAnswerIsToldWithItsCall() {
    TaskId id = parked("ada");
    Heard heard = listen("ada");
    answer(id, "call_1", "yes");

    assertThat(heard.only("wait_answered").fields()).containsEntry("call", "call_1");
  }

  @Test
  default void aRefusedAnswerIsNotTold() {
    TaskId id = parkedOnTwo();
    answer(id, "call_1", "yes");
    Heard heard = listen("ada");
    answer(id, "call_1", "again");

    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void anAnswerToAPausedTaskIsKeptForItsRevival() {
    Running running = running(task("ada").deadline(Duration.ofHours(1), true));
    running.parkOn(running.deferred("call_1", 0));
    elapseAndTick(Duration.ofHours(1));
    assertThat(status(running.id())).isEqualTo(TaskStatus.PAUSED);

    assertThat(answer(running.id(), "call_1", "yes")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(status(running.id())).isEqualTo(TaskStatus.PAUSED);
  }

  @Test
  default void ofTwoAnswersTheFirstCountsAndTheTaskIsQueuedOnce() {
    TaskId id = parked("ada");

    assertThat(answer(id, "call_1", "one")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(answer(id, "call_1", "two")).isEqualTo(AnswerOutcome.ALREADY_ANSWERED);
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void anAnswerBeforeTheDeadlineStopsTheDeadline() {
    TaskId id = parked("ada");
    answer(id, "call_1", "yes");
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofDays(8));

    assertThat(heard.types()).isEmpty();
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("yes");
  }

  @Test
  default void anAnswerAfterTheDeadlineIsRefused() {
    TaskId id = parked("ada");
    elapseAndTick(Duration.ofDays(7));

    assertThat(answer(id, "call_1", "late")).isEqualTo(AnswerOutcome.ALREADY_ANSWERED);
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("");
  }

  @Test
  default void anAnswerAfterTheDeadlineAndBeforeItsTickCounts() {
    TaskId id = parked("ada");
    elapse(Duration.ofDays(7));

    assertThat(answer(id, "call_1", "just in time")).isEqualTo(AnswerOutcome.ACCEPTED);
    tick();
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("just in time");
  }
}
