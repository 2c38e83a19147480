package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.budget.Usage;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.orchestrator.Limit;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bounds owners, agents and models across all processes. */
@OnEveryStore
final class LimitsTest {
  private static final ModelName MODEL = ModelName.parse("test:model");

  private final Scene scene = new Scene();
  private final AtomicInteger calls = new AtomicInteger();
  private final Agent<String> agent = agent("worker").build();

  @AfterEach
  void close() {
    scene.close();
  }

  private Model counting() {
    return new Model(
        request -> {
          calls.incrementAndGet();
          return Model.say("done");
        });
  }

  private List<TaskHandle<String>> enqueue(int tasks) {
    List<TaskHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      handles.add(scene.enqueue(agent, "go"));
    }
    return handles;
  }

  private static long with(List<TaskHandle<String>> tasks, TaskStatus status) {
    return tasks.stream().filter(task -> task.status() == status).count();
  }

  @Test
  void whatWasSetIsListedAndANullTakesItBack() {
    var limits = scene.client().limits();
    limits.ownerWeight("user1", 7);
    limits.ownerTasks("user2", 3);
    limits.agentTasks("worker", 2);
    limits.model(MODEL, 60, 100_000L);
    limits.model(ModelName.parse("test:other"), null, 5L);
    assertThat(limits.list())
        .containsExactlyInAnyOrder(
            new Limit(Limit.Kind.OWNER_WEIGHT, "user1", 7),
            new Limit(Limit.Kind.OWNER_TASKS, "user2", 3),
            new Limit(Limit.Kind.AGENT_TASKS, "worker", 2),
            new Limit(Limit.Kind.MODEL_REQUESTS_PER_MINUTE, "test:model", 60),
            new Limit(Limit.Kind.MODEL_TOKENS_PER_MINUTE, "test:model", 100_000),
            new Limit(Limit.Kind.MODEL_TOKENS_PER_MINUTE, "test:other", 5));
    limits.ownerTasks("user2", null);
    limits.agentTasks("worker", null);
    limits.model(MODEL, null, null);
    limits.model(ModelName.parse("test:other"), null, null);
    assertThat(limits.list()).containsExactly(new Limit(Limit.Kind.OWNER_WEIGHT, "user1", 7));
  }

  @Test
  void theRequestsOfAMinuteAreSharedByTheWholeFleetAndNoTaskFailsByThat() throws Exception {
    scene.client().limits().model(MODEL, 2, null);
    scene.worker(counting(), agent);
    scene.worker(counting(), agent);
    List<TaskHandle<String>> tasks = enqueue(5);
    try (Watch watch = scene.watch()) {
      watch.until(
          () ->
              with(tasks, TaskStatus.COMPLETED) + with(tasks, TaskStatus.BACKOFF) == tasks.size());
    }
    assertThat(calls).hasValue(2);
    for (int minute = 0; minute < 3; minute++) {
      scene.pass(Duration.ofMinutes(1));
      scene.pass(Duration.ofMinutes(1));
    }
    for (TaskHandle<String> task : tasks) {
      while (!task.status().isOver()) {
        scene.pass(Duration.ofSeconds(30));
        scene.await(task, TaskStatus.COMPLETED, TaskStatus.BACKOFF);
      }
      assertThat(end(task).output()).isEqualTo("done");
      assertThat(task.data().attempt()).isZero();
    }
    assertThat(calls).hasValue(5);
  }

  @Test
  void theTokensOfAMinuteAreSharedByTheWholeFleet() throws Exception {
    scene.client().limits().model(MODEL, null, 2_000L);
    Model wordy =
        new Model(
            request -> {
              calls.incrementAndGet();
              return ChatResponse.of(Message.assistant("done"), Usage.tokens(1_500, 1_000));
            });
    scene.worker(wordy, agent);
    scene.worker(wordy, agent);
    end(scene.enqueue(agent, "go"));
    TaskHandle<String> second = scene.enqueue(agent, "go");
    scene.await(second, TaskStatus.BACKOFF);
    assertThat(calls).hasValue(1);
    scene.pass(Duration.ofMinutes(2));
    assertThat(end(second).output()).isEqualTo("done");
    assertThat(second.data().attempt()).as("nothing failed by waiting").isZero();
  }

  @Test
  void noMoreTasksOfAnOwnerRunAtOnceThanItMayHave() throws Exception {
    scene.client().limits().ownerTasks(Scene.OWNER, 1);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    scene.worker(
        new Model(
            request -> {
              calls.incrementAndGet();
              entered.countDown();
              Scene.await(leave);
              return Model.say("done");
            }),
        agent);
    List<TaskHandle<String>> tasks = enqueue(2);
    Scene.await(entered);
    TaskHandle<String> other = scene.client().enqueue(agent, "user2", AgentContext.of("go"));
    scene.await(other, TaskStatus.PROCESSING);
    assertThat(with(tasks, TaskStatus.PROCESSING)).isEqualTo(1);
    assertThat(with(tasks, TaskStatus.QUEUED)).isEqualTo(1);
    leave.countDown();
    for (TaskHandle<String> task : tasks) {
      assertThat(end(task).output()).isEqualTo("done");
    }
  }
}
