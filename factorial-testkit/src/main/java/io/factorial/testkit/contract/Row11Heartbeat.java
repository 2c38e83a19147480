package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Entry;
import io.factorial.port.Fleet;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.Next;
import io.factorial.port.OpId;
import io.factorial.port.Write;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Row 11, heartbeat: a worker keeps all its leases, and learns where it and the store differ. */
public interface Row11Heartbeat extends QueueScene {
  @Test
  default void aWorkerThatBeatsKeepsItsTasks() {
    Running running = running("ada");
    silence(WORKER);

    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    running.record(Entry.Kind.NOTE, 0, "still mine");
  }

  @Test
  default void aLongStepOfAHealthyWorkerIsNotTakenAway() {
    Running running = running("ada");
    elapseTicking(Duration.ofMinutes(10), WORKER);

    running.record(Entry.Kind.RESULT, 0, "after ten minutes");
    assertThat(record(running.id()).recoveries()).isZero();
  }

  @Test
  default void aBeatRenewsTheWorkersLeaseFromNow() {
    Running running = running("ada");
    elapse(Duration.ofSeconds(3));
    beat(WORKER, running);

    Fleet.WorkerRow row = row();
    assertThat(row.leaseEnd()).isEqualTo(now().plus(Running.LEASE));
    assertThat(row.lastHeartbeat()).isEqualTo(now());
  }

  private Fleet.WorkerRow row() {
    return store().fleet().workers().stream()
        .filter(worker -> worker.id().equals(WORKER))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row of " + WORKER));
  }

  @Test
  default void aBeatTellsWhereTheWorkerRuns() {
    Running running = running("ada");
    beat(WORKER, running);

    assertThat(row().host()).isEqualTo("host");
    assertThat(row().version()).isEqualTo("1.0");
    assertThat(row().slots()).isEqualTo(Map.of(AGENT, 10));
    assertThat(row().tasks()).isEqualTo(1);
  }

  @Test
  default void whenStoreAndWorkerAgreeABeatSaysNothing() {
    Running running = running("ada");

    assertThat(beat(WORKER, running))
        .isEqualTo(new HeartbeatResult(List.of(), List.of(), List.of()));
  }

  @Test
  default void aTaskThatWasLostWithTheAnswerOfAFetchIsShown() {
    Running lost = running("ada");

    assertThat(beat(WORKER).unknown())
        .containsExactly(new HeartbeatResult.Unknown(lost.lease(), 1));
  }

  @Test
  default void aLostTaskCanBeHandedBackByItsLeaseAndLength() {
    running("ada").completion();
    HeartbeatResult.Unknown lost = beat(WORKER).unknown().getFirst();

    queue()
        .commit(
            lost.lease(),
            Write.builder(OpId.random(), lost.length()).build(),
            new Next.HandBack(),
            Running.noRefill());
    assertThat(fetchOne(OTHER).leased().turnOpen()).isTrue();
    assertThat(beat(WORKER).unknown()).isEmpty();
  }

  @Test
  default void aTaskThatTheStoreDoesNotListIsGone() {
    Running cancelled = running("ada");
    Running kept = running("bob");
    cancel(cancelled.id());

    HeartbeatResult result = beat(WORKER, cancelled, kept);
    assertThat(result.gone()).containsExactly(cancelled.lease());
    assertThat(result.unknown()).isEmpty();
  }

  @Test
  default void anOldLeaseOnATaskThatTheWorkerHoldsAgainIsGone() {
    Running old = running("ada");
    old.handBack();
    Running again = fetchOne();

    assertThat(beat(WORKER, old).gone()).containsExactly(old.lease());
    assertThat(beat(WORKER, again).gone()).isEmpty();
  }

  @Test
  default void aBeatAfterRecoveryLosesAllTasks() {
    Running running = running("ada");
    silence();

    assertThat(beat(WORKER, running).gone()).containsExactly(running.lease());
    Running next = fetchOne(OTHER);
    assertThat(next.lease().fence()).isGreaterThan(running.lease().fence());
  }

  @Test
  default void aBeatBeforeRecoveryKeepsTheTasksAlsoWhenTheLeaseHadRunOut() {
    Running running = running("ada");
    elapse(Running.LEASE.plusSeconds(1));

    assertThat(beat(WORKER, running).gone()).isEmpty();
    elapseTicking(Duration.ofSeconds(5));
    running.record(Entry.Kind.NOTE, 0, "still mine");
  }

  @Test
  default void aRecoveredWorkerCanWorkAgain() {
    Running lost = running("ada");
    silence();
    beat(WORKER, lost);

    Running again = fetchOne(WORKER);
    silence(WORKER);
    again.record(Entry.Kind.NOTE, 0, "mine again");
  }

  @Test
  default void whoWasNeverHeardOfHoldsNothing() {
    Running running = running("ada");
    Lease foreign =
        new Lease(running.id(), OTHER, running.lease().fence(), running.lease().nonce());

    assertThat(
            queue()
                .heartbeat(
                    OTHER, new Held(List.of(foreign), Running.LEASE, "host", "1.0", Map.of()))
                .gone())
        .containsExactly(foreign);
  }
}
