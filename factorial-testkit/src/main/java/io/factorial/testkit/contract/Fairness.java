package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.LimitChange;
import io.factorial.port.Next;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shares among the owners of one agent in one partition, and limits of owners and agents. */
public interface Fairness extends QueueScene {
  @Test
  default void aSmallOwnerIsServedNextBehindALargeOne() {
    List<String> owners = neighbours(2);
    enqueue(owners.get(0), 1_000);
    fetchOne().complete("done");
    TaskId small = enqueue(owners.get(1));

    assertThat(fetch(WORKER, 2)).extracting(Running::id).contains(small);
  }

  @Test
  default void ownersOfEqualWeightTakeTurns() {
    List<String> owners = neighbours(3);
    owners.forEach(owner -> enqueue(owner, 20));

    assertThat(shares(30).values()).allSatisfy(n -> assertThat(n).isBetween(9, 11));
  }

  /**
   * Runs tasks of one turn, one after the other.
   *
   * @param tasks how many
   * @return how many each owner had
   */
  default Map<String, Integer> shares(int tasks) {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < tasks; i++) {
      Running running = fetchOne();
      shares.merge(running.leased().task().ownerId(), 1, Integer::sum);
      running.complete("done");
    }
    return shares;
  }

  @Test
  default void ownersShareByTheirWeights() {
    List<String> owners = neighbours(2);
    queue().limit(new LimitChange.OwnerWeight(owners.get(0), 3));
    owners.forEach(owner -> enqueue(owner, 60));

    Map<String, Integer> shares = shares(40);
    assertThat(shares.get(owners.get(0))).isBetween(28, 32);
  }

  @Test
  default void aTaskOfManyTurnsIsChargedForEach() {
    List<String> owners = neighbours(2);
    enqueue(owners.get(0), 20);
    enqueue(owners.get(1), 20);
    Running first = fetchOne();
    first.continueTurn();
    first.continueTurn();
    first.continueTurn();
    first.complete("done");

    Map<String, Integer> shares = shares(12);
    String charged = first.leased().task().ownerId();
    assertThat(shares.get(charged)).isBetween(3, 6);
  }

  @Test
  default void aRunningTaskGoesOnWhileNobodyWaits() {
    Running running = running("ada");
    running.continueTurns(50);

    assertThat(running.turn()).isEqualTo(50);
  }

  @Test
  default void anOwnersOwnLineDoesNotTakeTheSlotOfItsRunningTask() {
    enqueue("ada", 5);
    fetchOne().continueTurns(50);
  }

  @Test
  default void aRunningTaskDoesNotGiveUpItsSlotForASmallDifference() {
    List<String> owners = neighbours(2);
    enqueue(owners.get(0));
    enqueue(owners.get(1));

    fetchOne().continueTurns(2);
  }

  @Test
  default void aRunningTaskYieldsToAnOwnerWhoWaitedForMoreThanFourTurns() {
    List<String> owners = neighbours(2);
    enqueue(owners.get(0));
    enqueue(owners.get(1));
    Running running = fetchOne();

    CommitResult result = continueUntilYield(running, 8);
    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Released.class,
            released -> {
              assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.YIELDED);
              assertThat(running.next(released))
                  .singleElement()
                  .satisfies(
                      next ->
                          assertThat(next.leased().task().ownerId())
                              .isNotEqualTo(running.leased().task().ownerId()));
            });
  }

  private CommitResult continueUntilYield(Running running, int turns) {
    for (int i = 1; i < turns; i++) {
      CommitResult result =
          running.tryCommit(running.lastWrite().build(), new Next.Continue(false), wish(1));
      if (result instanceof CommitResult.Released) {
        return result;
      }
    }
    return running.tryCommit(running.lastWrite().build(), new Next.Continue(false), wish(1));
  }

  @Test
  default void newOwnersStartWithinATurnOfTasksThatNeverEnd() {
    List<String> owners = neighbours(30);
    owners.subList(0, 25).forEach(this::enqueue);
    List<Running> endless = fetch(WORKER, 25);
    for (int turn = 0; turn < 20; turn++) {
      endless.forEach(Running::continueTurn);
    }
    List<TaskId> fresh = new ArrayList<>();
    owners.subList(25, 30).forEach(owner -> fresh.add(enqueue(owner)));

    List<TaskId> started = new ArrayList<>();
    for (Running running : endless) {
      CommitResult result =
          running.tryCommit(running.lastWrite().build(), new Next.Continue(false), wish(1));
      if (result instanceof CommitResult.Released released) {
        running.next(released).forEach(next -> started.add(next.id()));
      }
    }
    assertThat(started).containsAll(fresh);
  }

  @Test
  default void anOwnerWhoWasIdleDoesNotSaveUpTurns() {
    List<String> owners = neighbours(2);
    enqueue(owners.get(0), 300);
    shares(100);
    enqueue(owners.get(1), 100);

    Map<String, Integer> shares = shares(40);
    assertThat(shares.get(owners.get(1))).isBetween(20, 26);
  }

  @Test
  default void anOwnerWhoUsedIdleSlotsIsNotPunishedForThem() {
    List<String> owners = neighbours(2);
    enqueue(owners.get(0), 300);
    Running busy = fetchOne();
    busy.continueTurns(200);
    busy.complete("done");
    shares(20);
    enqueue(owners.get(1), 100);

    Map<String, Integer> shares = shares(40);
    assertThat(shares.get(owners.get(0))).isBetween(14, 20);
  }

  // ---- limits

  @Test
  default void anOwnerAtItsLimitIsSkipped() {
    List<String> owners = neighbours(2);
    queue().limit(new LimitChange.OwnerTasks(owners.get(0), 2));
    enqueue(owners.get(0), 5);
    TaskId other = enqueue(owners.get(1));

    assertThat(fetchAll(WORKER)).hasSize(3).extracting(Running::id).contains(other);
  }

  @Test
  default void anEndFreesAPlaceUnderTheOwnersLimit() {
    queue().limit(new LimitChange.OwnerTasks("ada", 1));
    enqueue("ada", 2);
    Running first = fetchOne();
    nothingIsRunnable();

    first.complete("done");
    fetchOne();
  }

  @Test
  default void parkingFreesAPlaceUnderTheOwnersLimit() {
    queue().limit(new LimitChange.OwnerTasks("ada", 1));
    enqueue("ada", 2);
    Running first = fetchOne();
    first.parkOn(first.deferred("call_1", 0));

    Running second = fetchOne();
    answer(first.id(), "call_1", "yes");
    nothingIsRunnable();
    second.complete("done");
    assertThat(fetchOne().id()).isEqualTo(first.id());
  }

  @Test
  default void aRaisedLimitLetsMoreTasksRunAtOnce() {
    queue().limit(new LimitChange.OwnerTasks("ada", 1));
    enqueue("ada", 3);
    fetchOne();
    nothingIsRunnable();

    queue().limit(new LimitChange.OwnerTasks("ada", 2));
    assertThat(fetchAll(WORKER)).hasSize(1);
    queue().limit(new LimitChange.OwnerTasks("ada", null));
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void aLoweredLimitStopsNothingThatRuns() {
    enqueue("ada", 3);
    List<Running> running = fetch(WORKER, 2);
    queue().limit(new LimitChange.OwnerTasks("ada", 1));

    running.get(0).complete("done");
    nothingIsRunnable();
    running.get(1).complete("done");
    fetchOne();
  }

  @Test
  default void anAgentsLimitHoldsAcrossOwners() {
    queue().limit(new LimitChange.AgentTasks(AGENT, 2));
    enqueue("ada", 2);
    enqueue("bob", 2);
    List<Running> running = fetchAll(WORKER);
    assertThat(running).hasSize(2);
    assertThat(fetch(OTHER, 5)).isEmpty();

    running.get(0).complete("done");
    assertThat(fetchAll(OTHER)).hasSize(1);
  }

  @Test
  default void aRefillKeepsTheLimits() {
    queue().limit(new LimitChange.AgentTasks(AGENT, 1));
    enqueue("ada", 3);
    Running first = fetchOne();

    CommitResult result =
        first.tryCommit(first.lastWrite().build(), Running.completing("done"), wish(5));
    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Released.class,
            released -> assertThat(released.next()).hasSizeLessThanOrEqualTo(1));
    assertThat(store().fleet().queues())
        .allSatisfy(
            row ->
                assertThat(row.counts().getOrDefault(TaskStatus.PROCESSING, 0L))
                    .isLessThanOrEqualTo(1));
  }

  @Test
  default void limitsAreListed() {
    var limits =
        List.of(
            new LimitChange.OwnerWeight("ada", 7),
            new LimitChange.OwnerTasks("ada", 3),
            new LimitChange.AgentTasks(AGENT, 5));
    limits.forEach(limit -> queue().limit(limit));
    assertThat(store().fleet().limits()).containsExactlyInAnyOrderElementsOf(limits);

    queue().limit(new LimitChange.OwnerTasks("ada", null));
    assertThat(store().fleet().limits()).hasSize(2);
  }
}
