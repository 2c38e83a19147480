package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Fleet;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Payload;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import io.factorial.port.TickResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 21, tick: cascades go on, what has expired leaves the lists, and schedules come due. */
public interface Row21CascadeGcSchedules extends QueueScene {
  @Test
  default void aCascadeGoesOnTickByTick() {
    Spawned family = family("ada", 500, ChildPolicy.collect());
    cancel(family.parent().id());

    TickResult result = queue().tick(100, 1);
    for (int i = 0; result.more() && i < 100; i++) {
      result = queue().tick(100, 1);
    }
    assertThat(count(TaskStatus.CANCELLED)).isEqualTo(501);
  }

  @Test
  default void everyCancelledDescendantIsToldOnce() {
    Spawned family = family("ada", 5, ChildPolicy.collect());
    Heard heard = listen("ada");
    cancel(family.parent().id());
    tick();
    tick();

    assertThat(heard.all())
        .filteredOn(event -> event.type().equals("run_cancelled"))
        .hasSize(6)
        .extracting(event -> event.task())
        .doesNotHaveDuplicates();
  }

  @Test
  default void whatHasExpiredLeavesTheLists() {
    completed("ada");
    TaskId failed = failed("ada");
    elapseAndTick(COMPLETED_TTL.plusMinutes(1));

    assertThat(store().tasks(TaskFilter.all()).items())
        .extracting(record -> record.id())
        .containsExactly(failed);
    assertThat(count(TaskStatus.COMPLETED)).isZero();
    elapseAndTick(FAILED_TTL);
    assertThat(store().tasks(TaskFilter.all()).items()).isEmpty();
    assertThat(store().tasks(TaskFilter.all().owner("ada")).items()).isEmpty();
    assertThat(count(TaskStatus.FAILED)).isZero();
  }

  @Test
  default void whatHasExpiredIsCollectedInBoundedSteps() {
    enqueue("ada", 250);
    fetchAll(WORKER).forEach(running -> running.complete("42"));
    elapse(COMPLETED_TTL.plusMinutes(1));

    TickResult result = queue().tick(100, 1);
    assertThat(result.changed()).isLessThanOrEqualTo(100);
    tick();
    assertThat(store().fleet().queues())
        .allSatisfy(row -> assertThat(row.counts()).doesNotContainKey(TaskStatus.COMPLETED));
  }

  @Test
  default void aTickCollectsNoMoreThanItIsAskedTo() {
    // More than an adapter may collect in passing, at any call.
    enqueue("ada", 1_200);
    fetchAll(WORKER).forEach(running -> running.complete("42"));
    elapse(COMPLETED_TTL.plusMinutes(1));

    assertThat(queue().tick(1_000, 0, 1).uncollected()).isTrue();
    assertThat(queue().tick(1_000, 100, 1).uncollected()).isTrue();
    boolean left = true;
    for (int ticks = 0; left; ticks++) {
      assertThat(ticks).as("ticks until all is collected").isLessThan(50);
      left = queue().tick(1_000, 100, 1).uncollected();
    }
    assertThat(queue().tick(1_000, 0, 1).uncollected()).isFalse();
    assertThat(store().fleet().queues())
        .allSatisfy(row -> assertThat(row.counts()).doesNotContainKey(TaskStatus.COMPLETED));
  }

  // ---- schedules

  /**
   * Makes a schedule that is due in an hour.
   *
   * @return its first tick
   */
  default Instant schedule() {
    Instant tick = now().plus(Duration.ofHours(1));
    assertThat(
            queue().schedule(new ScheduleChange.Put("nightly", "ada", Payload.utf8("spec"), tick)))
        .isEqualTo(ScheduleResult.APPLIED);
    return tick;
  }

  /**
   * Fires the schedule.
   *
   * @param tick the tick that the caller believes to be due
   * @param task the task
   * @return what became of it
   */
  default ScheduleResult fire(Instant tick, NewTask task) {
    return queue()
        .schedule(new ScheduleChange.Fire("nightly", tick, tick.plus(Duration.ofHours(1)), task));
  }

  @Test
  default void aScheduleIsListed() {
    Instant tick = schedule();

    assertThat(store().fleet().schedules())
        .containsExactly(new Fleet.ScheduleRow("nightly", "ada", Payload.utf8("spec"), tick));
  }

