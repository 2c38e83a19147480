package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.message.ToolCall;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Row 5: a run keeps its slot for a moment while its children run, unless somebody wants it. */
@OnEveryStore
final class HoldTest {
  private final Scene scene = new Scene();
  private final Semaphore childMayEnd = new Semaphore(0);

  @AfterEach
  void close() {
    scene.close();
  }

  private static AgentWorkerConfig slots(int n) {
    return Scene.quick().workers(1).batchSize(n).build();
  }

  private static FunctionTool<Json.Obj> spawns(Agent<?> child, int n) {
    List<AgentContext> contexts =
        IntStream.range(0, n).mapToObj(i -> AgentContext.of("child " + i)).toList();
    return tool("delegate", (arguments, ctx) -> ToolResult.spawn(child, contexts));
  }

  private ChatResponse answer(ChatRequest request) throws InterruptedException {
    if (!request.tools().isEmpty()) {
      return Model.turn(request) == 0
          ? Model.call(call("d", "delegate"))
          : Model.say("got " + Model.last(request));
    }
    childMayEnd.acquire();
    return Model.say("short");
  }

  @Test
  void aShortChildCostsNoRequeue() throws Exception {
    childMayEnd.release(1);
    Agent<String> child = agent("child").build();
    Agent<String> parent = agent("parent", spawns(child, 1)).build();
    scene.worker(new Model(this::answer), parent, child);
    Watch watch = scene.watch();
    TaskHandle<String> task = scene.enqueue(parent, "go");
    assertThat(end(task).output()).isEqualTo("got short");
    assertThat(task.data().pickups()).isEqualTo(1);
    watch.until("run_completed", 2);
    assertThat(watch.of("task_pending_child_task_results")).isEmpty();
  }

  @Test
  void aLongChildLetsItsParentParkAfterAll() throws Exception {
    Agent<String> child = agent("child").build();
    Agent<String> parent = agent("parent", spawns(child, 1)).build();
    scene.worker(new Model(this::answer), parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    scene.await(task, TaskStatus.PENDING_CHILD_TASKS);
    childMayEnd.release(1);
    assertThat(end(task).output()).isEqualTo("got short");
    assertThat(task.data().pickups()).isEqualTo(2);
  }

  @Test
  void aParentWhoseChildNeedsItsSlotParksAtOnce() throws Exception {
    long startedAt = System.nanoTime();
    Agent<String> parent = recursive(6);
    scene.worker(new Model(HoldTest::descend), slots(1), parent);
    TaskHandle<String> task = scene.enqueue(parent, "6");
    assertThat(end(task).output()).isEqualTo("0 up up up up up up");
    assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
        .as("six generations in one slot")
        .isLessThan(Duration.ofSeconds(10));
    assertThat(task.data().pickups()).isEqualTo(2);
  }

  /** An agent that calls itself by name, as deep as its query says. */
  private static Agent<String> recursive(int depth) {
    Agent<String> self = agent("self").build();
    for (int i = 0; i < depth; i++) {
      self = agent("self", FunctionTool.agent(self).named("deeper")).build();
    }
    return self;
  }

  private static ChatResponse descend(ChatRequest request) {
    int depth = Integer.parseInt(Model.text(request.messages().getFirst()));
    if (depth == 0) {
      return Model.say("0");
    }
    return Model.turn(request) == 0
        ? Model.call(
            ToolCall.of("d", "deeper", Json.Obj.of("query", Integer.toString(depth - 1)).text()))
        : Model.say(Model.last(request) + " up");
  }

  @Test
  void anotherTaskThatWantsTheSlotGetsItAtOnce() throws Exception {
    Agent<String> child = agent("child").build();
    Agent<String> parent = agent("parent", spawns(child, 1)).build();
    scene.worker(new Model(this::answer), slots(1), parent, child);
    TaskHandle<String> first = scene.enqueue(parent, "go");
    TaskHandle<String> second = scene.enqueue(parent, "go");
    scene.await(first, TaskStatus.PENDING_CHILD_TASKS, TaskStatus.COMPLETED);
    childMayEnd.release(2);
    assertThat(end(first).output()).isEqualTo("got short");
    assertThat(end(second).output()).isEqualTo("got short");
  }

  @Test
  void manyParentsThatFillAllSlotsDoNotBlockTheirChildren() throws Exception {
    Agent<String> parent = recursive(3);
    scene.worker(new Model(HoldTest::descend), slots(3), parent);
    List<TaskHandle<String>> tasks =
        IntStream.range(0, 12).mapToObj(i -> scene.enqueue(parent, "3")).toList();
    for (TaskHandle<String> task : tasks) {
      assertThat(end(task).output()).isEqualTo("0 up up up");
    }
  }

  @Test
  void aCancelEndsAHoldAtOnce() throws Exception {
    Agent<String> child = agent("child").build();
    Agent<String> parent = agent("parent", spawns(child, 1)).build();
    scene.worker(new Model(this::answer), parent, child);
    Watch watch = scene.watch();
    TaskHandle<String> task = scene.enqueue(parent, "go");
    watch.until("run_started", 2);
    task.cancel();
    watch.until("run_cancelled", 2);
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
  }
}
