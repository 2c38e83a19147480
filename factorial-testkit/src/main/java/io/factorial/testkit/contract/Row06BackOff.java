package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Next;
import io.factorial.port.Payload;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row 6, commit BackOff: the turn is tried again later, and the slot is free meanwhile. */
public interface Row06BackOff extends QueueScene {
  @Test
  default void aBackedOffTaskIsDueLater() {
    Running running = running("ada");

    CommitResult.Released released = running.backOff(Duration.ofSeconds(20), true);

    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.BACKED_OFF);
    assertThat(status(running.id())).isEqualTo(TaskStatus.BACKOFF);
    assertThat(record(running.id()).dueAt()).isEqualTo(now().plusSeconds(20));
    assertThat(record(running.id()).reason()).isEqualTo("503 test:model");
    assertThat(record(running.id()).worker()).isNull();
    nothingIsRunnable();
  }

  @Test
  default void aCountedBackOffUsesUpARetry() {
    Running running = running("ada");
    running.backOff(Duration.ofSeconds(20), true);

    assertThat(record(running.id()).attempt()).isEqualTo(1);
  }

  @Test
  default void aBackOffThatIsNotCountedUsesUpNone() {
    Running running = running("ada");
    running.backOff(Duration.ofSeconds(20), false);

    assertThat(record(running.id()).attempt()).isZero();
  }

  @Test
  default void aBackedOffTurnGoesOnFromItsLastRecordedStep() {
    Running first = running("ada");
    first.completion();
    first.record(first.write().state(Payload.utf8("state")).build());
    first.backOff(Duration.ofSeconds(20), true);
    elapseAndTick(Duration.ofSeconds(20));

    Running second = fetchOne();
    assertThat(second.turn()).isZero();
    assertThat(second.leased().turnOpen()).isTrue();
    assertThat(second.leased().task().attempt()).isEqualTo(1);
    assertThat(second.leased().task().state()).isEqualTo(Payload.utf8("state"));
  }

  @Test
  default void aBackOffKeepsTheWaitsOfItsTurn() {
    Running first = halfTurn("ada");
    first.backOff(Duration.ofSeconds(20), true);
    answer(first.id(), "call_1", "meanwhile");
    elapseAndTick(Duration.ofSeconds(20));

    Running second = fetchOne();
    assertThat(
            second.tryCommit(
                second.lastWrite().build(), Running.parking(second.deferred("call_1", 0))))
        .isInstanceOf(CommitResult.Continued.class);
  }

  @Test
  default void aBackOffOfNoTimeIsDueAtTheNextTick() {
    Running running = running("ada");
    running.backOff(Duration.ZERO, false);
    tick();

    assertThat(fetchOne().id()).isEqualTo(running.id());
  }

  @Test
  default void aBackOffWritesItsEventsAndNoOthers() {
    Running running = running("ada");
    Heard heard = listen("ada");
    running.tryCommit(
        running.lastWrite().event(running.event("turn_failed")).build(),
        new Next.BackOff(Duration.ofSeconds(1), "503", true));

    assertThat(heard.types()).containsExactly("turn_failed");
  }

  @Test
  default void aRepeatedBackOffIsCountedOnce() {
    Running running = running("ada");
    Write write = running.lastWrite().build();
    Next next = new Next.BackOff(Duration.ofSeconds(20), "503", true);

    CommitResult first = queue().commit(running.lease(), write, next, Running.noRefill());
    elapse(Duration.ofSeconds(5));
    CommitResult second = queue().commit(running.lease(), write, next, Running.noRefill());

    assertThat(second).isEqualTo(first);
    assertThat(record(running.id()).attempt()).isEqualTo(1);
    assertThat(record(running.id()).dueAt()).isEqualTo(now().plusSeconds(15));
  }

  @Test
  default void aBackedOffTaskIsNobodysToWriteTo() {
    Running running = running("ada");
    running.backOff(Duration.ofSeconds(20), true);

    assertThat(WorkerMove.CONTINUE.by(running)).isInstanceOf(WriteResult.Stale.class);
  }
}
