package io.factorial.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryTest {
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final TaskTtlConfig SHORT =
      TaskTtlConfig.builder().completedTtl(TTL).failedTtl(TTL).cancelledTtl(TTL).build();

  @Test
  void recordsOfAHundredThousandShortTasksGoAsFastAsTheyCome() {
    Scene scene = new Scene(SHORT);
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      scene.clock.advance(Duration.ofSeconds(1));
      // Each task has an owner of its own, a dedup key, and an event or two.
      NewTask task = scene.task("owner" + i).dedupKey("key").build();
      scene.queue.enqueue(List.of(task));
      scene.complete(scene.fetchOne());
      most = Math.max(most, scene.inside.tasks.size());
    }
    assertThat(most).isLessThan(20);
    assertThat(scene.inside.events.owners()).isLessThan(90_000);
    assertThat(scene.inside.timers.next()).isEqualTo(scene.clock.instant().plus(Scene.LEASE));
    scene.clock.advance(Duration.ofDays(2));
    scene.complete(fetchAfter(scene, "last"));
    scene.complete(fetchAfter(scene, "last"));
    assertThat(scene.inside.tasks.size()).isLessThan(20);
  }

  @Test
  void cancellingAWholeTreeAtOnceIsCollectedToo() {
    Scene scene = new Scene(SHORT);
    for (int round = 0; round < 5; round++) {
      List<NewTask> tasks = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        tasks.add(scene.task("owner").build());
      }
      scene.queue.enqueue(tasks);
      tasks.forEach(task -> scene.queue.cancel(task.id(), "test"));
      scene.clock.advance(TTL);
    }
    assertThat(scene.inside.tasks.size()).isLessThanOrEqualTo(20_000);
  }

  @Test
  void aHundredThousandWaitingTasksSlowNothingDown() {
    timeOfTurns(1_000);
    Duration few = timeOfTurns(1_000);
    Duration many = timeOfTurns(100_000);
    // A scan over all tasks at each step would make it a hundred times longer.
    assertThat(many).isLessThan(few.multipliedBy(20).plusSeconds(1));
  }

  private static Duration timeOfTurns(int waiting) {
    Scene scene = new Scene();
    List<NewTask> tasks = new ArrayList<>();
    for (int i = 0; i < waiting; i++) {
      tasks.add(scene.task("owner" + i % 1_000).build());
    }
    scene.queue.enqueue(tasks);
    long begun = System.nanoTime();
    for (int i = 0; i < 3_000; i++) {
      scene.enqueue("owner" + i);
      scene.complete(scene.fetchOne());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static LeasedTask fetchAfter(Scene scene, String owner) {
    scene.enqueue(owner);
    return scene.fetchOne();
  }
}
