package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.TickResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 18, tick: what was delayed or backed off becomes runnable when it is due, never before. */
public interface Row18DueTask extends QueueScene {
  @Test
  default void aDelayedTaskIsRunnableWhenItIsDue() {
    TaskId id = enqueue(task("ada").delay(Duration.ofSeconds(10)));

    elapseAndTick(Duration.ofSeconds(10).minusMillis(1));
    nothingIsRunnable();
    elapseAndTick(Duration.ofMillis(1));
    assertThat(status(id)).isEqualTo(TaskStatus.QUEUED);
    assertThat(record(id).dueAt()).isNull();
    assertThat(fetchOne().id()).isEqualTo(id);
  }

  @Test
  default void aBackedOffTaskWithStepsIsActiveWhenItIsDue() {
    Running running = running("ada");
    running.completion();
    running.backOff(Duration.ofSeconds(10), true);
    elapseAndTick(Duration.ofSeconds(10));

    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void tasksBecomeRunnableEachWhenItIsDue() {
    for (int second = 1; second <= 20; second++) {
      enqueue(task("ada").delay(Duration.ofSeconds(second)));
    }
    List<Integer> arrivals = new ArrayList<>();
    for (int second = 1; second <= 20; second++) {
      elapseAndTick(Duration.ofSeconds(1));
      arrivals.add(fetchAll(WORKER).size());
    }

    assertThat(arrivals).containsOnly(1);
  }

  @Test
  default void aTickTellsWhenTheNextThingIsDue() {
    enqueue(task("ada").delay(Duration.ofMillis(400)));

    assertThat(queue().tick(100, 1).nextDue())
        .hasValueSatisfying(
            due -> assertThat(due).isBetween(Duration.ofMillis(1), Duration.ofMillis(400)));
  }

  @Test
  default void aTickDoesNoMoreThanItIsAskedForAndSaysSo() {
    for (int i = 0; i < 10; i++) {
      enqueue(task("ada").delay(Duration.ofSeconds(1)));
    }
    elapse(Duration.ofSeconds(1));

    TickResult first = queue().tick(4, 1);
    assertThat(first.changed()).isEqualTo(4);
    assertThat(first.more()).isTrue();
    assertThat(queue().tick(100, 1).changed()).isEqualTo(6);
    assertThat(fetchAll(WORKER)).hasSize(10);
  }

  @Test
  default void aSecondTickFindsNothing() {
    enqueue(task("ada").delay(Duration.ofSeconds(1)));
    elapseAndTick(Duration.ofSeconds(1));

    assertThat(queue().tick(100, 1).changed()).isZero();
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void becomingDueRingsTheBell() {
    TaskId id = enqueue(task("ada").delay(Duration.ofSeconds(1)));
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(WORKER, signals)) {
      assertThat(subscription).isNotNull();
      elapseAndTick(Duration.ofSeconds(1));
      signals.await("work at " + AGENT + " in " + id.partition());
    }
  }

  @Test
  default void becomingDueTellsNothing() {
    enqueue(task("ada").delay(Duration.ofSeconds(1)));
    Heard heard = listen("ada");
    elapseAndTick(Duration.ofSeconds(1));

    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void aTaskCancelledBeforeItIsDueStaysCancelled() {
    TaskId id = enqueue(task("ada").delay(Duration.ofSeconds(1)));
    cancel(id);
    elapseAndTick(Duration.ofSeconds(1));

    assertThat(status(id)).isEqualTo(TaskStatus.CANCELLED);
    nothingIsRunnable();
  }

  @Test
  default void aTaskCancelledAfterItWasDueIsNotFetched() {
    TaskId id = enqueue(task("ada").delay(Duration.ofSeconds(1)));
    elapseAndTick(Duration.ofSeconds(1));
    cancel(id);

    assertThat(status(id)).isEqualTo(TaskStatus.CANCELLED);
    nothingIsRunnable();
  }
}
