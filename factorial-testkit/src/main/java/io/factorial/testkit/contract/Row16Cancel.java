package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.LimitChange;
import io.factorial.port.Nonce;
import io.factorial.port.StoredEvent;
import io.factorial.port.TaskRecord;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 16, cancel: at once, in any status, and after it all descendants. */
public interface Row16Cancel extends QueueScene {
  @Test
  default void aQueuedTaskIsCancelled() {
    TaskId id = enqueue("ada");
    elapse(Duration.ofSeconds(1));

    assertThat(cancel(id)).isEqualTo(new ChangeResult.Accepted());
    TaskRecord record = record(id);
    assertThat(record.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(record.reason()).isEqualTo("not needed");
    assertThat(record.endedAt()).isEqualTo(now());
    nothingIsRunnable();
  }

  @Test
  default void aDelayedTaskIsCancelled() {
    TaskId id = enqueue(task("ada").delay(Duration.ofHours(1)));
    cancel(id);
    elapseAndTick(Duration.ofHours(1).minusMinutes(40));
    elapseAndTick(Duration.ofMinutes(40));

    nothingIsRunnable();
  }

  @Test
  default void aBackedOffTaskIsCancelled() {
    Running running = running("ada");
    running.backOff(Duration.ofSeconds(20), true);
    cancel(running.id());
    elapseAndTick(Duration.ofSeconds(20));

    assertThat(status(running.id())).isEqualTo(TaskStatus.CANCELLED);
    nothingIsRunnable();
  }

  @Test
  default void aParkedTaskIsCancelledAndItsWaitsAreClosed() {
    TaskId id = parked("ada");
    cancel(id);

    assertThat(status(id)).isEqualTo(TaskStatus.CANCELLED);
    assertThat(record(id).openWaits()).isZero();
    assertThat(answer(id, "call_1", "late")).isEqualTo(AnswerOutcome.CLOSED);
  }

  @Test
  default void aPausedTaskIsCancelled() {
    Running running = running("ada");
    running.pause("budget_exceeded");

    assertThat(cancel(running.id())).isEqualTo(new ChangeResult.Accepted());
    assertThat(status(running.id())).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void aRunningTaskIsCancelledAndItsWorkerToldAtOnce() {
    Running running = running("ada");
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(WORKER, signals)) {
      assertThat(subscription).isNotNull();
      cancel(running.id());
      signals.await("cancelled " + running.id());
    }
    assertThat(record(running.id()).worker()).isNull();
    assertThat(WorkerMove.COMPLETE.by(running))
        .isEqualTo(new WriteResult.Ended(TaskStatus.CANCELLED));
  }

  @Test
  default void anEndedTaskCannotBeCancelled() {
    TaskId id = completed("ada");

    assertThat(cancel(id)).isEqualTo(new ChangeResult.Refused(TaskStatus.COMPLETED));
    assertThat(status(id)).isEqualTo(TaskStatus.COMPLETED);
    assertThat(cancel(failed("ada"))).isEqualTo(new ChangeResult.Refused(TaskStatus.FAILED));
  }

  @Test
  default void aSecondCancelIsRefused() {
    TaskId id = enqueue("ada");
    cancel(id);

    assertThat(cancel(id)).isEqualTo(new ChangeResult.Refused(TaskStatus.CANCELLED));
  }

  @Test
  default void anUnknownTaskCannotBeCancelled() {
    assertThat(cancel(queue().id("ada", Nonce.random()))).isEqualTo(new ChangeResult.Unknown());
  }

  @Test
  default void aCancelledTaskIsKeptForItsTime() {
    TaskId id = enqueue("ada");
    cancel(id);

    elapse(CANCELLED_TTL.minusMillis(1));
    assertThat(store().task(id)).isPresent();
    elapse(Duration.ofMillis(1));
    assertThat(store().task(id)).isEmpty();
  }

  @Test
  default void cancellingIsToldOnceWithItsReason() {
    TaskId id = enqueue("ada");
    Heard heard = listen("ada");
    cancel(id);
    cancel(id);

    StoredEvent event = heard.only("run_cancelled");
    assertThat(event.task()).isEqualTo(id);
    assertThat(event.fields()).containsEntry("reason", "not needed");
  }

  @Test
  default void aParentTakesItsDescendantsWithIt() {
    Spawned family = family("ada", 4, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 3);
    Spawned grandchildren = spawn(children.get(0), "ada", 1, ChildPolicy.collect());
    grandchildren.park();
    children.get(1).backOff(Duration.ofHours(1), true);
    children.get(2).parkOn(children.get(2).deferred("call_1", 0));

    cancel(family.parent().id());
    tick();

    assertThat(family.children())
        .allSatisfy(child -> assertThat(status(child)).isEqualTo(TaskStatus.CANCELLED));
    assertThat(status(grandchildren.children().getFirst())).isEqualTo(TaskStatus.CANCELLED);
    nothingIsRunnable();
  }

  @Test
  default void aRunningDescendantIsRefusedBeforeTheCascadeHasReachedIt() {
    Spawned family = family("ada", 300, ChildPolicy.collect());
    List<Running> children = fetchAll(WORKER);
    cancel(family.parent().id());

    assertThat(children)
        .allSatisfy(
            child ->
                assertThat(WorkerMove.RECORD.by(child))
                    .isEqualTo(new WriteResult.Ended(TaskStatus.CANCELLED)));
  }

  @Test
  default void aCascadeOfManyChildrenReachesThemAll() {
    Spawned family = family("ada", 1_000, ChildPolicy.collect());
    cancel(family.parent().id());
    tick();

    assertThat(count(TaskStatus.CANCELLED)).isEqualTo(1_001);
    nothingIsRunnable();
  }

  @Test
  default void aChildTakesNeitherItsParentNorItsSiblingsWithIt() {
    Spawned family = family("ada", 2, ChildPolicy.collect());
    cancel(family.children().get(0));
    tick();

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
    assertThat(status(family.children().get(1))).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  default void aCancelledTaskFreesItsPlaceUnderALimit() {
    queue().limit(new LimitChange.OwnerTasks("ada", 1));
    Running running = running("ada");
    TaskId second = enqueue("ada");
    nothingIsRunnable();

    cancel(running.id());
    assertThat(fetchOne().id()).isEqualTo(second);
  }
}