  @Test
  default void aDueScheduleIsAnsweredUntilSomebodyFiresIt() {
    Instant tick = schedule();
    assertThat(queue().tick(100, 1).schedules()).isEmpty();
    elapse(Duration.ofHours(1));

    var due = List.of(new TickResult.DueSchedule("nightly", "ada", Payload.utf8("spec"), tick));
    assertThat(queue().tick(100, 1).schedules()).isEqualTo(due);
    assertThat(queue().tick(100, 1).schedules()).isEqualTo(due);
    assertThat(fire(tick, task("ada").build())).isEqualTo(ScheduleResult.APPLIED);
    assertThat(queue().tick(100, 1).schedules()).isEmpty();
  }

  @Test
  default void aTickTellsTheTimeOfTheStore() {
    Instant before = queue().tick(100, 1).now();
    elapse(Duration.ofHours(1));

    assertThat(queue().tick(100, 1).now()).isAfterOrEqualTo(before.plus(Duration.ofHours(1)));
  }

  @Test
  default void firingEnqueuesTheTaskAndMovesTheSchedule() {
    Instant tick = schedule();
    elapse(Duration.ofHours(1));
    NewTask task = task("ada").build();
    fire(tick, task);

    assertThat(fetchOne().id()).isEqualTo(task.id());
    assertThat(store().fleet().schedules())
        .singleElement()
        .satisfies(row -> assertThat(row.nextTick()).isEqualTo(tick.plus(Duration.ofHours(1))));
  }

  @Test
  default void aScheduleWhoseAgentNobodyKnowsMakesNoTaskAndMovesOn() {
    Instant tick = schedule();
    elapse(Duration.ofHours(1));
    NewTask task =
        NewTask.builder(queue().id("ada", Nonce.random()), "nobody", "ada", Payload.utf8("input"))
            .build();

    assertThat(fire(tick, task)).isEqualTo(ScheduleResult.REFUSED);
    assertThat(store().task(task.id())).isEmpty();
    assertThat(store().fleet().schedules())
        .singleElement()
        .satisfies(row -> assertThat(row.nextTick()).isEqualTo(tick.plus(Duration.ofHours(1))));
  }

  @Test
  default void ofTwoProcessesOneFires() {
    Instant tick = schedule();
    elapse(Duration.ofHours(1));

    assertThat(fire(tick, task("ada").build())).isEqualTo(ScheduleResult.APPLIED);
    assertThat(fire(tick, task("ada").build())).isEqualTo(ScheduleResult.STALE);
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void aScheduleFiresAgainAtItsNextTick() {
    Instant tick = schedule();
    elapse(Duration.ofHours(1));
    fire(tick, task("ada").build());
    elapse(Duration.ofHours(1));

    assertThat(queue().tick(100, 1).schedules()).hasSize(1);
    assertThat(fire(tick.plus(Duration.ofHours(1)), task("ada").build()))
        .isEqualTo(ScheduleResult.APPLIED);
    assertThat(fetchAll(WORKER)).hasSize(2);
  }

  @Test
  default void aScheduleCanBeReplaced() {
    schedule();
    Instant later = now().plus(Duration.ofHours(5));
    queue().schedule(new ScheduleChange.Put("nightly", "bob", Payload.utf8("new"), later));
    elapse(Duration.ofHours(1));

    assertThat(queue().tick(100, 1).schedules()).isEmpty();
    assertThat(store().fleet().schedules())
        .containsExactly(new Fleet.ScheduleRow("nightly", "bob", Payload.utf8("new"), later));
  }

  @Test
  default void aRemovedScheduleIsGone() {
    Instant tick = schedule();

    assertThat(queue().schedule(new ScheduleChange.Remove("nightly")))
        .isEqualTo(ScheduleResult.APPLIED);
    elapse(Duration.ofHours(1));
    assertThat(queue().tick(100, 1).schedules()).isEmpty();
    assertThat(store().fleet().schedules()).isEmpty();
    assertThat(fire(tick, task("ada").build())).isEqualTo(ScheduleResult.UNKNOWN);
    nothingIsRunnable();
  }

  @Test
  default void anUnknownScheduleCannotBeRemoved() {
    assertThat(queue().schedule(new ScheduleChange.Remove("nobody")))
        .isEqualTo(ScheduleResult.UNKNOWN);
  }

  @Test
  default void aTickTellsWhenAScheduleIsDue() {
    queue()
        .schedule(
            new ScheduleChange.Put(
                "nightly", "ada", Payload.EMPTY, now().plus(Duration.ofMillis(300))));

    assertThat(queue().tick(100, 1).nextDue())
        .hasValueSatisfying(
            due -> assertThat(due).isBetween(Duration.ofMillis(1), Duration.ofMillis(300)));
  }
}
