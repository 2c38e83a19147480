package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.OpId;
import io.factorial.port.Revival;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The other pairs of the transition table that race, each in both orders. Where both orders are one
 * test of a row, they stand there: 1 and 1 (dedup), 2 and 2, 2 and 16, 13 and 13, 17 and 17, 12 and
 * 20, 18 and 16.
 */
public interface Races extends QueueScene {
  @Test
  default void ofTwoEnqueuesWithOneDedupKeyTheEarlierCounts() {
    Enqueued first = tryEnqueue(task("ada").dedupKey("key").title("first"));
    Enqueued second = tryEnqueue(task("ada").dedupKey("key").title("second"));

    assertThat(second).isEqualTo(new Enqueued.Existing(first.id()));
    assertThat(record(first.id()).title()).isEqualTo("first");
  }

  // ---- 13 and 16

  @Test
  default void anAnswerBeforeACancelDoesNotKeepTheTask() {
    TaskId id = parked("ada");
    answer(id, "call_1", "yes");

    assertThat(cancel(id)).isEqualTo(new ChangeResult.Accepted());
    nothingIsRunnable();
  }

  @Test
  default void anAnswerAfterACancelDoesNotReviveTheTask() {
    TaskId id = parked("ada");
    cancel(id);

    assertThat(answer(id, "call_1", "yes")).isEqualTo(AnswerOutcome.CLOSED);
    nothingIsRunnable();
  }

  // ---- 13 and 19, where the deadline fails the task

  @Test
  default void anAnswerBeforeADeadlineThatFailsTheTaskKeepsIt() {
    TaskId id = parkedOrFailed();
    elapse(Duration.ofHours(1));
    answer(id, "call_1", "yes");
    tick();

    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void anAnswerAfterADeadlineThatFailedTheTaskIsRefused() {
    TaskId id = parkedOrFailed();
    elapseAndTick(Duration.ofHours(1));

    assertThat(answer(id, "call_1", "yes")).isEqualTo(AnswerOutcome.CLOSED);
    assertThat(status(id)).isEqualTo(TaskStatus.FAILED);
  }

  private TaskId parkedOrFailed() {
    Running running = running("ada");
    running.parkOn(
        running.deferred("call_1", 0).ending(now().plus(Duration.ofHours(1)), null, List.of()));
    return running.id();
  }

  // ---- 14 and 5

  @Test
  default void aChildThatEndsBeforeTheParkKeepsItsParentRunning() {
    Spawned family = spawn(running("ada"), "ada", 1, ChildPolicy.collect());
    fetchOne(OTHER).fail("broken");
    family.parent().tryCommit(family.parent().lastWrite().build(), Running.parking(family.on()));

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PROCESSING);
    assertThat(texts(family.parent().id(), Entry.Kind.ANSWER)).hasSize(1);
  }

