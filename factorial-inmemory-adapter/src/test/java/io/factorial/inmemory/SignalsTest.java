package io.factorial.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Signals;
import io.factorial.port.Subscription;
import io.factorial.port.WorkerId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SignalsTest {
  private final Scene scene = new Scene();

  @Test
  void aListenerMayUseTheStoreFromAnotherThreadAndWaitForIt() {
    AtomicInteger seen = new AtomicInteger();
    Subscription subscription =
        listen(
            agent ->
                seen.set(
                    CompletableFuture.supplyAsync(this::read)
                        .orTimeout(9, TimeUnit.SECONDS)
                        .join()));
    scene.enqueue("ada");
    subscription.close();
    assertThat(seen.get()).isEqualTo(1);
  }

  @Test
  void aListenerMayCallTheStoreItself() {
    AtomicInteger rings = new AtomicInteger();
    listen(
        agent -> {
          if (rings.incrementAndGet() < 3) {
            scene.enqueue("ada");
          }
        });
    scene.enqueue("ada");
    assertThat(rings.get()).isEqualTo(3);
  }

  @Test
  void aListenerThatThrowsKeepsNothingFromTheOthersOrTheCaller() {
    AtomicInteger rings = new AtomicInteger();
    listen(
        agent -> {
          throw new IllegalStateException("broken listener");
        });
    listen(agent -> rings.incrementAndGet());
    scene.enqueue("ada");
    assertThat(rings.get()).isEqualTo(1);
  }

  @Test
  void aListenerMayCloseItsOwnSubscription() {
    AtomicInteger rings = new AtomicInteger();
    CompletableFuture<Subscription> self = new CompletableFuture<>();
    self.complete(
        listen(
            agent -> {
              rings.incrementAndGet();
              self.join().close();
            }));
    scene.enqueue("ada");
    scene.enqueue("ada");
    assertThat(rings.get()).isEqualTo(1);
  }

  @Test
  void oneCallRingsTheBellOfAnAgentOnce() {
    AtomicInteger rings = new AtomicInteger();
    listen(agent -> rings.incrementAndGet());
    scene.queue.enqueue(List.of(scene.task("ada").build(), scene.task("bob").build()));
    assertThat(rings.get()).isEqualTo(1);
  }

  private int read() {
    return scene.store.fleet().queues().getFirst().waitingOwners();
  }

  private Subscription listen(Consumer<String> onWork) {
    return scene.queue.listen(
        new WorkerId("listener"),
        new Signals() {
          @Override
          public void workAt(String agent, int partition) {
            onWork.accept(agent);
          }

          @Override
          public void cancelled(TaskId task) {}

          @Override
          public void steered(TaskId task, int turn, SteeringMode mode) {}

          @Override
          public void answered(TaskId task) {}
        });
  }
}
