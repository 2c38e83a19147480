package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.Payload;
import io.factorial.port.TaskRecord;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 7, commit Complete: the final answer, unless a message arrived. */
public interface Row07Complete extends QueueScene {
  @Test
  default void aCompletedTaskHasItsOutput() {
    Running running = running("ada");
    elapse(Duration.ofSeconds(3));

    CommitResult.Released released = running.complete("42");

    TaskRecord record = record(running.id());
    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.CLOSED);
    assertThat(record.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(record.output()).isEqualTo(Payload.utf8("42"));
    assertThat(record.endedAt()).isEqualTo(now());
    assertThat(record.worker()).isNull();
    assertThat(record.error()).isNull();
    nothingIsRunnable();
  }

  @Test
  default void aCompletedTaskIsKeptForItsTime() {
    Running running = running("ada");
    running.complete("42");

    elapse(COMPLETED_TTL.minusMillis(1));
    assertThat(store().task(running.id())).isPresent();
    elapse(Duration.ofMillis(1));
    assertThat(store().task(running.id())).isEmpty();
    assertThat(store().journal(running.id(), 0, 10)).isEmpty();
  }

  @Test
  default void aMessageReopensTheTaskForOneMoreTurn() {
    Running running = running("ada");
    running.completion();
    steer(running.id(), "wait");

    CommitResult result = running.tryCommit(running.lastWrite().build(), told(running));

    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Reopened.class,
            reopened -> {
              assertThat(reopened.arrived())
                  .extracting(Entry::kind)
                  .containsExactly(Entry.Kind.NOTE, Entry.Kind.STEERING);
              assertThat(reopened.arrived().getLast().payload()).isEqualTo(Payload.utf8("wait"));
              assertThat(reopened.arrived().getLast().turn()).isEqualTo(1);
            });
    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    assertThat(record(running.id()).turn()).isEqualTo(1);
    assertThat(record(running.id()).output()).isNull();
  }

  private static Next told(Running running) {
    return new Next.Complete(
        Payload.utf8("42"),
        List.of(running.event("closed")),
        List.of(running.entry(Entry.Kind.NOTE, 0, "superseded")),
        List.of(running.event("reopened")));
  }

  @Test
  default void aReopenedTaskCompletesWithItsNextAnswer() {
    Running running = running("ada");
    steer(running.id(), "wait");
    running.tryCommit(running.lastWrite().build(), told(running));

    running.complete("43");
    assertThat(record(running.id()).output()).isEqualTo(Payload.utf8("43"));
    assertThat(texts(running.id(), Entry.Kind.STEERING)).containsExactly("wait");
  }

  @Test
  default void eachOutcomeOfACompletionTellsItsOwnEvents() {
    Running running = running("ada");
    steer(running.id(), "wait");
    Heard heard = listen("ada");

    running.tryCommit(running.lastWrite().event(running.event("always")).build(), told(running));
    assertThat(heard.types()).containsExactly("always", "reopened");

    running.tryCommit(running.lastWrite().event(running.event("always")).build(), told(running));
    assertThat(heard.types()).containsExactly("always", "closed");
  }

  @Test
  default void aRepeatedCompleteIsAnsweredAsTheFirst() {
    Running running = running("ada");
    Heard heard = listen("ada");
    Write write = running.lastWrite().build();

    CommitResult first = queue().commit(running.lease(), write, told(running), Running.noRefill());
    CommitResult second = queue().commit(running.lease(), write, told(running), Running.noRefill());

    assertThat(second).isEqualTo(first);
    assertThat(heard.types()).containsExactly("closed");
  }

  @Test
  default void aRepeatedCompleteThatReopenedIsAnsweredWithTheSameMessages() {
    Running running = running("ada");
    steer(running.id(), "one");
    Write write = running.lastWrite().build();

    CommitResult first = queue().commit(running.lease(), write, told(running), Running.noRefill());
    steer(running.id(), "two");
    CommitResult second = queue().commit(running.lease(), write, told(running), Running.noRefill());

    assertThat(first).isInstanceOf(CommitResult.Reopened.class);
    assertThat(second).isEqualTo(first);
    assertThat(record(running.id()).turn()).isEqualTo(1);
  }

  @Test
  default void aCompletedTaskStaysCompleted() {
    Running running = running("ada");
    running.complete("42");

    for (WorkerMove move : WorkerMove.values()) {
      assertThat(move.by(running))
          .as(move.name())
          .isEqualTo(new WriteResult.Ended(TaskStatus.COMPLETED));
    }
    assertThat(record(running.id()).output()).isEqualTo(Payload.utf8("42"));
  }

  @Test
  default void aLateCompletionOfAFrozenWorkerIsRefused() {
    Running frozen = running("ada");
    silence();
    Running newer = fetchOne(OTHER);
    Heard heard = listen("ada");

    assertThat(frozen.tryCommit(frozen.lastWrite().build(), told(frozen)))
        .isInstanceOf(WriteResult.Stale.class);
    assertThat(heard.types()).isEmpty();
    newer.complete("43");
    assertThat(record(newer.id()).output()).isEqualTo(Payload.utf8("43"));
  }
}
