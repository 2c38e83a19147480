package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.Write;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 10, commit HandBack: a drain, or a slot that is needed; nothing is lost by it. */
public interface Row10HandBack extends QueueScene {
  @Test
  default void aTaskHandedBackBeforeItsFirstStepIsQueued() {
    Running running = running("ada");

    CommitResult.Released released = running.handBack();

    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.HANDED_BACK);
    assertThat(status(running.id())).isEqualTo(TaskStatus.QUEUED);
    assertThat(record(running.id()).worker()).isNull();
  }

  @Test
  default void aTaskHandedBackAfterAStepIsActiveAndKeepsIt() {
    Running running = running("ada");
    running.completion();
    running.handBack();

    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(texts(fetchOne().id(), Entry.Kind.COMPLETION)).containsExactly("completion");
  }

  @Test
  default void handingBackMayBringTheLastStepsAlong() {
    Running running = running("ada");
    running.tryCommit(
        running.write().entry(running.entry(Entry.Kind.COMPLETION, 0, "last")).build(),
        new Next.HandBack());

    assertThat(texts(running.id(), Entry.Kind.COMPLETION)).containsExactly("last");
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aTaskHandedBackIsAtTheHeadOfItsOwnersLine() {
    List<TaskId> ids = enqueue("ada", 3);
    fetchOne().handBack();

    assertThat(fetchAll(WORKER)).extracting(Running::id).isEqualTo(ids);
  }

  @Test
  default void handingBackUsesUpNoRetry() {
    Running first = running("ada");
    first.backOff(Duration.ofSeconds(1), true);
    elapseAndTick(Duration.ofSeconds(1));
    Running second = fetchOne();
    second.handBack();

    assertThat(record(second.id()).attempt()).isEqualTo(1);
    assertThat(record(second.id()).recoveries()).isZero();
  }

  @Test
  default void handingBackTellsNothing() {
    Running running = running("ada");
    Heard heard = listen("ada");
    running.handBack();

    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void aRepeatedHandBackDoesNotTakeTheTaskFromItsNextWorker() {
    Running running = running("ada");
    Write write = running.write().entry(running.entry(Entry.Kind.NOTE, 0, "draining")).build();
    CommitResult first =
        queue().commit(running.lease(), write, new Next.HandBack(), Running.noRefill());
    Running next = fetchOne(OTHER);

    assertThat(queue().commit(running.lease(), write, new Next.HandBack(), Running.noRefill()))
        .isEqualTo(first);
    next.record(Entry.Kind.NOTE, 0, "still mine");
  }
}
