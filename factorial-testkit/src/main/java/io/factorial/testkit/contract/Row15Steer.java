package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.Entry;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 15, steer: messages from outside, in order, each applied exactly once. */
public interface Row15Steer extends QueueScene {
  @Test
  default void messagesOfOneCallKeepTheirOrder() {
    TaskId id = enqueue("ada");
    steer(id, "1", "2", "3", "4", "5");
    fetchOne();

    assertThat(texts(id, Entry.Kind.STEERING)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  default void messagesOfSeveralCallsKeepTheOrderOfTheCalls() {
    TaskId id = enqueue("ada");
    steer(id, "a1", "a2");
    steer(id, "b1");
    steer(id, "a3");
    fetchOne();

    assertThat(texts(id, Entry.Kind.STEERING)).containsExactly("a1", "a2", "b1", "a3");
  }

  @Test
  default void aSteeringIsAcceptedWhateverTheTaskWaitsFor() {
    TaskId delayed = enqueue(task("ada").delay(Duration.ofHours(1)));
    TaskId parked = parked("ada");
    Running paused = running("ada");
    paused.pause("budget_exceeded");

    for (TaskId id : List.of(delayed, parked, paused.id())) {
      TaskStatus before = status(id);
      assertThat(steer(id, "hello")).isEqualTo(new ChangeResult.Accepted());
      assertThat(status(id)).isEqualTo(before);
    }
    nothingIsRunnable();
  }

  @Test
  default void aMessageToADelayedTaskIsThereWhenItStarts() {
    TaskId id = enqueue(task("ada").delay(Duration.ofHours(1)));
    steer(id, "hello");
    elapseAndTick(Duration.ofHours(1));

    assertThat(texts(fetchOne().leased().journal(), Entry.Kind.STEERING)).containsExactly("hello");
  }

  @Test
  default void anEndedTaskCannotBeSteered() {
    assertThat(steer(completed("ada"), "late"))
        .isEqualTo(new ChangeResult.Refused(TaskStatus.COMPLETED));
    assertThat(steer(failed("ada"), "late")).isEqualTo(new ChangeResult.Refused(TaskStatus.FAILED));
  }

  @Test
  default void anUnknownTaskCannotBeSteered() {
    assertThat(steer(queue().id("ada", Nonce.random()), "hello"))
        .isEqualTo(new ChangeResult.Unknown());
  }

  @Test
  default void anExpiredTaskCannotBeSteered() {
    TaskId id = completed("ada");
    elapse(COMPLETED_TTL);

    assertThat(steer(id, "hello")).isEqualTo(new ChangeResult.Unknown());
  }

  @Test
  default void anInboxHoldsAThousandMessages() {
    TaskId id = enqueue("ada");
    List<Payload> messages = Collections.nCopies(999, Payload.utf8("message"));
    assertThat(queue().steer(id, messages, SteeringMode.NEXT_TURN, OpId.random()))
        .isEqualTo(new ChangeResult.Accepted());
    assertThat(steer(id, "the thousandth")).isEqualTo(new ChangeResult.Accepted());

    assertThat(steer(id, "one too many")).isEqualTo(new ChangeResult.Full());
    Running running = fetchOne();
    assertThat(texts(id, Entry.Kind.STEERING)).hasSize(1_000).last().isEqualTo("the thousandth");
    assertThat(steer(id, "room again")).isEqualTo(new ChangeResult.Accepted());
    assertThat(running.continueTurn().arrived()).hasSize(1);
  }

  @Test
  default void aRepeatedSteeringIsAppliedOnce() {
    Running running = running("ada");
    Heard heard = listen("ada");
    OpId op = OpId.random();
    List<Payload> messages = List.of(Payload.utf8("once"));

    for (int i = 0; i < 2; i++) {
      assertThat(queue().steer(running.id(), messages, SteeringMode.NEXT_TURN, op))
          .isEqualTo(new ChangeResult.Accepted());
    }
    assertThat(running.continueTurn().arrived()).hasSize(1);
    heard.only("run_steered");
  }

  @Test
  default void aSteeringRepeatedAfterItWasReadIsNotReadAgain() {
    Running running = running("ada");
    OpId op = OpId.random();
    List<Payload> messages = List.of(Payload.utf8("once"));
    queue().steer(running.id(), messages, SteeringMode.NEXT_TURN, op);
    running.continueTurn();

    assertThat(queue().steer(running.id(), messages, SteeringMode.NEXT_TURN, op))
        .isEqualTo(new ChangeResult.Accepted());
    assertThat(running.continueTurn().arrived()).isEmpty();
  }

  @Test
  default void aSteeringIsSignalledToTheTasksWorkerWithItsTurnAndMode() {
    Running running = running("ada");
    running.continueTurn();
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(WORKER, signals)) {
      assertThat(subscription).isNotNull();
      queue()
          .steer(
              running.id(), List.of(Payload.utf8("stop")), SteeringMode.INTERRUPT, OpId.random());
      signals.await("steered " + running.id() + " 1 INTERRUPT");
    }
  }

  @Test
  default void aSteeringIsToldWithItsNumberOfMessages() {
    TaskId id = enqueue("ada");
    Heard heard = listen("ada");
    steer(id, "1", "2");

    assertThat(heard.only("run_steered").fields()).containsEntry("messages", "2");
  }

  @Test
  default void messagesSurviveTheDeathOfAWorker() {
    Running running = running("ada");
    running.completion();
    steer(running.id(), "hello");
    silence();

    Running again = fetchOne(OTHER);
    assertThat(again.continueTurn().arrived()).hasSize(1);
    assertThat(texts(again.id(), Entry.Kind.STEERING)).containsExactly("hello");
  }

  @Test
  default void messagesThatWereReadAreNotReadAgainAfterTheDeathOfAWorker() {
    TaskId id = enqueue("ada");
    steer(id, "hello");
    fetchOne();
    silence();
    fetchOne(OTHER);

    assertThat(texts(id, Entry.Kind.STEERING)).containsExactly("hello");
  }
}
