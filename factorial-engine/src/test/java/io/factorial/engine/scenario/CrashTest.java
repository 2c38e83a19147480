package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.Journal;
import io.factorial.budget.Budget;
import io.factorial.event.RunEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.port.TaskRecord;
import io.factorial.run.RunResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The worker dies before and after every call that a run makes of any port, in a run that has
 * everything in it, and another worker goes on.
 */
@OnEveryStore
final class CrashTest {
  /** More calls than any run here makes. */
  private static final int MANY = 200;

  private static Stream<Arguments> journalsAndSides() {
    return Stream.of(Journal.values())
        .flatMap(
            journal ->
                Stream.of(CrashPoint.Side.values()).map(side -> Arguments.of(journal, side)));
  }

  @Scenario({4, 13})
  @ParameterizedTest
  @MethodSource("journalsAndSides")
  void whereverTheWorkerDiesTheRunGoesOnAfterItsLastRecordedStep(
      Journal journal, CrashPoint.Side side) throws Exception {
    int points = 0;
    while (points < MANY) {
      try (Life life = new Life(journal, "dies " + side + " call " + points)) {
        if (!life.live(List.of(CrashPoint.atCall(points, side)))) {
          break;
        }
      }
      points++;
    }
    assertThat(points).as("points at which the worker died").isBetween(30, MANY - 1);
  }

