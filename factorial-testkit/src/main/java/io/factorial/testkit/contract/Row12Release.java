package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 12, release: a worker stops and hands back all that it holds; nobody waits for its lease. */
public interface Row12Release extends QueueScene {
  @Test
  default void aStoppingWorkerHandsBackAllItsTasks() {
    List<TaskId> ids = enqueue("ada", 3);
    fetch(WORKER, 3);

    assertThat(queue().release(WORKER)).isEqualTo(3);
    assertThat(ids).allSatisfy(id -> assertThat(status(id)).isEqualTo(TaskStatus.QUEUED));
    assertThat(fetchAll(OTHER)).extracting(Running::id).isEqualTo(ids);
  }

  @Test
  default void manyTasksAreHandedBackInOneCall() {
    enqueue("ada", 450);
    assertThat(fetchAll(WORKER)).hasSize(450);

    assertThat(queue().release(WORKER)).isEqualTo(450);
    assertThat(fetchAll(OTHER)).hasSize(450);
  }

  @Test
  default void releasingIsNoRecovery() {
    Running running = running("ada");
    running.completion();
    Heard heard = listen("ada");
    queue().release(WORKER);

    assertThat(record(running.id()).recoveries()).isZero();
    assertThat(record(running.id()).attempt()).isZero();
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void aReleasedLeaseIsStale() {
    Running running = running("ada");
    queue().release(WORKER);

    assertThat(WorkerMove.COMPLETE.by(running)).isInstanceOf(WriteResult.Stale.class);
  }

  @Test
  default void otherWorkersKeepTheirTasks() {
    running("ada");
    Running kept = running(task("bob"));
    queue().release(OTHER);

    assertThat(status(kept.id())).isEqualTo(TaskStatus.PROCESSING);
  }

  @Test
  default void aSecondReleaseFindsNothing() {
    running("ada");
    queue().release(WORKER);

    assertThat(queue().release(WORKER)).isZero();
  }

  @Test
  default void aWorkerThatHoldsNothingReleasesNothing() {
    assertThat(queue().release(WORKER)).isZero();
  }

  @Test
  default void releaseBeforeRecoveryLeavesNothingToRecover() {
    Running running = running("ada");
    elapse(Running.LEASE.plusSeconds(1));
    queue().release(WORKER);
    tick();
    tick();

    assertThat(record(running.id()).recoveries()).isZero();
    assertThat(fetchOne(OTHER).lease().fence()).isEqualTo(2);
  }

  @Test
  default void releaseAfterRecoveryHandsBackNothing() {
    Running running = running("ada");
    silence();

    assertThat(queue().release(WORKER)).isZero();
    assertThat(record(running.id()).recoveries()).isEqualTo(1);
  }
}
