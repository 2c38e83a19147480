package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Entry;
import io.factorial.port.NewWait;
import io.factorial.port.Payload;
import io.factorial.port.StoredEvent;
import io.factorial.port.TaskRecord;
import io.factorial.port.WriteResult;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Row 19, tick: waits and tasks that reach their deadline, and reminders before it. */
public interface Row19Deadlines extends QueueScene {
  /**
   * A task that is parked for an hour.
   *
   * @param onTimeout the answer at the deadline, or null to fail
   * @param reminders times at which a reminder is told
   * @return its id
   */
  default TaskId parkedForAnHour(@Nullable Payload onTimeout, Duration... reminders) {
    Running running = running("ada");
    NewWait wait =
        running
            .deferred("call_1", 0)
            .ending(now().plus(Duration.ofHours(1)), onTimeout, List.of(reminders));
    running.parkOn(wait);
    return running.id();
  }

  @Test
  default void aWaitAtItsDeadlineIsAnsweredAsItSays() {
    TaskId id = parkedForAnHour(Payload.utf8("timed out"));

    elapseAndTick(Duration.ofHours(1).minusMillis(1));
    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    elapseAndTick(Duration.ofMillis(1));
    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("timed out");
  }

  @Test
  default void aDeadlineCountsFromTheOpeningOfTheWait() {
    Running running = running("ada");
    NewWait wait = running.deferred("call_1", 0).within(Duration.ofMinutes(5));
    running.completion(wait);
    elapse(Duration.ofMinutes(4));
    running.park(wait);

    elapseAndTick(Duration.ofMinutes(4));
    assertThat(status(running.id())).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    elapseAndTick(Duration.ofMinutes(1));
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aTimerEndsItsWaitWhenItIsDue() {
    Running running = running("ada");
    running.parkOn(
        running
            .waiting(Wait.Kind.TIMER, "sleep", 0)
            .ending(now().plusSeconds(30), Payload.utf8("awake"), List.of()));
    elapseAndTick(Duration.ofSeconds(30));

    assertThat(texts(fetchOne().leased().journal(), Entry.Kind.ANSWER)).containsExactly("awake");
  }

  @Test
  default void aTimedOutWaitIsTold() {
    parkedForAnHour(Payload.utf8("timed out"));
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofHours(1));

    assertThat(heard.only("wait_timed_out").fields()).containsEntry("call", "call_1");
  }

  @Test
  default void aWaitMayFailItsTaskAtTheDeadline() {
    TaskId id = parkedForAnHour(null);
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofHours(1));

    TaskRecord record = record(id);
    assertThat(record.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(record.openWaits()).isZero();
    assertThat(heard.all())
        .extracting(StoredEvent::type)
        .containsExactly("wait_timed_out", "task_failed", "run_failed");
    assertThat(answer(id, "call_1", "late")).isEqualTo(AnswerOutcome.CLOSED);
  }

  @Test
  default void aFailureByTheStoreIsToldWithItsError() {
    TaskId id = parkedForAnHour(null);
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofHours(1));