  @Scenario({3, 13})
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void howeverOftenWorkersDieTheRunComesToItsEnd(long seed) throws Exception {
    Random random = new Random(seed);
    List<CrashPoint> deaths = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      deaths.add(
          CrashPoint.atCall(
              random.nextInt(9),
              random.nextBoolean() ? CrashPoint.Side.BEFORE : CrashPoint.Side.AFTER));
    }
    Journal journal = random.nextBoolean() ? Journal.STEP : Journal.TURN;
    try (Life life = new Life(journal, "seed " + seed + ", dies " + deaths)) {
      life.live(deaths);
    }
  }

  @ParameterizedTest
  @EnumSource(Journal.class)
  void aRunWithoutACrashPaysForEachStepOnce(Journal journal) throws Exception {
    try (Life life = new Life(journal, "never dies")) {
      assertThat(life.live(List.of())).isFalse();
      assertThat(life.starts).allSatisfy((call, keys) -> assertThat(keys).hasSize(1));
      assertThat(life.starts).hasSize(9);
      assertThat(life.unknown).isZero();
    }
  }

  /** One run from its first worker to its end, and the ledger of what it did. */
  private static final class Life implements AutoCloseable {
    private static final List<String> ONCE = List.of("n", "m2", "a2");
    private static final Map<String, String> EXPECTED =
        Map.of(
            "p", "ran plain",
            "n", "ran once",
            "q", "ran asked",
            "m", "by mail",
            "m2", "by mail",
            "s", "[\"child a\",\"child b\"]",
            "a", "ran allowed",
            "a2", "ran allowedOnce",
            "p2", "ran plain");
    private static final int MOST_CALLS_OF_A_TURN = 3;
    private static final Budget ENOUGH =
        Budget.builder()
            .turns(1_000)
            .toolCalls(1_000)
            .inputTokens(1_000_000_000)
            .outputTokens(1_000_000_000)
            .build();

    private final Journal journal;
    private final String name;
    private final Scene scene = new Scene();
    private final Map<String, Queue<String>> starts = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private int inDoubtApprovals;
    private int unknown;
    private int deaths;

    private final Agent<String> child;

    Life(Journal journal, String name) {
      this.name = journal + " journal, " + name;
      this.journal = journal;
      child = agent("child").journal(journal).build();
    }

    /**
     * Plain and parallel tools, each policy of replay, waits of every kind, and a budget. What runs
     * in a process that is dead does nothing any more.
     */
    private Agent<String> worker(CrashPoint process) {
      return agent(
              "worker",
              counted("plain", process),
              counted("once", process).replay(Replay.NEVER),
              counted("asked", process).replay(Replay.ASK),
              counted("allowed", process).needsApproval(),
              counted("allowedOnce", process).needsApproval().replay(Replay.NEVER),
              returning("mailed", process, aDay()),
              returning("mailedOnce", process, aDay()).replay(Replay.NEVER),
              returning(
                  "spawned",
                  process,
                  ToolResult.spawn(child, List.of(AgentContext.of("a"), AgentContext.of("b")))))
          .journal(journal)
          .budget(ENOUGH)
          .build();
    }

    private static ToolResult aDay() {
      return ToolResult.pending(Duration.ofDays(1));
    }

    private FunctionTool<Json.Obj> counted(String toolName, CrashPoint process) {
      return tool(
          toolName,
          (arguments, ctx) -> {
            started(ctx, process);
            return "ran " + toolName;
          });
    }

    private FunctionTool<Json.Obj> returning(
        String toolName, CrashPoint process, ToolResult result) {
      return tool(
          toolName,
          (arguments, ctx) -> {
            started(ctx, process);
            return result;
          });
    }

    /** Enters a start in the ledger, and checks that the call has no recorded result. */
    private void started(ToolContext ctx, CrashPoint process) {
      process.checkAlive();
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
    }

    private static String callId(ToolContext ctx) {
      return ctx.call().id();
    }

    private ChatResponse answer(ChatRequest request, CrashPoint process) {
      process.checkAlive();
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

    private TaskHandle<Json> task() {
      return scene
          .client()
          .task(scene.client().tasks(TaskFilter.all().agent("worker")).tasks().getFirst().id());
    }

    /** Lives through deaths; answers whether there was one. */
    boolean live(List<CrashPoint> points) throws Exception {
      Watch watch = scene.watch();
      List<CrashPoint> lives = new ArrayList<>(points);
      lives.add(CrashPoint.never());
      CrashPoint first = start(lives.getFirst());
      TaskHandle<String> task = scene.enqueue(worker(first), "go");
      CrashPoint current = first;
      int next = 1;
      boolean died = false;
      while (!task.status().isOver()) {
        CrashPoint running = current;
        watch.until(() -> running.isDead() || task.status().isOver() || answerAll());
        died = running.isDead();
        deaths += died ? 1 : 0;
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
          new Model(request -> answer(request, crash)),
          Scene.quick().maxRecoveries(MANY).build(),
          crash,
          worker(crash),
          child);
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
      for (String once : ONCE) {
        assertThat(starts.getOrDefault(once, new ConcurrentLinkedQueue<>()))
            .as(name + ": NEVER call " + once)
            .hasSizeLessThanOrEqualTo(1);
      }
      assertThat(starts.getOrDefault("q", new ConcurrentLinkedQueue<>()))
          .as(name + ": ASK call")
          .hasSizeLessThanOrEqualTo(1 + inDoubtApprovals);
      checkConversation(task.messages());
      checkResults(task.messages());
      checkBudget(task.id());
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

    /** The conversation is that of a run without a crash, but for what nobody can know. */
    private void checkResults(List<Message> messages) {
      Map<String, String> found = new LinkedHashMap<>();
      for (Message message : messages) {
        if (message instanceof Message.ToolOutput output) {
          boolean inDoubt = output.text().startsWith("outcome unknown");
          if (inDoubt && ONCE.contains(output.toolCallId())) {
            unknown++;
          }
          found.put(
              output.toolCallId(),
              inDoubt ? EXPECTED.getOrDefault(output.toolCallId(), "") : output.text());
        }
      }
      assertThat(found).as(name).isEqualTo(EXPECTED);
      assertThat(unknown).as(name + ": calls in doubt").isLessThanOrEqualTo(deaths * ONCE.size());
    }

    /** A step that was paid for is counted once, whoever paid. */
    private void checkBudget(TaskId id) {
      TaskRecord record = scene.store().task(id).orElseThrow();
      assertThat(record.treeSpent().turns()).as(name + ": turns of the tree").isEqualTo(5 + 2);
      // Calls of a turn are reserved together and settled at its end: a crash in between can lose
      // the
      // count of those whose results stand already.
      int lost = MOST_CALLS_OF_A_TURN * deaths;
      assertThat(record.treeSpent().toolCalls())
          .as(name + ": tool calls of the tree")
          .isBetween(
              (long) EXPECTED.size() - unknown - lost, (long) EXPECTED.size() * (1 + deaths));
    }

    @Override
    public void close() {
      scene.close();
    }
  }
}
