package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Entry;
import io.factorial.port.LimitChange;
import io.factorial.port.StoredEvent;
import io.factorial.port.TaskRecord;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Row 20, tick: the tasks of a dead worker are given to others, and poison stays out in the end.
 */
public interface Row20DeadWorker extends QueueScene {
  @Test
  default void aTaskOfADeadWorkerIsRunnableAtOnce() {
    Running lost = running("ada");
    silence();

    TaskRecord record = record(lost.id());
    assertThat(record.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(record.recoveries()).isEqualTo(1);
    assertThat(record.attempt()).isZero();
    assertThat(record.worker()).isNull();
    assertThat(record.fence()).isGreaterThan(lost.lease().fence());
    assertThat(fetchOne(OTHER).lease().fence()).isGreaterThan(record.fence());
  }

  @Test
  default void theTurnGoesOnAfterItsLastRecordedStep() {
    Running lost = running("ada");
    lost.completion();
    lost.record(Entry.Kind.RESULT, 0, "paid for");
    silence();

    Running again = fetchOne(OTHER);
    assertThat(again.leased().turnOpen()).isTrue();
    assertThat(texts(again.leased().journal(), Entry.Kind.RESULT)).containsExactly("paid for");
  }

  @Test
  default void aLiveWorkersTasksAreLeftAlone() {
    Running dead = running("ada");
    enqueue("bob");
    Running alive = fetchOne(OTHER);
    silence(OTHER);

    assertThat(status(dead.id())).isEqualTo(TaskStatus.QUEUED);
    assertThat(status(alive.id())).isEqualTo(TaskStatus.PROCESSING);
    alive.complete("42");
  }

  @Test
  default void nothingIsRecoveredBeforeTheLeaseHasRunOut() {
    Running running = running("ada");
    elapseTicking(Running.LEASE.minusSeconds(1));

    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
  }

  @Test
  default void aThousandTasksOfADeadWorkerAreRecoveredTogether() {
    enqueue("ada", 1_000);
    assertThat(fetchAll(WORKER)).hasSize(1_000);
    silence();

    assertThat(fetchAll(OTHER)).hasSize(1_000);
  }

  @Test
  default void whenNobodyCouldReachTheStoreNobodyIsDead() {
    Running running = running("ada");
    elapse(Duration.ofMinutes(5));
    tick();

    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    elapseTicking(Duration.ofSeconds(5));
    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    running.record(Entry.Kind.NOTE, 0, "still mine");
    silence();
    assertThat(record(running.id()).recoveries()).isEqualTo(1);
  }

  @Test
  default void aFrozenWorkerWritesNothingAfterItsTaskWasRecovered() {
    Running frozen = halfTurn("ada");
    silence();
    Running newer = fetchOne(OTHER);
    newer.record(Entry.Kind.RESULT, 0, "by the other");
    long length = record(newer.id()).length();

    for (WorkerMove move : WorkerMove.values()) {
      assertThat(move.by(frozen))
          .as(move.name())
          .isEqualTo(new WriteResult.Stale(newer.lease().fence()));
    }
    assertThat(record(newer.id()).length()).isEqualTo(length);
    newer.complete("42");
    assertThat(WorkerMove.COMPLETE.by(frozen))
        .isEqualTo(new WriteResult.Ended(TaskStatus.COMPLETED));
  }

  @Test
  default void aSecondDeathInARowIsFollowedByABackOff() {
    running("ada");
    silence();
    Running second = fetchOne();
    silenceUntilRecovered(second.id());

    TaskRecord record = record(second.id());
    assertThat(record.status()).isEqualTo(TaskStatus.BACKOFF);
    assertThat(record.recoveries()).isEqualTo(2);
    assertThat(record.dueAt()).isNotNull().isBefore(now().plus(Duration.ofMinutes(1)));
    elapseAndTick(Duration.ofMinutes(1));
    assertThat(fetchOne(OTHER).id()).isEqualTo(record.id());
  }

  /**
   * Lets time pass, second by second, until the worker of a task is found dead.
   *
   * @param id the task
   */
  default void silenceUntilRecovered(TaskId id) {
    for (int second = 0; second < 20 && status(id) == TaskStatus.PROCESSING; second++) {
      elapseTicking(Duration.ofSeconds(1));
    }
  }

  @Test
  default void tasksThatDiedTogetherComeBackSpreadByJitter() {
    List<TaskId> ids = enqueue("ada", 30);
    fetchAll(WORKER);
    silence();
    fetchAll(WORKER);
    silenceUntilRecovered(ids.getFirst());

    assertThat(ids.stream().map(id -> record(id).dueAt()).distinct().count()).isGreaterThan(10);
  }

  @Test
  default void aTaskThatKillsItsWorkerEachTimeFailsInTheEnd() {
    TaskId id = enqueue("ada");
    for (int death = 0; death < MAX_RECOVERIES; death++) {
      fetchOne();
      silence();
      elapseAndTick(Duration.ofMinutes(2));
    }
    assertThat(status(id)).isEqualTo(TaskStatus.QUEUED);
    fetchOne();
    Heard heard = listen("ada");
    silence();

    assertThat(status(id)).isEqualTo(TaskStatus.FAILED);
    assertThat(record(id).error()).isNotNull();
    List<String> told = heard.types();
    assertThat(told).containsSubsequence("task_failed", "run_failed");
    elapseAndTick(Duration.ofHours(1));
    nothingIsRunnable();
  }

  @Test
  default void aTaskThatGetsOnBetweenDeathsDoesNotFailByThem() {
    TaskId id = enqueue("ada");
    for (int death = 0; death < MAX_RECOVERIES * 3; death++) {
      Running running = fetchOne();
      running.completion();
      running.continueTurn();
      silence();
    }

    assertThat(record(id).recoveries()).isEqualTo(1);
    assertThat(fetchOne().turn()).isEqualTo(MAX_RECOVERIES * 3);
  }

  @Test
  default void aRecoveryIsToldAndItsStepWithdrawn() {
    Running lost = running("ada");
    lost.completion();
    Heard heard = listen("ada");
    silence();

    List<StoredEvent> events = heard.all();
    assertThat(events)
        .extracting(StoredEvent::type)
        .containsExactlyInAnyOrder("run_recovered", "step_superseded");
    assertThat(events)
        .filteredOn(event -> event.type().equals("run_recovered"))
        .singleElement()
        .satisfies(event -> assertThat(event.fields()).containsEntry("recoveries", "1"));
  }

  @Test
  default void aRecoveryRingsTheBell() {
    Running lost = running("ada");
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(OTHER, signals)) {
      assertThat(subscription).isNotNull();
      silence();
      signals.await("work at " + AGENT + " in " + lost.id().partition());
    }
  }

  @Test
  default void aRecoveredTaskIsInItsOwnersLineUnderItsOldNumber() {
    List<TaskId> ids = enqueue("ada", 3);
    fetchOne();
    silence();

    assertThat(fetchAll(OTHER)).extracting(Running::id).isEqualTo(ids);
  }

  @Test
  default void theTasksOfADeadWorkerFreeTheirPlacesUnderLimits() {
    queue().limit(new LimitChange.OwnerTasks("ada", 1));
    enqueue("ada", 2);
    fetchOne();
    silence();

    assertThat(fetchAll(OTHER)).hasSize(1);
  }
}
