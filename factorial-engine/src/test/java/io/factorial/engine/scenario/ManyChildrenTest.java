package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.engine.worker.Runner;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.port.Fleet;
import io.factorial.task.BatchHandle;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten thousand children of one task, ten thousand tasks of one batch. */
@OnEveryStore
final class ManyChildrenTest {
  private static final int MANY = 10_000;
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Scene scene = new Scene();
  private final Agent<String> child = agent("child").build();

  @AfterEach
  void close() {
    scene.close();
  }

  private static List<AgentContext> contexts() {
    return IntStream.range(0, MANY).mapToObj(i -> AgentContext.of("number " + i)).toList();
  }

  private long children(TaskStatus status) {
    return scene.store().fleet().queues().stream()
        .filter(queue -> queue.agent().equals("child"))
        .map(Fleet.QueueRow::counts)
        .mapToLong(counts -> counts.getOrDefault(status, 0L))
        .sum();
  }

  @Scenario(9)
  @Test
  void aParentOfTenThousandChildrenIsCancelledWithAllOfThem() throws Exception {
    Agent<String> parent =
        agent("parent", tool("split", (arguments, ctx) -> ToolResult.spawn(child, contexts())))
            .build();
    // The store knows the children's agent, and nobody runs it.
    scene
        .queue()
        .register(
            new Runner<>(child, AgentWorkerConfig.defaults(), MaintenanceWorkerConfig.defaults())
                .card());
    scene.worker(new Model(request -> Model.call(call("c1", "split"))), parent);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    scene.await(task, TaskStatus.PENDING_CHILD_TASKS);
    assertThat(children(TaskStatus.QUEUED)).isEqualTo(MANY);
    try (Watch watch = scene.watch()) {
      task.cancel();
      assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
      watch.until(() -> children(TaskStatus.CANCELLED) == MANY);
    }
    assertThat(children(TaskStatus.QUEUED)).isZero();
    assertThat(scene.store().fleet().parkedWithNothingOpen()).isZero();
  }

  @Scenario(9)
  @Test
  void aBatchOfTenThousandTasksCompletes() throws Exception {
    AgentWorkerConfig wide = Scene.quick().workers(10).batchSize(10).build();
    scene.worker(new Model(request -> Model.say("done")), wide, child);
    BatchHandle<String> batch = scene.client().enqueueBatch(child, Scene.OWNER, contexts());
    // So many tasks write more events than are kept of an owner: who listens to all of them is told
    // so.
    await().atMost(LONG).until(() -> batch.progress().completed() == MANY);
    assertThat(batch.progress().percent()).isEqualTo(100.0);
    assertThat(batch.tasks()).hasSize(MANY);
  }
}
