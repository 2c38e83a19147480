package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.Payload;
import io.factorial.port.WaitRow;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 5, commit Park: the task waits, unless everything that it waits for is there already. */
public interface Row05Park extends QueueScene {
  @Test
  default void aParkedTaskIsInNobodysHands() {
    Running running = halfTurn("ada");

    CommitResult.Released released = running.park(running.deferred("call_1", 0));

    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.PARKED);
    assertThat(status(running.id())).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    assertThat(record(running.id()).worker()).isNull();
    assertThat(record(running.id()).openWaits()).isEqualTo(1);
    nothingIsRunnable();
  }

  @Test
  default void anOpenWaitIsListedWithWhatAPersonMustKnow() {
    Running running = running("ada");
    NewWait wait =
        running
            .waiting(Wait.Kind.APPROVAL, "call_1", 0)
            .asking(Payload.utf8("{}"), "hash", "May I?");
    running.parkOn(wait);

    List<WaitRow> rows = store().waits(WaitFilter.task(running.id()), null, 10).items();
    assertThat(rows)
        .containsExactly(
            new WaitRow(
                running.waitId("call_1"),
                Wait.Kind.APPROVAL,
                AGENT,
                "ada",
                "tool",
                Payload.utf8("{}"),
                "hash",
                "May I?",
                now(),
                now().plus(wait.timeout())));
  }

  @Test
  default void aReservedWaitIsNotListed() {
    halfTurn("ada");

    assertThat(store().waits(WaitFilter.all(), null, 10).items()).isEmpty();
  }

  @Test
  default void parkingMayChangeTheDefinitionOfAReservedWait() {
    Running running = halfTurn("ada");
    running.park(
        running.deferred("call_1", 0).ending(now().plusSeconds(60), Payload.EMPTY, List.of()));

    assertThat(store().waits(WaitFilter.all(), null, 10).items())
        .singleElement()
        .satisfies(row -> assertThat(row.deadline()).isEqualTo(now().plusSeconds(60)));
  }

  @Test
  default void waitingOnlyForChildrenIsItsOwnStatus() {
    Spawned family = family("ada", 1, ChildPolicy.collect());

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
  }

  @Test
  default void waitingForChildrenAndATimerIsWaitingForATool() {
    Running running = running("ada");
    running.parkOn(
        running.waiting(Wait.Kind.CHILD_TASK, "spawn", 0).forChildren(1, ChildPolicy.collect()),
        running.waiting(Wait.Kind.TIMER, "sleep", 1));

    assertThat(status(running.id())).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
  }

  @Test
  default void oneParkWaitsForAToolAnApprovalAndAChildTogether() {
    Running running = running("ada");
    NewWait children =
        running.waiting(Wait.Kind.CHILD_TASK, "spawn", 2).forChildren(1, ChildPolicy.collect());
    NewWait tool = running.deferred("call_1", 0);
    NewWait approval = running.waiting(Wait.Kind.APPROVAL, "call_2", 1);
    running.completion(tool, approval, children);
    TaskId child = enqueue(child(running, "ada", children, 0));
    running.park(tool, approval, children);
    assertThat(record(running.id()).openWaits()).isEqualTo(3);

    answer(running.id(), "call_2", "approved");
    fetchOne().complete("child's answer");
    assertThat(status(running.id())).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    answer(running.id(), "call_1", "tool's answer");

    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(texts(running.id(), Entry.Kind.ANSWER))
        .containsExactly("tool's answer", "approved", "");
    assertThat(store().children(running.waitId("spawn"), 0, 10))
        .singleElement()
        .satisfies(result -> assertThat(result.id()).isEqualTo(child));
  }

  @Test
  default void aTaskWhoseAnswersAreThereIsNotParked() {
    Running running = halfTurn("ada");
    answer(running.id(), "call_1", "early");

    CommitResult result =
        running.tryCommit(
            running.lastWrite().build(), Running.parking(running.deferred("call_1", 0)));

    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Continued.class,
            continued ->
                assertThat(texts(continued.arrived(), Entry.Kind.ANSWER)).containsExactly("early"));
    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    assertThat(record(running.id()).turn()).isZero();
    running.continueTurn();
  }

  @Test
  default void answersThatCameEarlyArriveInTheOrderOfTheirCalls() {
    Running running = running("ada");
    NewWait first = running.deferred("call_1", 0);
    NewWait second = running.deferred("call_2", 1);
    running.completion(first, second);
    answer(running.id(), "call_2", "two");
    answer(running.id(), "call_1", "one");

    CommitResult result =
        running.tryCommit(running.lastWrite().build(), Running.parking(first, second));

    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Continued.class,
            continued -> {
              assertThat(texts(continued.arrived(), Entry.Kind.ANSWER))
                  .containsExactly("one", "two");
              assertThat(continued.arrived()).extracting(Entry::index).containsExactly(0, 1);
            });
  }

  @Test
  default void aTaskWithOneOfTwoAnswersIsParkedOnTheOther() {
    Running running = running("ada");
    NewWait first = running.deferred("call_1", 0);
    NewWait second = running.deferred("call_2", 1);
    running.completion(first, second);
    answer(running.id(), "call_1", "one");
    running.park(first, second);

    assertThat(record(running.id()).openWaits()).isEqualTo(1);
    answer(running.id(), "call_2", "two");
    assertThat(texts(running.id(), Entry.Kind.ANSWER)).containsExactly("one", "two");
  }

  @Test
  default void aReservedWaitThatIsNotParkedOnIsClosed() {
    Running running = running("ada");
    NewWait first = running.deferred("call_1", 0);
    NewWait second = running.deferred("call_2", 1);
    running.completion(first, second);
    running.park(second);

    assertThat(record(running.id()).openWaits()).isEqualTo(1);
    assertThat(answer(running.id(), "call_1", "late")).isEqualTo(AnswerOutcome.CLOSED);
  }

  @Test
  default void aCallMayWaitOnceMoreAfterItsAnswerWasRead() {
    Running asking = running("ada");
    asking.parkOn(asking.waiting(Wait.Kind.APPROVAL, "call_1", 0));
    answer(asking.id(), "call_1", "approved");
    Running again = fetchOne();
    again.record(again.write().reserveWait(again.deferred("call_1", 0)).build());
    again.park(again.deferred("call_1", 0));

    assertThat(status(again.id())).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    assertThat(answer(again.id(), "call_1", "result")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(texts(again.id(), Entry.Kind.ANSWER)).containsExactly("approved", "result");
  }

  @Test
  default void aWaitForNoChildrenIsAnsweredAtOnce() {
    Running running = running("ada");
    NewWait nobody =
        running.waiting(Wait.Kind.CHILD_TASK, "spawn", 0).forChildren(0, ChildPolicy.collect());
    running.completion(nobody);

    assertThat(running.tryCommit(running.lastWrite().build(), Running.parking(nobody)))
        .isInstanceOf(CommitResult.Continued.class);
    assertThat(store().fleet().parkedWithNothingOpen()).isZero();
  }

  @Test
  default void parkingTellsOfItselfOnlyWhereItHappens() {
    Running parked = halfTurn("ada");
    Heard heard = listen("ada");
    parked.tryCommit(parked.lastWrite().event(parked.event("always")).build(), parkingTold(parked));
    assertThat(heard.types()).containsExactly("always", "parked");

    Running continued = halfTurn("ada");
    answer(continued.id(), "call_1", "early");
    heard.all();
    continued.tryCommit(
        continued.lastWrite().event(continued.event("always")).build(), parkingTold(continued));
    assertThat(heard.types()).containsExactly("always");
  }

  private static Next parkingTold(Running running) {
    return new Next.Park(List.of(running.deferred("call_1", 0)), List.of(running.event("parked")));
  }

  @Test
  default void aRepeatedParkIsAnsweredAsTheFirst() {
    Running running = halfTurn("ada");
    Write write = running.lastWrite().build();
    Next park = Running.parking(running.deferred("call_1", 0));

    CommitResult first = queue().commit(running.lease(), write, park, Running.noRefill());
    answer(running.id(), "call_1", "yes");
    CommitResult second = queue().commit(running.lease(), write, park, Running.noRefill());

    assertThat(second).isEqualTo(first);
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aRepeatedParkThatContinuedIsAnsweredWithTheSameAnswers() {
    Running running = halfTurn("ada");
    answer(running.id(), "call_1", "early");
    Write write = running.lastWrite().build();
    Next park = Running.parking(running.deferred("call_1", 0));

    CommitResult first = queue().commit(running.lease(), write, park, Running.noRefill());
    CommitResult second = queue().commit(running.lease(), write, park, Running.noRefill());

    assertThat(first).isInstanceOf(CommitResult.Continued.class);
    assertThat(second).isEqualTo(first);
    assertThat(texts(running.id(), Entry.Kind.ANSWER)).containsExactly("early");
  }

  @Test
  default void aLateParkDoesNotReviveAFinishedTask() {
    Running frozen = halfTurn("ada");
    silence();
    fetchOne(OTHER).complete("done");

    assertThat(WorkerMove.PARK.by(frozen)).isEqualTo(new WriteResult.Ended(TaskStatus.COMPLETED));
    assertThat(status(frozen.id())).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  default void nothingIsParkedWithNothingOpen() {
    parked("ada");
    TaskId answered = parked("bob");
    answer(answered, "call_1", "yes");

    assertThat(store().fleet().parkedWithNothingOpen()).isZero();
  }
}
