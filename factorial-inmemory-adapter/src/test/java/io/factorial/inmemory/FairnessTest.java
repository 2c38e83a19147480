package io.factorial.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.LeasedTask;
import io.factorial.port.LimitChange;
import io.factorial.port.Next;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FairnessTest {
  private final Scene scene = new Scene();

  @Test
  void anOwnerThatEnqueuesOneTaskAfterTheOtherDoesNotStarveTheOthers() {
    for (int i = 0; i < 100; i++) {
      scene.enqueue("patient");
    }
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      scene.enqueue("eager");
      LeasedTask task = scene.fetchOne();
      scene.complete(task);
      turns.merge(task.task().ownerId(), 1, Integer::sum);
    }
    assertThat(turns.get("patient")).isBetween(45, 55);
  }

  @Test
  void turnsAreSharedByWeight() {
    scene.queue.limit(new LimitChange.OwnerWeight("heavy", 3));
    for (int i = 0; i < 400; i++) {
      scene.enqueue("heavy");
      scene.enqueue("light");
    }
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      LeasedTask task = scene.fetchOne();
      scene.complete(task);
      turns.merge(task.task().ownerId(), 1, Integer::sum);
    }
    assertThat(turns.get("heavy")).isBetween(295, 305);
  }

  @Test
  void anOwnerThatUsedIdleSlotsLongStillGetsHalfOfWhatComes() {
    scene.enqueue("old");
    LeasedTask running = scene.fetchOne();
    for (int turn = 0; turn < 3_600; turn++) {
      assertThat(scene.goOn(running, 1 + turn)).isInstanceOf(CommitResult.Continued.class);
    }
    for (int i = 0; i < 100; i++) {
      scene.enqueue("new");
      scene.enqueue("old");
    }
    scene.complete(withLength(running, 3_601));
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      LeasedTask task = scene.fetchOne();
      scene.complete(task);
      turns.merge(task.task().ownerId(), 1, Integer::sum);
    }
    assertThat(turns.get("old")).isBetween(45, 50);
  }

  @Test
  void aRunningTaskYieldsToANewOwnerAtItsNextTurn() {
    scene.enqueue("old");
    LeasedTask running = scene.fetchOne();
    for (int turn = 0; turn < 10; turn++) {
      scene.goOn(running, 1 + turn);
    }
    scene.enqueue("new");
    CommitResult result =
        scene.queue.commit(
            running.lease(), scene.turn(11), new Next.Continue(false), scene.wish(1));
    assertThat(result).isInstanceOf(CommitResult.Released.class);
    CommitResult.Released released = (CommitResult.Released) result;
    assertThat(released.outcome()).isEqualTo(CommitResult.Outcome.YIELDED);
    assertThat(released.next()).extracting(task -> task.task().ownerId()).containsExactly("new");
  }

  @Test
  void anOwnersOwnLineTakesNoSlotFromItsRunningTask() {
    scene.enqueue("lone");
    LeasedTask running = scene.fetchOne();
    for (int i = 0; i < 50; i++) {
      scene.enqueue("lone");
    }
    for (int turn = 0; turn < 100; turn++) {
      assertThat(scene.goOn(running, 1 + turn)).isInstanceOf(CommitResult.Continued.class);
    }
  }

  @Test
  void tasksThatArePinnedToAVersionNobodyRunsHoldNobodyBack() {
    for (int i = 0; i < 10; i++) {
      scene.queue.enqueue(List.of(scene.task("pinned").agentVersion("2").build()));
    }
    for (int i = 0; i < 50; i++) {
      scene.enqueue("pinned");
      scene.enqueue("other");
    }
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      LeasedTask task = scene.fetchOne();
      assertThat(task.task().agentVersion()).isNull();
      scene.complete(task);
      turns.merge(task.task().ownerId(), 1, Integer::sum);
    }
    assertThat(turns.get("other")).isBetween(28, 32);
  }

  private static LeasedTask withLength(LeasedTask task, int length) {
    return new LeasedTask(
        task.lease(),
        task.task(),
        Collections.nCopies(length, task.journal().getFirst()),
        false,
        false);
  }
}
