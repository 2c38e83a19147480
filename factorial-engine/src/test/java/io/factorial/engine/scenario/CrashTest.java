package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.event.RunEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenario 13, and 3 and 4 with it: the worker dies at every point between any two writes of a run
 * that has everything in it, and another worker goes on.
 */
final class CrashTest {
  /** More writes than any run here takes. */
  private static final int MANY = 200;

  @ParameterizedTest
  @EnumSource(CrashPoint.Side.class)
  void whereverTheWorkerDiesTheRunGoesOnAfterItsLastRecordedStep(CrashPoint.Side side)
      throws Exception {
    int points = 0;
    while (points < MANY) {
      try (Life life = new Life("dies " + side + " write " + points)) {
        if (!life.live(List.of(new CrashPoint(points, side)))) {
          break;
        }
      }
      points++;
    }
    assertThat(points).as("points at which the worker died").isBetween(15, MANY - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void howeverOftenWorkersDieTheRunComesToItsEnd(long seed) throws Exception {
    Random random = new Random(seed);
    List<CrashPoint> deaths = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      deaths.add(
          new CrashPoint(
              random.nextInt(6),
              random.nextBoolean() ? CrashPoint.Side.BEFORE : CrashPoint.Side.AFTER));
    }
    try (Life life = new Life("seed " + seed + ", dies " + deaths)) {
      life.live(deaths);
    }
  }

  @Test
  void aRunWithoutACrashPaysForEachStepOnce() throws Exception {
    try (Life life = new Life("never dies")) {
      assertThat(life.live(List.of())).isFalse();
      assertThat(life.starts).allSatisfy((call, keys) -> assertThat(keys).hasSize(1));
      assertThat(life.starts).hasSize(9);
    }
  }

  /** One run from its first worker to its end, and the ledger of what it did. */
  private static final class Life implements AutoCloseable {
    private final String name;
    private final Scene scene = new Scene();
    private final Map<String, Queue<String>> starts = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private int inDoubtApprovals;

    private final Agent<String> child = agent("child").build();
    private final Agent<String> worker =
        agent(
                "worker",
                counted("plain"),
                counted("once").replay(Replay.NEVER),
                counted("asked").replay(Replay.ASK),
                counted("allowed").needsApproval(),
                counted("allowedOnce").needsApproval().replay(Replay.NEVER),
                tool("mailed", (arguments, ctx) -> started(ctx, aDay())),
                tool("mailedOnce", (arguments, ctx) -> started(ctx, aDay())).replay(Replay.NEVER),
                tool(
                    "spawned",
                    (arguments, ctx) ->
                        started(
                            ctx,
                            ToolResult.spawn(
                                child, List.of(AgentContext.of("a"), AgentContext.of("b"))))))
            .build();

    Life(String name) {
      this.name = name;
    }

    private static ToolResult aDay() {
      return ToolResult.pending(Duration.ofDays(1));
    }

    private FunctionTool<Json.Obj> counted(String toolName) {
      return tool(toolName, (arguments, ctx) -> started(ctx, ToolResult.of("ran " + toolName)));
    }

    /** Enters a start in the ledger, and checks that the call has no recorded result. */
    private ToolResult started(ToolContext ctx, ToolResult result) {
      starts
          .computeIfAbsent(ctx.call().id(), id -> new ConcurrentLinkedQueue<>())
          .add(ctx.idempotencyKey());
      boolean recorded =
          scene.client().task(ctx.taskId()).messages().stream()
              .anyMatch(
                  m -> m instanceof Message.ToolOutput o && o.toolCallId().equals(callId(ctx)));
      if (recorded) {
        faults.add("call " + callId(ctx) + " ran although its result was recorded");
      }
      return result;
    }

    private static String callId(ToolContext ctx) {
      return ctx.call().id();
    }

    private ChatResponse answer(ChatRequest request) {
      if (request.tools().isEmpty()) {
        return Model.say("child " + Model.last(request));
      }
      int turn = Model.turn(request);
      long recorded =
          task().messages().stream().filter(Message.Assistant.class::isInstance).count();
      if (recorded != turn) {
        faults.add("completion " + turn + " was bought although " + recorded + " were recorded");
      }
      return switch (turn) {
        case 0 -> Model.call(call("p", "plain"), call("n", "once"), call("q", "asked"));
        case 1 -> Model.call(call("m", "mailed"), call("m2", "mailedOnce"), call("s", "spawned"));
        case 2 -> Model.call(call("a", "allowed"), call("a2", "allowedOnce"));
        case 3 -> Model.call(call("p2", "plain"));
        default -> Model.say("done");
      };
    }

    private TaskHandle<String> task() {
      return scene
          .client()
          .task(
              worker,
              scene.client().tasks(TaskFilter.all().agent("worker")).tasks().getFirst().id());
    }

    /** Lives through deaths; answers whether there was one. */
    boolean live(List<CrashPoint> deaths) throws Exception {
      Watch watch = scene.watch();
      List<CrashPoint> lives = new ArrayList<>(deaths);
      lives.add(CrashPoint.never());
      CrashPoint first = start(lives.getFirst());
      TaskHandle<String> task = scene.enqueue(worker, "go");
      CrashPoint current = first;
      int next = 1;
      boolean died = false;
      while (!task.status().isOver()) {
        CrashPoint running = current;
        watch.until(() -> running.isDead() || task.status().isOver() || answerAll());
        died = running.isDead();
        if (died && !task.status().isOver()) {
          scene.loseDeadWorkers();
          scene.pass(Duration.ofMinutes(2));
          current = start(lives.get(next));
          next++;
        }
      }
      watch.until("run_completed", 3);
      check(task, watch);
      return died || next > 1;
    }

    private CrashPoint start(CrashPoint crash) {
      scene.worker(
          new Model(this::answer), Scene.quick().maxRecoveries(MANY).build(), crash, worker, child);
      return crash;
    }

    /** The person: answers whatever waits. */
    private boolean answerAll() {
      for (Wait wait : scene.client().waits().list(WaitFilter.all())) {
        switch (wait.kind()) {
          case APPROVAL -> {
            if (wait.question().contains("may have run")) {
              inDoubtApprovals++;
            }
            scene.client().waits().approve(wait);
          }
          case DEFERRED_TOOL ->
              scene.client().completeDeferredTool(wait.taskId(), wait.toolCallId(), "by mail");
          case CHILD_TASK, BATCH, TIMER -> {}
        }
      }
      return false;
    }

    private void check(TaskHandle<String> task, Watch watch) throws InterruptedException {
      assertThat(faults).as(name).isEmpty();
      assertThat(Scene.end(task)).as(name).isInstanceOf(RunResult.Completed.class);
      assertThat(Scene.end(task).output()).as(name).isEqualTo("done");
      starts.forEach(
          (call, keys) ->
              assertThat(Set.copyOf(keys)).as(name + ": keys of call " + call).hasSize(1));
      for (String once : List.of("n", "m2", "a2")) {
        assertThat(starts.getOrDefault(once, new ConcurrentLinkedQueue<>()))
            .as(name + ": NEVER call " + once)
            .hasSizeLessThanOrEqualTo(1);
      }
      assertThat(starts.getOrDefault("q", new ConcurrentLinkedQueue<>()))
          .as(name + ": ASK call")
          .hasSizeLessThanOrEqualTo(1 + inDoubtApprovals);
      checkConversation(task.messages());
      assertThat(scene.client().tasks(TaskFilter.all().parent(task.id())).tasks())
          .as(name + ": children")
          .hasSize(2)
          .allSatisfy(data -> assertThat(data.status().name()).isEqualTo("COMPLETED"));
      assertThat(watch.of(RunEvent.Completed.class)).as(name).hasSize(3);
      assertThat(scene.client().waits().list(WaitFilter.all())).as(name).isEmpty();
    }

    /** Every call has one result, in call order, right behind the answer that asked for it. */
    private void checkConversation(List<Message> messages) {
      List<String> expected = new ArrayList<>();
      List<String> found = new ArrayList<>();
      for (Message message : messages) {
        switch (message) {
          case Message.Assistant assistant -> {
            assertThat(found).as(name).isEqualTo(expected);
            expected =
                assistant.toolCalls().stream()
                    .map(ToolCall::id)
                    .collect(Collectors.toCollection(ArrayList::new));
            found = new ArrayList<>();
          }
          case Message.ToolOutput output -> found.add(output.toolCallId());
          case Message.User user -> {}
          case Message.Instructions instructions -> {}
        }
      }
      assertThat(messages).as(name).hasSize(1 + 5 + 9);
    }

    @Override
    public void close() {
      scene.close();
    }
  }
}
