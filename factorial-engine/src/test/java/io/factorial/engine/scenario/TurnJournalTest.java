package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.Journal;
import io.factorial.budget.Budget;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.port.TaskQueue;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal that is written once per turn. */
@OnEveryStore
final class TurnJournalTest {
  private static final int MANY = 100;

  private final Map<String, Queue<String>> starts = new ConcurrentHashMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  /** A tool whose declaration says that it never waits. */
  public final class Plain {
    @Tool("Runs")
    public String run(ToolContext ctx) {
      starts
          .computeIfAbsent(ctx.call().id(), id -> new ConcurrentLinkedQueue<>())
          .add(ctx.idempotencyKey());
      return "ran " + ctx.call().name();
    }
  }

  private FunctionTool<Json.Obj> counted(String name) {
    return FunctionTool.from(new Plain()).getFirst().named(name);
  }

  private ToolResult started(ToolContext ctx, ToolResult result) {
    starts
        .computeIfAbsent(ctx.call().id(), id -> new ConcurrentLinkedQueue<>())
        .add(ctx.idempotencyKey());
    return result;
  }

  private TaskQueue counting(TaskQueue queue) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            TurnJournalTest.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) -> {
              if (Set.of("record", "commit").contains(method.getName())) {
                writes.add(method.getName());
              }
              try {
                return method.invoke(queue, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private List<String> writesOf(Agent<String> agent, ChatResponse first) throws Exception {
    scene.worker(
        new Model(request -> Model.turn(request) == 0 ? first : Model.say("done")),
        Scene.quick().build(),
        this::counting,
        agent);
    RunResult<String> result = end(scene.enqueue(agent, "go"));
    assertThat(result.output()).isEqualTo("done");
    assertThat(result.run().treeUsage().toolCalls()).isEqualTo(first.message().toolCalls().size());
    assertThat(result.run().treeUsage().outputTokens()).isEqualTo(2 * 5);
    return writes;
  }

  @Test
  void aTurnOfPlainToolsIsOneWrite() throws Exception {
    Agent<String> worker =
        agent("worker", counted("a"), counted("b")).journal(Journal.TURN).build();
    assertThat(writesOf(worker, Model.call(call("1", "a"), call("2", "b"))))
        .containsExactly("commit", "commit");
  }

  @Test
  void aClaimIsWrittenBeforeItsCallStarts() throws Exception {
    Agent<String> worker =
        agent("worker", counted("a"), counted("once").replay(Replay.NEVER))
            .journal(Journal.TURN)
            .build();
    assertThat(writesOf(worker, Model.call(call("1", "a"), call("2", "once"))))
        .startsWith("record")
        .endsWith("commit", "commit");
  }

  @Test
  void aBudgetIsSettledInFullAllTheSame() throws Exception {
    Agent<String> worker =
        agent("worker", counted("a"))
            .journal(Journal.TURN)
            .budget(Budget.builder().toolCalls(1).turns(2).build())
            .build();
    assertThat(writesOf(worker, Model.call(call("1", "a")))).contains("record", "commit");
  }

  @Test
  void aCrashRepeatsTheTurnUnderTheSameKeys() throws Exception {
    Agent<String> worker = agent("worker", counted("a")).journal(Journal.TURN).build();
    List<ChatRequest> bought = new CopyOnWriteArrayList<>();
    Model model =
        new Model(
            request -> {
              bought.add(request);
              return Model.turn(request) == 0 ? Model.call(call("1", "a")) : Model.say("done");
            });
    CrashPoint crash = CrashPoint.atWrite(1, CrashPoint.Side.BEFORE);
    scene.worker(model, Scene.quick().build(), crash, worker);
    TaskHandle<String> task = scene.enqueue(worker, "go");
    try (Watch watch = scene.watch()) {
      watch.until(crash::isDead);
    }
    scene.loseDeadWorkers();
    scene.worker(model, worker);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(bought).hasSize(3);
    assertThat(starts.get("1")).hasSize(2).containsOnly(task.id() + "/0/0");
    assertThat(outputs(task.messages())).containsExactly("ran a");
  }

  @ParameterizedTest
  @EnumSource(CrashPoint.Side.class)
  void whereverTheWorkerDiesNothingThatMustNotRunsTwice(CrashPoint.Side side) throws Exception {
    for (int point = 0; point < MANY; point++) {
      if (!survives(CrashPoint.atWrite(point, side))) {
        assertThat(point).as("points at which the worker died").isGreaterThan(5);
        return;
      }
      scene.close();
      scene = new Scene();
      starts.clear();
    }
  }

  /** Lives through one death; false when the run ended before it. */
  private boolean survives(CrashPoint crash) throws Exception {
    Agent<String> worker =
        agent(
                "worker",
                counted("a"),
                counted("once").replay(Replay.NEVER),
                tool(
                    "mailed",
                    (arguments, ctx) -> started(ctx, ToolResult.pending(Duration.ofDays(1)))),
                counted("allowed").needsApproval().replay(Replay.NEVER))
            .journal(Journal.TURN)
            .build();
    Model model =
        new Model(
            request ->
                switch (Model.turn(request)) {
                  case 0 -> Model.call(call("1", "a"), call("2", "once"));
                  case 1 -> Model.call(call("3", "a"), call("4", "mailed"));
                  case 2 -> Model.call(call("5", "a"), call("6", "allowed"));
                  case 3 -> Model.call(call("7", "a"));
                  default -> Model.say("done");
                });
    Watch watch = scene.watch();
    scene.worker(model, Scene.quick().maxRecoveries(MANY).build(), crash, worker);
    TaskHandle<String> task = scene.enqueue(worker, "go");
    watch.until(() -> crash.isDead() || task.status().isOver() || answerAll());
    if (!task.status().isOver()) {
      scene.loseDeadWorkers();
      scene.pass(Duration.ofMinutes(2));
      scene.worker(model, worker);
      watch.until(() -> task.status().isOver() || answerAll());
    }
    assertThat(task.status()).as(crash.toString()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(starts.getOrDefault("2", new ConcurrentLinkedQueue<>()))
        .as(crash.toString())
        .hasSizeLessThanOrEqualTo(1);
    assertThat(starts.getOrDefault("6", new ConcurrentLinkedQueue<>()))
        .as(crash.toString())
        .hasSizeLessThanOrEqualTo(1);
    starts.forEach((call, keys) -> assertThat(Set.copyOf(keys)).as(call).hasSize(1));
    assertThat(task.messages()).as(crash.toString()).hasSize(1 + 5 + 7);
    return crash.isDead();
  }

  private boolean answerAll() {
    for (Wait wait : scene.client().waits().list(WaitFilter.all())) {
      if (wait.kind() == Wait.Kind.APPROVAL) {
        scene.client().waits().approve(wait);
      } else {
        scene.client().completeDeferredTool(wait.taskId(), wait.toolCallId(), "by mail");
      }
    }
    return false;
  }
}
