package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.budget.PriceTable;
import io.factorial.error.TaskStateException;
import io.factorial.event.RunEvent;
import io.factorial.event.TurnEvent;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ToolChoice;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.BatchHandle;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskData;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a task and its tree may spend. */
@OnEveryStore
final class BudgetTest {
  private static final Budget.OnExceeded FAIL = Budget.OnExceeded.FAIL;
  private static final PriceTable PRICES =
      model ->
          model.name().equals("model")
              ? Optional.of(
                  new PriceTable.Price(
                      new BigDecimal("1000"),
                      BigDecimal.ZERO,
                      BigDecimal.ZERO,
                      new BigDecimal("2000")))
              : Optional.empty();

  private final Scene scene = new Scene();
  private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    scene.close();
  }

  private static Budget.Builder budget() {
    return Budget.builder();
  }

  /** A parent that spawns children, each of which fails where the budget keeps it out. */
  private static Agent<String> parent(int children, Budget budget) {
    Agent<String> child = agent("child").budget(budget().onExceeded(FAIL).build()).build();
    List<AgentContext> contexts =
        IntStream.range(0, children).mapToObj(i -> AgentContext.of("child " + i)).toList();
    return agent("parent", tool("spread", (arguments, ctx) -> ToolResult.spawn(child, contexts)))
        .budget(budget)
        .build();
  }

  private static final Agent<String> CHILD = agent("child").build();

  private ChatResponse spreading(ChatRequest request) {
    requests.add(request);
    if (request.tools().isEmpty()) {
      return Model.say("child");
    }
    return Model.turn(request) == 0 ? Model.call(call("s", "spread")) : Model.say("all in");
  }

  /** An agent that calls a tool for ever. */
  private static Agent<String> endless(Budget budget) {
    return agent("endless", tool("go", (arguments, ctx) -> "on")).budget(budget).build();
  }

  private ChatResponse endlessly(ChatRequest request) {
    requests.add(request);
    return Model.call(call("c" + Model.turn(request), "go"));
  }

  private void passUntil(TaskHandle<?> task, TaskStatus status) throws InterruptedException {
    try (Watch watch = new Watch(task.events())) {
      watch.until(
          () -> {
            scene.pass(Duration.ofSeconds(6));
            return task.status() == status;
          });
    }
  }

  @Test
  void parallelChildrenCannotOvershootTheBudgetOfTheirTree() throws Exception {
    Agent<String> parent = parent(20, budget().turns(6).build());
    scene.worker(new Model(this::spreading), parent, CHILD);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    passUntil(task, TaskStatus.PAUSED);
    assertThat(requests).hasSize(6);
    assertThat(task.data().reason()).contains("budget_exceeded");
    List<TaskData> children = scene.client().tasks(TaskFilter.all().parent(task.id())).tasks();
    assertThat(children.stream().filter(child -> child.status() == TaskStatus.COMPLETED))
        .hasSize(5);
    assertThat(children.stream().flatMap(child -> child.error().stream()))
        .hasSize(15)
        .allSatisfy(error -> assertThat(error.code()).isEqualTo("budget_exceeded"));
    task.resume(budget().turns(7).build());
    RunResult<String> result = end(task);
    assertThat(result.output()).isEqualTo("all in");
    assertThat(result.run().treeUsage().requests()).isEqualTo(7);
    assertThat(requests).hasSize(7);
  }

  @Test
  void whatOnlyReservationsKeepOutWaitsAndGoesOn() throws Exception {
    Agent<String> parent = parent(2, budget().outputTokens(8_000L).build());
    Semaphore mayEnd = new Semaphore(0);
    CountDownLatch inCall = new CountDownLatch(1);
    scene.worker(
        new Model(
            request -> {
              if (request.tools().isEmpty()) {
                inCall.countDown();
                mayEnd.acquire();
              }
              return spreading(request);
            }),
        parent,
        CHILD);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    Scene.await(inCall);
    try (Watch watch = scene.watch()) {
      watch.until(() -> waitsForBudget(task));
    }
    mayEnd.release(2);
    passUntil(task, TaskStatus.COMPLETED);
    assertThat(requests).hasSize(4);
    assertThat(scene.client().tasks(TaskFilter.all().parent(task.id())).tasks())
        .allSatisfy(
            child -> {
              assertThat(child.status()).isEqualTo(TaskStatus.COMPLETED);
              assertThat(child.attempt()).isZero();
            });
  }

  private boolean waitsForBudget(TaskHandle<?> task) {
    return scene.client().tasks(TaskFilter.all().parent(task.id())).tasks().stream()
        .anyMatch(child -> child.reason().equals(Optional.of("budget_wait")));
  }

  @Test
  void nearTheLimitTheModelIsToldToComeToAnEnd() throws Exception {
    Agent<String> worker = endless(budget().turns(10).softLimit(0.3).onExceeded(FAIL).build());
    scene.worker(new Model(this::endlessly), worker);
    end(scene.enqueue(worker, "go"));
    for (int turn = 0; turn < 10; turn++) {
      String last = Model.last(requests.get(turn));
      assertThat(last.startsWith("The budget of this task")).as("turn " + turn).isEqualTo(turn > 2);
    }
  }

  @Test
  void atTheLimitTheTaskPausesAndGoesOnWithARaisedBudget() throws Exception {
    Agent<String> worker = endless(budget().toolCalls(2).build());
    AtomicInteger answers = new AtomicInteger();
    scene.worker(
        new Model(
            request -> answers.incrementAndGet() < 5 ? endlessly(request) : Model.say("enough")),
        worker);
    TaskHandle<String> task = scene.enqueue(worker, "go");
    scene.await(task, TaskStatus.PAUSED);
    assertThat(task.data().reason()).contains("budget_exceeded");
    assertThat(answers).as("the third completion is recorded").hasValue(3);
    task.resume(budget().toolCalls(10).build());
    assertThat(end(task).output()).isEqualTo("enough");
    assertThat(answers).as("no completion was bought twice").hasValue(5);
    assertThat(task.data().usage().toolCalls()).isEqualTo(4);
  }

  @Test
  void aRaisedLimitLeavesTheOthersAsTheyWere() throws Exception {
    Agent<String> worker = endless(budget().turns(4).toolCalls(2).build());
    scene.worker(new Model(this::endlessly), worker);
    TaskHandle<String> task = scene.enqueue(worker, "go");
    scene.await(task, TaskStatus.PAUSED);
    assertThat(requests).as("two tool calls, and the third was refused").hasSize(3);
    try (Watch watch = new Watch(task.events())) {
      task.resume(budget().toolCalls(10).build());
      watch.until("run_paused");
      assertThat(watch.of(RunEvent.Paused.class))
          .extracting(RunEvent.Paused::reason)
          .containsExactly("budget_exceeded");
    }
    assertThat(requests).as("four turns, as at first").hasSize(4);
  }

  @Test
  void aTaskMayFailAtItsLimitInstead() throws Exception {
    Agent<String> worker = endless(budget().turns(2).onExceeded(FAIL).build());
    scene.worker(new Model(this::endlessly), worker);
    RunResult<String> result = end(scene.enqueue(worker, "go"));
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("budget_exceeded");
              assertThat(failed.error().message()).contains("turns");
            });
    assertThat(requests).hasSize(2);
  }

  @Test
  void aTaskThatFailedAtItsLimitIsRetriedWithARaisedBudget() throws Exception {
    Agent<String> worker =
        endless(budget().turns(2).toolCalls(3).outputTokens(100_000).onExceeded(FAIL).build());
    scene.worker(
        new Model(request -> Model.turn(request) < 4 ? endlessly(request) : Model.say("enough")),
        worker);
    TaskHandle<String> task = scene.enqueue(worker, "go");
    assertThat(end(task)).isInstanceOf(RunResult.Failed.class);
    task.retry(budget().turns(10).build());
    assertThat(end(task))
        .as("what was not raised stays")
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().message()).contains("tool_calls"));
    task.retry(budget().toolCalls(10).build());
    assertThat(end(task).output()).isEqualTo("enough");
    assertThatThrownBy(() -> task.retry(budget().turns(10).build()))
        .isInstanceOf(TaskStateException.class);
  }

  @Test
  void aRaisedWallClockCountsFromTheRevival() throws Exception {
    Duration hour = Duration.ofHours(1);
    Agent<String> slow =
        agent("slow", tool("wait", (arguments, ctx) -> ToolResult.pending(hour.multipliedBy(99))))
            .budget(budget().wallClock(hour).build())
            .build();
    scene.worker(new Model(request -> Model.call(call("c", "wait"))), slow);
    TaskHandle<String> task = scene.enqueue(slow, "go");
    scene.await(task, TaskStatus.PENDING_TOOL_RESULTS);
    scene.pass(hour);
    assertThat(task.status()).isEqualTo(TaskStatus.PAUSED);
    task.resume(budget().wallClock(hour.multipliedBy(3)).build());
    scene.pass(hour.multipliedBy(2));
    assertThat(task.status()).isEqualTo(TaskStatus.PENDING_TOOL_RESULTS);
    scene.pass(hour);
    assertThat(task.data().reason()).contains("deadline_exceeded");
  }

  @Test
  void anUnknownPriceIsSaidAndNotGuessed() throws Exception {
    Agent<String> free = agent("free").build();
    Agent<String> counted = agent("counted").budget(budget().costUsd("1.00").build()).build();
    scene.worker(new Model(request -> Model.say("hello")), free, counted);
    assertThat(end(scene.enqueue(free, "go")).run().usage().costUsd()).isNull();
    assertThat(end(scene.enqueue(counted, "go")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("price_unknown");
              assertThat(failed.error().message()).contains("test:model");
            });
  }

  @Test
  void whatATreeUsedIsItsChildrensUseToo() throws Exception {
    Agent<String> parent = parent(3, budget().costUsd("100.00").build());
    Orchestrator worker =
        scene.process(
            new Model(this::spreading), UnaryOperator.identity(), Factorial.prices(PRICES));
    worker.registerRunner(parent, Scene.quick().build());
    worker.registerRunner(CHILD, Scene.quick().build());
    worker.start();
    RunResult<String> result = end(scene.enqueue(parent, "go"));
    assertThat(result.output()).isEqualTo("all in");
    assertThat(result.run().usage().requests()).isEqualTo(2);
    assertThat(result.run().usage().costUsd()).isEqualByComparingTo("0.04");
    assertThat(result.run().treeUsage().requests()).isEqualTo(5);
    assertThat(result.run().treeUsage().toolCalls()).isEqualTo(1);
    assertThat(result.run().treeUsage().inputTokens()).isEqualTo(50);
    assertThat(result.run().treeUsage().costUsd()).isEqualByComparingTo("0.10");
  }

  @Test
  void whenTheWallClockIsOverTheTaskFailsOrPausesAsItSays() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Model hanging =
        new Model(
            request -> {
              both.countDown();
              new Semaphore(0).acquire();
              throw new IllegalStateException("a semaphore without permits gave one");
            });
    Agent<String> failing =
        agent("failing")
            .budget(budget().wallClock(Duration.ofMinutes(10)).onExceeded(FAIL).build())
            .build();
    Agent<String> pausing =
        agent("pausing").budget(budget().wallClock(Duration.ofMinutes(10)).build()).build();
    scene.worker(hanging, failing, pausing);
    TaskHandle<String> fails = scene.enqueue(failing, "go");
    TaskHandle<String> pauses = scene.enqueue(pausing, "go");
    Scene.await(both);
    scene.pass(Duration.ofMinutes(9));
    assertThat(fails.status()).isEqualTo(TaskStatus.PROCESSING);
    scene.pass(Duration.ofMinutes(2));
    assertThat(fails.data().error().orElseThrow().code()).isEqualTo("deadline_exceeded");
    assertThat(pauses.status()).isEqualTo(TaskStatus.PAUSED);
    assertThat(pauses.data().reason()).contains("deadline_exceeded");
  }

  @Test
  void theTurnsOfATaskReplaceThoseOfItsAgent() throws Exception {
    Agent<String> worker =
        agent("worker", tool("go", (arguments, ctx) -> "on")).maxTurns(50).build();
    scene.worker(
        new Model(
            request ->
                request.settings().toolChoice().equals(ToolChoice.NONE)
                    ? Model.say("cut at " + Model.turn(request))
                    : endlessly(request)),
        worker);
    TaskHandle<String> task =
        scene
            .client()
            .enqueue(
                worker,
                Scene.OWNER,
                AgentContext.of("go"),
                EnqueueOptions.builder().maxTurns(3).build());
    assertThat(end(task).output()).isEqualTo("cut at 2");
  }

  @Test
  void theBudgetOfATaskReplacesThatOfItsAgentFieldByField() throws Exception {
    Agent<String> worker = endless(budget().turns(50).toolCalls(2).onExceeded(FAIL).build());
    scene.worker(new Model(this::endlessly), worker);
    TaskHandle<String> task =
        scene
            .client()
            .enqueue(
                worker,
                Scene.OWNER,
                AgentContext.of("go"),
                EnqueueOptions.builder()
                    .budget(budget().turns(4).onExceeded(FAIL).build())
                    .build());
    assertThat(((RunResult.Failed<String>) end(task)).error().message()).contains("tool_calls");
    assertThat(requests).hasSize(3);
  }

  @Test
  void aBatchSaysHowFarItIsAsItsTasksEnd() throws Exception {
    Semaphore mayEnd = new Semaphore(0);
    Agent<String> child = agent("child").build();
    scene.worker(
        new Model(
            request -> {
              mayEnd.acquire();
              return Model.say("done");
            }),
        child);
    List<AgentContext> contexts =
        IntStream.range(0, 4).mapToObj(i -> AgentContext.of("member " + i)).toList();
    BatchHandle<String> batch = scene.client().enqueueBatch(child, Scene.OWNER, contexts);
    assertThat(batch.progress().percent()).isZero();
    mayEnd.release(1);
    try (Watch watch = scene.watch()) {
      watch.until(() -> batch.progress().completed() == 1);
      assertThat(batch.progress().percent()).isEqualTo(25.0);
      mayEnd.release(3);
      watch.until(() -> batch.progress().completed() == 4);
    }
    assertThat(batch.progress().percent()).isEqualTo(100.0);
    assertThat(batch.await(Scene.PATIENCE)).hasSize(4);
  }

  /** Each of two tasks has done two of its four turns. */
  @Test
  void theTurnsOfABatchCountWhereItIsKnownHowManyThereMayBe() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch leave = new CountDownLatch(1);
    Agent<String> worker =
        agent("worker", tool("go", (arguments, ctx) -> "on")).maxTurns(4).build();
    scene.worker(
        new Model(
            request -> {
              if (Model.turn(request) < 2) {
                return endlessly(request);
              }
              both.countDown();
              Scene.await(leave);
              return Model.say("done");
            }),
        worker);
    BatchHandle<String> batch =
        scene
            .client()
            .enqueueBatch(worker, Scene.OWNER, List.of(AgentContext.of("a"), AgentContext.of("b")));
    Scene.await(both);
    assertThat(batch.progress().percent()).isEqualTo(50.0);
    assertThat(batch.progress().completed()).isZero();
    leave.countDown();
    batch.await(Scene.PATIENCE);
    assertThat(batch.progress().percent()).isEqualTo(100.0);
  }

  @Test
  void whatATurnATaskAndATreeUsedIsInEventsAndData() throws Exception {
    Agent<String> child = agent("child").build();
    Agent<String> parent =
        agent(
                "parent",
                tool(
                    "split",
                    (arguments, ctx) -> ToolResult.spawn(child, List.of(AgentContext.of("a")))))
            .build();
    scene.worker(
        new Model(
            request ->
                request.tools().isEmpty() || Model.turn(request) > 0
                    ? Model.say("done")
                    : Model.call(call("c1", "split"))),
        parent,
        child);
    Watch watch = scene.watch();
    TaskHandle<String> task = scene.enqueue(parent, "go");
    end(task);
    watch.until("run_completed", 2);
    List<TurnEvent.Completed> turns =
        watch.of(TurnEvent.Completed.class).stream()
            .filter(event -> event.meta().taskId().equals(task.id()))
            .toList();
    assertThat(turns).extracting(turn -> turn.turnUsage().requests()).containsExactly(1, 1);
    assertThat(turns).extracting(turn -> turn.turnUsage().toolCalls()).containsExactly(1, 0);
    assertThat(turns).extracting(turn -> turn.usage().requests()).containsExactly(1, 2);
    assertThat(task.data().usage().requests()).isEqualTo(2);
    assertThat(task.data().treeUsage().requests()).isEqualTo(3);
    assertThat(end(task).run().treeUsage().requests()).isEqualTo(3);
  }

  /** What its children spent brings a parent near to the limit of their tree. */
  @Test
  void whatChildrenSpentIsPartOfTheSoftLimit() throws Exception {
    Agent<String> child = agent("child").build();
    Agent<String> parent =
        agent(
                "parent",
                tool(
                    "split",
                    (arguments, ctx) ->
                        ToolResult.spawn(
                            child,
                            IntStream.range(0, 8)
                                .mapToObj(i -> AgentContext.of("child " + i))
                                .toList())))
            .budget(budget().turns(12).build())
            .build();
    List<String> shown = new CopyOnWriteArrayList<>();
    scene.worker(
        new Model(
            request -> {
              if (request.tools().isEmpty()) {
                return Model.say("child");
              }
              shown.add(Model.last(request));
              return Model.turn(request) > 0 ? Model.say("done") : Model.call(call("c1", "split"));
            }),
        parent,
        child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    scene.await(task, TaskStatus.PENDING_CHILD_TASKS, TaskStatus.COMPLETED);
    end(task);
    assertThat(shown.getFirst()).isEqualTo("go");
    if (task.data().pickups() > 1) {
      assertThat(shown.getLast()).startsWith("The budget of this task is nearly used up");
    }
  }
}
