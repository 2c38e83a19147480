package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Revival;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row 17, revive: a person lets a paused or failed task go on, with all its retries. */
public interface Row17Revive extends QueueScene {
  /**
   * Revives a task under a new operation, changing nothing else.
   *
   * @param id the task
   * @return what became of it
   */
  default ChangeResult revive(TaskId id) {
    return queue().revive(id, Revival.PLAIN, OpId.random());
  }

  @Test
  default void aFailedTaskGoesOnFromItsLastRecordedStep() {
    Running failing = running("ada");
    failing.completion();
    failing.fail("broken");

    assertThat(revive(failing.id())).isEqualTo(new ChangeResult.Accepted());
    TaskRecord record = record(failing.id());
    assertThat(record.status()).isEqualTo(TaskStatus.ACTIVE);
    assertThat(record.error()).isNull();
    assertThat(record.endedAt()).isNull();
    Running again = fetchOne();
    assertThat(texts(again.leased().journal(), Entry.Kind.COMPLETION)).hasSize(1);
    again.complete("42");
    assertThat(status(again.id())).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  default void aPausedTaskGoesOn() {
    Running running = running("ada");
    running.completion();
    running.pause("budget_exceeded");

    assertThat(revive(running.id())).isEqualTo(new ChangeResult.Accepted());
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(record(running.id()).reason()).isEmpty();
    assertThat(fetchOne().id()).isEqualTo(running.id());
  }

  @Test
  default void aTaskWithoutAStepIsQueuedAgain() {
    Running running = running("ada");
    running.tryCommit(running.write().build(), new Next.Pause("budget_exceeded"));
    revive(running.id());

    assertThat(status(running.id())).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  default void aRevivedTaskHasAllItsRetries() {
    Running first = running("ada");
    first.backOff(Duration.ofSeconds(1), true);
    elapseAndTick(Duration.ofSeconds(1));
    fetchOne().fail("max_retries");
    revive(first.id());

    assertThat(record(first.id()).attempt()).isZero();
    assertThat(fetchOne().leased().task().attempt()).isZero();
  }

  @Test
  default void aRevivedTaskMayHaveOtherLimits() {
    Spend raised = new Spend(10, 10, 1_000, 1_000, 0);
    Running running = running(task("ada").limits(new Spend(1, 1, 1, 1, 0)));
    running.pause("budget_exceeded");
    queue().revive(running.id(), new Revival(raised), OpId.random());

    assertThat(record(running.id()).limits()).isEqualTo(raised);
  }

  @Test
  default void aRevivedTaskMayHaveMoreTime() {
    Duration hour = Duration.ofHours(1);
    Running paused = running(task("ada").deadline(hour, true));
    paused.pause("budget_exceeded");
    queue().revive(paused.id(), new Revival(null, hour.multipliedBy(3)), OpId.random());
    elapseAndTick(hour.multipliedBy(2));
    assertThat(status(paused.id())).isNotEqualTo(TaskStatus.PAUSED);
    elapseAndTick(hour.multipliedBy(2));
    assertThat(status(paused.id())).isEqualTo(TaskStatus.PAUSED);
    assertThat(record(paused.id()).reason()).isEqualTo("deadline_exceeded");
  }

  @Test
  default void aRevivedTaskMayHaveLessTime() {
    Duration hour = Duration.ofHours(1);
    Running failed = running(task("ada").deadline(hour.multipliedBy(9), false));
    failed.fail("max_retries");
    queue().revive(failed.id(), new Revival(null, hour), OpId.random());
    elapseAndTick(hour);
    assertThat(status(failed.id())).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  default void aRevivalThatChangesNothingKeepsTheLimits() {
    Spend limits = new Spend(1, 1, 1, 1, 0);
    Running running = running(task("ada").limits(limits));
    running.pause("budget_exceeded");
    revive(running.id());

    assertThat(record(running.id()).limits()).isEqualTo(limits);
  }

  @Test
  default void aRevivedTaskDoesNotExpire() {
    TaskId id = failed("ada");
    revive(id);
    elapseAndTick(FAILED_TTL.plusDays(1));

    assertThat(store().task(id)).isPresent();
    assertThat(fetchOne().id()).isEqualTo(id);
  }

  @Test
  default void aTaskThatIsNeitherFailedNorPausedIsNotRevived() {
    TaskId queued = enqueue("ada");
    assertThat(revive(queued)).isEqualTo(new ChangeResult.Refused(TaskStatus.QUEUED));
    Running running = fetchOne();
    assertThat(revive(queued)).isEqualTo(new ChangeResult.Refused(TaskStatus.PROCESSING));
    running.complete("42");
    assertThat(revive(queued)).isEqualTo(new ChangeResult.Refused(TaskStatus.COMPLETED));
    assertThat(record(queued).output()).isNotNull();
  }

  @Test
  default void aCancelledTaskIsNotRevived() {
    TaskId id = enqueue("ada");
    cancel(id);

    assertThat(revive(id)).isEqualTo(new ChangeResult.Refused(TaskStatus.CANCELLED));
  }

  @Test
  default void anUnknownOrExpiredTaskIsNotRevived() {
    TaskId id = failed("ada");
    elapse(FAILED_TTL);

    assertThat(revive(id)).isEqualTo(new ChangeResult.Unknown());
    assertThat(revive(queue().id("ada", Nonce.random()))).isEqualTo(new ChangeResult.Unknown());
  }

  @Test
  default void aRepeatedRevivalIsAnsweredAsTheFirst() {
    TaskId id = failed("ada");
    Heard heard = listen("ada");
    OpId op = OpId.random();

    assertThat(queue().revive(id, Revival.PLAIN, op)).isEqualTo(new ChangeResult.Accepted());
    assertThat(queue().revive(id, Revival.PLAIN, op)).isEqualTo(new ChangeResult.Accepted());
    assertThat(heard.types()).containsExactly("run_resumed");
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void ofTwoRevivalsOneIsAccepted() {
    TaskId id = failed("ada");

    assertThat(revive(id)).isEqualTo(new ChangeResult.Accepted());
    assertThat(revive(id)).isInstanceOf(ChangeResult.Refused.class);
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void aPausedTaskWithOpenWaitsGoesBackToWaiting() {
    TaskId id = pausedWhileParked();
    revive(id);

    assertThat(status(id)).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    nothingIsRunnable();
    assertThat(answer(id, "call_1", "yes")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
    assertThat(texts(id, Entry.Kind.ANSWER)).containsExactly("yes");
  }

  private TaskId pausedWhileParked() {
    Running running = running(task("ada").deadline(Duration.ofHours(1), true));
    running.parkOn(running.deferred("call_1", 0));
    elapseAndTick(Duration.ofHours(1));
    assertThat(status(running.id())).isEqualTo(TaskStatus.PAUSED);
    return running.id();
  }

  @Test
  default void aPausedTaskThatWasAnsweredMeanwhileGoesOnWithTheAnswer() {
    TaskId id = pausedWhileParked();
    answer(id, "call_1", "yes");
    revive(id);

    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
    assertThat(texts(fetchOne().leased().journal(), Entry.Kind.ANSWER)).containsExactly("yes");
  }

  @Test
  default void aTaskThatFailedWhileItWaitedGoesOnWithAnEmptyAnswer() {
    Running running = running(task("ada").deadline(Duration.ofHours(1), false));
    running.parkOn(running.deferred("call_1", 0));
    elapseAndTick(Duration.ofHours(1));
    assertThat(status(running.id())).isEqualTo(TaskStatus.FAILED);

    revive(running.id());
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(record(running.id()).openWaits()).isZero();
    assertThat(texts(running.id(), Entry.Kind.ANSWER)).containsExactly("");
    assertThat(answer(running.id(), "call_1", "late"))
        .isIn(AnswerOutcome.CLOSED, AnswerOutcome.ALREADY_ANSWERED);
    assertThat(fetchOne().leased().turnOpen()).isTrue();
  }

  @Test
  default void aRevivedTaskIsNotFailedByItsOldDeadlineAgain() {
    Running running = running(task("ada").deadline(Duration.ofHours(1), true));
    elapseAndTick(Duration.ofHours(1));
    assertThat(status(running.id())).isEqualTo(TaskStatus.PAUSED);
    revive(running.id());
    tick();

    assertThat(status(running.id())).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  default void aRevivalRightAtTheEndOfTheTimeToLiveIsNotCollected() {
    TaskId id = failed("ada");
    elapse(FAILED_TTL.minusMillis(1));
    revive(id);
    elapseAndTick(Duration.ofSeconds(30));

    assertThat(store().task(id)).isPresent();
    assertThat(fetchOne().id()).isEqualTo(id);
  }

  @Test
  default void aFailedTaskThatWasCollectedIsNotRevived() {
    TaskId id = failed("ada");
    elapseAndTick(FAILED_TTL);

    assertThat(revive(id)).isEqualTo(new ChangeResult.Unknown());
    nothingIsRunnable();
  }
}
