package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.budget.Usage;
import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 3, record, and rule L: only the holder of the stored lease appends, each write once. */
public interface Row03Record extends QueueScene {
  @Test
  default void aRecordedStepIsInTheJournal() {
    Running running = running("ada");

    WriteResult.Written written = running.record(Entry.Kind.NOTE, 3, "note");

    assertThat(written.length()).isEqualTo(2);
    assertThat(written.arrived()).isEmpty();
    assertThat(journal(running.id()))
        .last()
        .isEqualTo(new Entry(0, 3, 0, Entry.Kind.NOTE, Payload.utf8("note")));
    assertThat(record(running.id()).length()).isEqualTo(2);
  }

  @Test
  default void severalEntriesOfOneWriteKeepTheirOrder() {
    Running running = running("ada");
    running.record(
        running
            .write()
            .entry(running.entry(Entry.Kind.COMPLETION, 0, "a"))
            .entry(running.entry(Entry.Kind.CLAIM, 0, "b"))
            .entry(running.entry(Entry.Kind.RESULT, 0, "c"))
            .build());

    assertThat(journal(running.id()))
        .extracting(entry -> entry.payload().utf8())
        .containsExactly("hello", "a", "b", "c");
  }

  @Test
  default void stateAndUsageAreReplacedWhereTheyAreGiven() {
    Running running = running("ada");
    Usage usage = Usage.tokens(7, 8);
    running.record(running.write().state(Payload.utf8("one")).usage(usage).build());
    running.record(Entry.Kind.NOTE, 0, "note");

    assertThat(record(running.id()).state()).isEqualTo(Payload.utf8("one"));
    assertThat(record(running.id()).usage()).isEqualTo(usage);
  }

  @Test
  default void aRecordWritesItsEventsAndNoOthers() {
    Running running = running("ada");
    Heard heard = listen("ada");

    running.record(
        running.write().event(running.event("first")).event(running.event("second")).build());

    assertThat(heard.types()).containsExactly("first", "second");
  }

  @Test
  default void aReservedWaitCanBeAnsweredAtOnce() {
    Running running = halfTurn("ada");

    assertThat(answer(running.id(), "call_1", "yes")).isEqualTo(AnswerOutcome.ACCEPTED);
    assertThat(record(running.id()).openWaits()).isZero();
    assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
  }

  @Test
  default void aRecordedStepEndsARowOfRecoveries() {
    running("ada");
    silence();
    Running again = fetchOne();
    assertThat(record(again.id()).recoveries()).isEqualTo(1);

    again.completion();
    assertThat(record(again.id()).recoveries()).isZero();
  }

  @Test
  default void messagesStayInTheInboxWithinATurn() {
    Running running = running("ada");
    running.completion();
    steer(running.id(), "one");

    assertThat(running.record(Entry.Kind.RESULT, 0, "result").arrived()).isEmpty();
    assertThat(texts(running.id(), Entry.Kind.STEERING)).isEmpty();
  }

  @Test
  default void aRepeatedRecordIsAnsweredAsTheFirstAndChangesNothing() {
    Running running = running("ada");
    Heard heard = listen("ada");
    Write write =
        running
            .write()
            .entry(running.entry(Entry.Kind.NOTE, 0, "note"))
            .event(running.event("noted"))
            .build();

    WriteResult first = queue().record(running.lease(), write);
    WriteResult second = queue().record(running.lease(), write);

    assertThat(second).isEqualTo(first);
    assertThat(journal(running.id())).hasSize(2);
    assertThat(heard.types()).containsExactly("noted");
  }

  @Test
  default void aRepeatedRecordIsAnsweredAsTheFirstAlsoAfterTheTaskEnded() {
    Running running = running("ada");
    Write write = running.write().entry(running.entry(Entry.Kind.NOTE, 0, "note")).build();
    WriteResult first = queue().record(running.lease(), write);
    cancel(running.id());

    assertThat(queue().record(running.lease(), write)).isEqualTo(first);
  }

  @Test
  default void anOlderLeaseIsStale() {
    Running old = running("ada");
    old.handBack();
    Running newer = fetchOne(OTHER);

    assertThat(WorkerMove.RECORD.by(old)).isEqualTo(new WriteResult.Stale(2));
    assertThat(journal(newer.id())).hasSize(1);
    newer.record(Entry.Kind.NOTE, 0, "note");
  }

  @Test
  default void aLeaseOfTheSameFenceAndAnotherNonceIsStale() {
    Running running = running("ada");
    Lease other = new Lease(running.id(), WORKER, running.lease().fence(), Nonce.random());

    assertThat(queue().record(other, running.write().build())).isEqualTo(new WriteResult.Stale(1));
  }