    RunError error = Objects.requireNonNull(record(id).error());
    assertThat(heard.only("run_failed").fields())
        .containsEntry("code", error.code())
        .containsEntry("message", error.message());
  }

  @Test
  default void remindersAreToldEachOnceWhileTheWaitIsOpen() {
    TaskId id =
        parkedForAnHour(
            Payload.utf8("timed out"),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(40));
    Heard heard = listen("ada");

    elapseAndTick(Duration.ofMinutes(10));
    assertThat(heard.types()).containsExactly("wait_reminder");
    tick();
    elapseAndTick(Duration.ofMinutes(10));
    assertThat(heard.types()).containsExactly("wait_reminder");
    answer(id, "call_1", "yes");
    heard.all();
    elapseAndTick(Duration.ofMinutes(20));
    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void aReminderSaysWhatIsWaitedFor() {
    Running running = running("ada");
    Instant deadline = now().plus(Duration.ofHours(1));
    running.parkOn(
        running
            .waiting(Wait.Kind.APPROVAL, "call_1", 0)
            .asking(Payload.EMPTY, "hash", "May I?")
            .ending(deadline, Payload.EMPTY, List.of(Duration.ofMinutes(10))));
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofMinutes(10));

    assertThat(heard.only("wait_reminder").fields())
        .containsEntry("call", "call_1")
        .containsEntry("kind", "APPROVAL")
        .containsEntry("tool", "tool")
        .containsEntry("question", "May I?")
        .containsEntry("deadline", Long.toString(deadline.toEpochMilli()));
  }

  @Test
  default void theDeadlineOfAnAnsweredWaitDoesNotEndTheNextWaitOfItsCall() {
    TaskId id = parkedForAnHour(null);
    answer(id, "call_1", "approved");
    Running again = fetchOne();
    again.record(again.write().reserveWait(again.deferred("call_1", 0)).build());
    again.park(again.deferred("call_1", 0));
    elapseAndTick(Duration.ofHours(2));

    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
  }

  @Test
  default void theRemindersOfAnAnsweredWaitGoWithIt() {
    TaskId id = parkedForAnHour(Payload.EMPTY, Duration.ofMinutes(10), Duration.ofMinutes(20));
    answer(id, "call_1", "yes");
    Running running = fetchOne();
    running.park(
        running
            .deferred("call_1", 0)
            .ending(now().plus(Duration.ofHours(2)), Payload.EMPTY, List.of()));
    Heard heard = listen("ada");

    elapse(Duration.ofMinutes(30));
    assertThat(queue().tick(100, 1).changed()).isZero();
    assertThat(heard.types()).isEmpty();
    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
  }

  @Test
  default void aReservedWaitHasNoDeadlineYet() {
    Running running = running("ada");
    running.completion(running.deferred("call_1", 0).within(Duration.ofSeconds(5)));
    Heard heard = listen("ada");
    elapseTicking(Duration.ofSeconds(10), WORKER);

    assertThat(heard.types()).isEmpty();
    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
  }

  @Test
  default void aTaskAtItsDeadlineFails() {
    TaskId queued = enqueue(task("ada").deadline(Duration.ofHours(1), false));
    Heard heard = listen("ada");

    elapseAndTick(Duration.ofHours(1));
    assertThat(status(queued)).isEqualTo(TaskStatus.FAILED);
    assertThat(record(queued).error()).isNotNull();
    assertThat(heard.types()).containsExactly("task_failed", "run_failed");
    nothingIsRunnable();
  }

  @Test
  default void aTaskAtItsDeadlineIsPausedByChoice() {
    TaskId queued = enqueue(task("ada").deadline(Duration.ofHours(1), true));
    Heard heard = listen("ada");

    elapseAndTick(Duration.ofHours(1));
    assertThat(status(queued)).isEqualTo(TaskStatus.PAUSED);
    assertThat(record(queued).reason()).isNotEmpty();
    assertThat(heard.only("run_paused").fields()).containsEntry("reason", record(queued).reason());
    nothingIsRunnable();
  }

  @Test
  default void aRunningTaskIsStoppedByItsDeadline() {
    Running running = running(task("ada").deadline(Duration.ofSeconds(20), false));
    elapseTicking(Duration.ofSeconds(20), WORKER);

    assertThat(WorkerMove.COMPLETE.by(running)).isEqualTo(new WriteResult.Ended(TaskStatus.FAILED));
    assertThat(beat(WORKER, running).gone()).containsExactly(running.lease());
  }

  @Test
  default void anEndedTaskHasNoDeadline() {
    Running running = running(task("ada").deadline(Duration.ofMinutes(10), false));
    running.complete("42");
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofMinutes(10));

    assertThat(status(running.id())).isEqualTo(TaskStatus.COMPLETED);
    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void manyDeadlinesOfOneMomentAreAllKept() {
    for (int i = 0; i < 300; i++) {
      enqueue(task("ada").deadline(Duration.ofHours(1), false));
    }
    elapseAndTick(Duration.ofHours(1));

    assertThat(count(TaskStatus.FAILED)).isEqualTo(300);
  }
}
