package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Next;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Row 9, commit Pause: a person must revive the task. */
public interface Row09Pause extends QueueScene {
  @Test
  default void aPausedTaskSaysWhyAndWaits() {
    Running running = running("ada");

    CommitResult.Released released = running.pause("budget_exceeded");

    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.PAUSED);
    assertThat(status(running.id())).isEqualTo(TaskStatus.PAUSED);
    assertThat(record(running.id()).reason()).isEqualTo("budget_exceeded");
    assertThat(record(running.id()).worker()).isNull();
    assertThat(record(running.id()).endedAt()).isNull();
    elapseAndTick(Duration.ofDays(1));
    nothingIsRunnable();
    assertThat(status(running.id())).isEqualTo(TaskStatus.PAUSED);
  }

  @Test
  default void aPauseWritesItsEventsAndNoOthers() {
    Running running = running("ada");
    Heard heard = listen("ada");
    running.tryCommit(
        running.lastWrite().event(running.event("run_paused")).build(),
        new Next.Pause("budget_exceeded"));

    assertThat(heard.types()).containsExactly("run_paused");
  }

  @Test
  default void aRepeatedPauseIsAnsweredAsTheFirst() {
    Running running = running("ada");
    Write write = running.lastWrite().build();
    Next next = new Next.Pause("budget_exceeded");

    CommitResult first = queue().commit(running.lease(), write, next, Running.noRefill());
    assertThat(queue().commit(running.lease(), write, next, Running.noRefill())).isEqualTo(first);
  }

  @Test
  default void aPausedTaskIsNobodysToWriteTo() {
    Running running = running("ada");
    running.pause("budget_exceeded");

    assertThat(WorkerMove.RECORD.by(running)).isInstanceOf(WriteResult.Stale.class);
  }
}