  @Test
  default void aLeaseOfTheSameNonceAndAnotherFenceIsStale() {
    Running running = running("ada");
    Lease other =
        new Lease(running.id(), WORKER, running.lease().fence() + 1, running.lease().nonce());

    assertThat(queue().record(other, running.write().build())).isEqualTo(new WriteResult.Stale(1));
  }

  @Test
  default void aLeaseThatWasHandedBackIsStaleAlsoBeforeAnotherPickup() {
    Running running = running("ada");
    running.handBack();

    assertThat(WorkerMove.RECORD.by(running)).isInstanceOf(WriteResult.Stale.class);
    assertThat(journal(running.id())).hasSize(1);
  }

  @Test
  default void aLeaseOnAnUnknownTaskIsStale() {
    TaskId nobody = queue().id("ada", Nonce.random());
    Lease lease = new Lease(nobody, WORKER, 1, Nonce.random());

    assertThat(queue().record(lease, Write.builder(OpId.random(), 1).build()))
        .isEqualTo(new WriteResult.Stale(0));
  }

  @Test
  default void aWriteBeyondTheJournalsEndIsAGap() {
    Running running = running("ada");
    Write early =
        expecting(running.write().entry(running.entry(Entry.Kind.NOTE, 0, "note")).build(), 3);

    assertThat(queue().record(running.lease(), early)).isEqualTo(new WriteResult.Gap(1));
    assertThat(journal(running.id())).hasSize(1);
  }

  @Test
  default void theMissingEntriesMayBeSentAgainAfterAGap() {
    Running running = running("ada");
    Write gap =
        expecting(running.write().entry(running.entry(Entry.Kind.NOTE, 0, "two")).build(), 2);
    assertThat(queue().record(running.lease(), gap)).isEqualTo(new WriteResult.Gap(1));

    running.record(
        running
            .write()
            .entries(
                List.of(
                    running.entry(Entry.Kind.NOTE, 0, "one"),
                    running.entry(Entry.Kind.NOTE, 0, "two")))
            .build());
    assertThat(texts(running.id(), Entry.Kind.NOTE)).containsExactly("one", "two");
  }

  @Test
  default void aWriteBeforeTheJournalsEndIsStale() {
    Running running = running("ada");
    Write late = running.write().entry(running.entry(Entry.Kind.NOTE, 0, "late")).build();
    running.record(Entry.Kind.NOTE, 0, "note");

    assertThat(queue().record(running.lease(), late)).isEqualTo(new WriteResult.Stale(1));
    assertThat(texts(running.id(), Entry.Kind.NOTE)).containsExactly("note");
  }

  @Test
  default void aWriteToAnEndedTaskIsRefusedWithItsStatus() {
    Running running = running("ada");
    cancel(running.id());
    Heard heard = listen("ada");

    assertThat(
            running.tryRecord(
                running
                    .write()
                    .entry(running.entry(Entry.Kind.NOTE, 0, "note"))
                    .event(running.event("noted"))
                    .state(Payload.utf8("state"))
                    .build()))
        .isEqualTo(new WriteResult.Ended(TaskStatus.CANCELLED));
    assertThat(journal(running.id())).hasSize(1);
    assertThat(record(running.id()).state()).isNull();
    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void aLeaseOutlivesItsTimeWhileNobodyElseHoldsTheTask() {
    Running running = running("ada");
    elapse(Running.LEASE.multipliedBy(10));

    running.record(Entry.Kind.NOTE, 0, "late but first");
    assertThat(journal(running.id())).hasSize(2);
  }

  @Test
  default void aFiveMegabyteResultComesBackAsItWas() {
    byte[] bytes = new byte[5_000_000];
    bytes[0] = 1;
    bytes[bytes.length - 1] = -1;
    Running running = running("ada");
    running.completion();
    running.record(
        running.write().entry(new Entry(0, 0, 0, Entry.Kind.RESULT, Payload.of(bytes))).build());

    assertThat(journal(running.id()))
        .last()
        .extracting(Entry::payload)
        .isEqualTo(Payload.of(bytes));
    running.handBack();
    assertThat(fetchOne().leased().journal()).isEqualTo(journal(running.id()));
  }

  @Test
  default void tenThousandEntriesComeBackInOrder() {
    Running running = running("ada");
    Write.Builder write = running.write();
    for (int i = 0; i < 10_000; i++) {
      write.entry(running.entry(Entry.Kind.NOTE, i, "note " + i));
    }
    running.record(write.build());

    assertThat(journal(running.id()).subList(1, 10_001))
        .extracting(Entry::index)
        .isSorted()
        .hasSize(10_000);
    running.record(Entry.Kind.NOTE, 0, "one more");
  }
}
