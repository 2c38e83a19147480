package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.TaskRecord;
import io.factorial.port.Write;
import io.factorial.run.RunError;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row 8, commit Fail: a fatal error, or no retries left. */
public interface Row08Fail extends QueueScene {
  @Test
  default void aFailedTaskHasItsError() {
    Running running = running("ada");
    elapse(Duration.ofSeconds(3));

    CommitResult.Released released = running.fail("max_retries");

    TaskRecord record = record(running.id());
    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.CLOSED);
    assertThat(record.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(record.error()).isEqualTo(new RunError("max_retries", "it went wrong", false));
    assertThat(record.endedAt()).isEqualTo(now());
    assertThat(record.output()).isNull();
    nothingIsRunnable();
  }

  @Test
  default void aFailedTaskIsKeptForItsTime() {
    TaskRecord record = record(failed("ada"));

    elapse(FAILED_TTL.minusMillis(1));
    assertThat(store().task(record.id())).isPresent();
    elapse(Duration.ofMillis(1));
    assertThat(store().task(record.id())).isEmpty();
  }

  @Test
  default void aFailureClosesTheWaitsOfItsTask() {
    Running running = halfTurn("ada");
    running.fail("broken");

    assertThat(answer(running.id(), "call_1", "late")).isEqualTo(AnswerOutcome.CLOSED);
  }

  @Test
  default void messagesDoNotReopenAFailedTask() {
    Running running = running("ada");
    steer(running.id(), "wait");
    running.fail("broken");

    assertThat(status(running.id())).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  default void aFailureWritesItsEventsAndNoOthers() {
    Running running = running("ada");
    Heard heard = listen("ada");
    running.tryCommit(
        running.lastWrite().event(running.event("run_failed")).build(), Running.failing("broken"));

    assertThat(heard.types()).containsExactly("run_failed");
  }

  @Test
  default void aRepeatedFailIsAnsweredAsTheFirst() {
    Running running = running("ada");
    Write write = running.lastWrite().build();

    CommitResult first =
        queue().commit(running.lease(), write, Running.failing("one"), Running.noRefill());
    CommitResult second =
        queue().commit(running.lease(), write, Running.failing("one"), Running.noRefill());

    assertThat(second).isEqualTo(first);
  }
}