  @Test
  default void aChildThatEndsAfterTheParkWakesItsParent() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    fetchOne(OTHER).fail("broken");

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(texts(family.parent().id(), Entry.Kind.ANSWER)).hasSize(1);
  }

  @Test
  default void ofTwoChildrenOneMayEndBeforeTheParkAndOneAfter() {
    Spawned family = spawn(running("ada"), "ada", 2, ChildPolicy.collect());
    List<Running> children = fetch(OTHER, 2);
    children.get(1).complete("one");
    family.park();
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
    children.get(0).complete("zero");

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(store().children(family.waitId(), 0, 10)).hasSize(2);
  }

  // ---- 14 and 14

  @Test
  default void twoChildrenThatEndInEitherOrderWakeTheirParentOnce() {
    for (List<Integer> order : List.of(List.of(0, 1), List.of(1, 0))) {
      Spawned family = family("ada", 2, ChildPolicy.collect());
      List<Running> children = fetch(WORKER, 2);
      order.forEach(i -> children.get(i).complete("done"));

      assertThat(store().children(family.waitId(), 0, 10)).hasSize(2);
      Running parent = fetchOne();
      assertThat(parent.id()).isEqualTo(family.parent().id());
      nothingIsRunnable();
      parent.complete("done");
    }
  }

  // ---- 14 and 16

  @Test
  default void aChildThatEndsBeforeItsParentIsCancelledIsToldAndStays() {
    Spawned family = family("ada", 2, ChildPolicy.collect());
    fetchOne().complete("done");
    cancel(family.parent().id());
    tick();

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.CANCELLED);
    assertThat(status(family.children().get(0))).isEqualTo(TaskStatus.COMPLETED);
    assertThat(status(family.children().get(1))).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void aChildThatWantsToEndAfterItsParentWasCancelledIsCancelledToo() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    Running child = fetchOne();
    cancel(family.parent().id());

    assertThat(WorkerMove.COMPLETE.by(child))
        .isEqualTo(new WriteResult.Ended(TaskStatus.CANCELLED));
    tick();
    assertThat(status(child.id())).isEqualTo(TaskStatus.CANCELLED);
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void aCancelOfTheLastChildWakesTheParentOnce() {
    Spawned family = family("ada", 2, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 2);
    cancel(family.children().get(1));
    children.get(0).complete("done");
    WorkerMove.COMPLETE.by(children.get(1));

    assertThat(fetchAll(WORKER)).extracting(Running::id).containsExactly(family.parent().id());
    assertThat(store().children(family.waitId(), 0, 10))
        .extracting(result -> result.status())
        .containsExactly(TaskStatus.COMPLETED, TaskStatus.CANCELLED);
  }

  // ---- 17 and 21: revival against collection

  @Test
  default void aRevivalBeforeTheCollectionKeepsTheTaskInEveryList() {
    TaskId id = failed("ada");
    elapse(FAILED_TTL.minusSeconds(1));
    queue().revive(id, Revival.PLAIN, OpId.random());
    elapseAndTick(Duration.ofDays(1));

    assertThat(store().tasks(TaskFilter.all().owner("ada")).items())
        .extracting(record -> record.id())
        .containsExactly(id);
  }

  @Test
  default void aRevivalAfterTheTimeToLiveIsRefusedBeforeAndAfterTheCollection() {
    TaskId id = failed("ada");
    elapse(FAILED_TTL);

    assertThat(queue().revive(id, Revival.PLAIN, OpId.random()))
        .isEqualTo(new ChangeResult.Unknown());
    tick();
    assertThat(queue().revive(id, Revival.PLAIN, OpId.random()))
        .isEqualTo(new ChangeResult.Unknown());
    assertThat(store().tasks(TaskFilter.all()).items()).isEmpty();
  }

  // ---- 11 and 20

  @Test
  default void aBeatBeforeTheTickThatWouldRecoverKeepsTheTask() {
    Running running = running("ada");
    elapseTicking(Running.LEASE.minusSeconds(1));
    elapse(Duration.ofSeconds(2));
    assertThat(beat(WORKER, running))
        .isEqualTo(new HeartbeatResult(List.of(), List.of(), List.of()));
    tick();

    running.record(Entry.Kind.NOTE, 0, "still mine");
    assertThat(record(running.id()).recoveries()).isZero();
  }

  @Test
  default void aBeatAfterTheTickThatRecoveredFindsTheTaskGone() {
    Running running = running("ada");
    silence();

    assertThat(beat(WORKER, running).gone()).containsExactly(running.lease());
    assertThat(record(running.id()).recoveries()).isEqualTo(1);
    assertThat(fetchAll(OTHER)).hasSize(1);
  }

  // ---- 21 and 21

  @Test
  default void twoTicksOfACascadeCancelEachDescendantOnce() {
    Spawned family = family("ada", 300, ChildPolicy.collect());
    Heard heard = listen("ada");
    cancel(family.parent().id());
    queue().tick(50, 1);
    queue().tick(50, 2);
    tick();

    assertThat(heard.types()).hasSize(301).containsOnly("run_cancelled");
  }

  @Test
  default void twoTicksOfACollectionCollectOnce() {
    enqueue("ada", 150);
    fetchAll(WORKER).forEach(running -> running.complete("done"));
    elapse(COMPLETED_TTL.plusMinutes(1));
    queue().tick(100, 1);
    queue().tick(100, 1);
    tick();

    assertThat(count(TaskStatus.COMPLETED)).isZero();
  }
}
