package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.CANCELLED;
import static io.factorial.task.TaskStatus.COMPLETED;
import static io.factorial.task.TaskStatus.FAILED;
import static io.factorial.task.TaskStatus.PENDING_CHILD_TASKS;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static io.factorial.wait.AnswerOutcome.ACCEPTED;
import static io.factorial.wait.AnswerOutcome.ALREADY_ANSWERED;
import static io.factorial.wait.AnswerOutcome.CHANGED;
import static io.factorial.wait.AnswerOutcome.CLOSED;
import static io.factorial.wait.AnswerOutcome.OTHER_KIND;
import static io.factorial.wait.AnswerOutcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.LlmException;
import io.factorial.event.TaskEvent;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.ChildPolicy;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.OnTimeout;
import io.factorial.tool.Param;
import io.factorial.tool.ToolResult;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scenarios 1 to 10: waiting and waking. */
@OnEveryStore
final class WaitTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();

  @AfterEach
  void close() {
    scene.close();
  }

  private static FunctionTool<Json.Obj> deferred(String name, ToolResult.Pending pending) {
    return tool(name, (arguments, ctx) -> pending);
  }

  private static ToolResult.Pending aDay() {
    return ToolResult.pending(Duration.ofHours(24));
  }

  private List<Wait> waits() {
    return scene.client().waits().list(WaitFilter.all());
  }

  private AnswerOutcome answer(TaskHandle<?> task, String call, Object result) {
    return scene.client().completeDeferredTool(task.id(), call, result);
  }

  private static String read(ScriptedLlm llm, int request) {
    return Model.last(llm.requests().get(request));
  }

  @Test
  void aDeferredToolParksTheTaskAndItsAnswerBecomesTheResult() throws Exception {
    Agent<String> desk = agent("desk", deferred("confirm", aDay())).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(waits())
        .singleElement()
        .satisfies(
            wait -> {
              assertThat(wait.kind()).isEqualTo(Wait.Kind.DEFERRED_TOOL);
              assertThat(wait.toolCallId()).isEqualTo("c1");
              assertThat(wait.tool()).isEqualTo("confirm");
              assertThat(wait.deadline())
                  .contains(scene.clock().instant().plus(Duration.ofHours(24)));
            });
    assertThat(answer(task, "c1", "yes, by mail")).isEqualTo(ACCEPTED);
    assertThat(end(task).output()).isEqualTo("confirmed");
    assertThat(read(llm, 1)).isEqualTo("yes, by mail");
    assertThat(waits()).isEmpty();
  }

  @Test
  void anAnswerThatIsARecordReachesTheModelAsJson() throws Exception {
    Agent<String> desk = agent("desk", deferred("confirm", aDay())).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    answer(task, "c1", new Refund("A-1", new BigDecimal("9.90")));
    end(task);
    assertThat(read(llm, 1)).isEqualTo("{\"orderId\":\"A-1\",\"amount\":9.90}");
  }

  @Scenario(2)
  @Test
  void anAnswerThatComesBeforeTheToolReturnsIsKeptAndUsed() throws Exception {
    FunctionTool<Json.Obj> confirm =
        tool(
            "confirm",
            (arguments, ctx) -> {
              assertThat(
                      scene.client().completeDeferredTool(ctx.taskId(), ctx.call().id(), "early"))
                  .isEqualTo(ACCEPTED);
              return aDay();
            });
    Agent<String> desk = agent("desk", confirm).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    Watch watch = scene.watch();
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    assertThat(end(task).output()).isEqualTo("confirmed");
    assertThat(read(llm, 1)).isEqualTo("early");
    watch.until("run_completed");
    assertThat(watch.types()).doesNotContain("task_pending_tool_call_results", "run_resumed");
  }

  @Scenario(7)
  @Test
  void aSecondAnswerIsRefusedAlsoDuringTheNextWait() throws Exception {
    Agent<String> desk = agent("desk", deferred("confirm", aDay())).build();
    llm.callTools(call("c1", "confirm")).callTools(call("c2", "confirm")).say("confirmed");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(answer(task, "c1", "first")).isEqualTo(ACCEPTED);
    assertThat(answer(task, "c1", "twice")).isEqualTo(ALREADY_ANSWERED);
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(answer(task, "c1", "late")).isEqualTo(ALREADY_ANSWERED);
    assertThat(answer(task, "nobody", "x")).isEqualTo(UNKNOWN);
    assertThat(answer(task, "c2", "second")).isEqualTo(ACCEPTED);
    end(task);
    assertThat(outputs(task.messages())).containsExactly("first", "second");
    assertThat(answer(task, "c2", "after the end")).isIn(CLOSED, ALREADY_ANSWERED);
  }

  @Scenario(10)
  @Test
  void ofManyAnswersAtOnceExactlyOneResumesTheTask() throws Exception {
    Agent<String> desk = agent("desk", deferred("confirm", aDay())).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    Watch watch = scene.watch();
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    List<AnswerOutcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<AnswerOutcome>> calls =
          IntStream.range(0, 16)
              .<Callable<AnswerOutcome>>mapToObj(i -> () -> answer(task, "c1", "answer " + i))
              .toList();
      for (Future<AnswerOutcome> done : threads.invokeAll(calls)) {
        outcomes.add(done.get());
      }
    }
    assertThat(outcomes).containsOnlyOnce(ACCEPTED).isSubsetOf(ACCEPTED, ALREADY_ANSWERED, CLOSED);
    end(task);
    watch.until("run_completed");
    assertThat(watch.types()).containsOnlyOnce("run_resumed", "wait_answered", "run_completed");
    llm.assertExhausted();
  }

  @Scenario(6)
  @Test
  void aDeferredToolThatNobodyAnswersTimesOutWithItsAnswer() throws Exception {
    ToolResult.Pending pending = aDay().onTimeout(OnTimeout.answer("the customer was silent"));
    Agent<String> desk = agent("desk", deferred("confirm", pending)).build();
    llm.callTools(call("c1", "confirm")).say("gave up");
    Watch watch = scene.watch();
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofHours(23));
    assertThat(task.status()).isEqualTo(PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofHours(1));
    assertThat(end(task).output()).isEqualTo("gave up");
    assertThat(read(llm, 1)).isEqualTo("the customer was silent");
    watch.until("run_completed");
    assertThat(watch.types()).containsSubsequence("wait_timed_out", "run_resumed", "run_completed");
  }

  @Scenario(6)
  @Test
  void aDeferredToolMayFailItsTaskAtTheDeadline() throws Exception {
    ToolResult.Pending pending = aDay().onTimeout(OnTimeout.failTask());
    Agent<String> desk = agent("desk", deferred("confirm", pending)).build();
    llm.callTools(call("c1", "confirm"));
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofHours(24));
    assertThat(end(task))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("wait_timed_out");
              assertThat(failed.error().message()).contains("c1");
            });
  }

  @Test
  void anAnswerThatComesAfterTheDeadlineIsRefused() throws Exception {
    Agent<String> desk = agent("desk", deferred("confirm", aDay())).build();
    llm.callTools(call("c1", "confirm")).say("gave up");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofHours(25));
    end(task);
    assertThat(answer(task, "c1", "late")).isIn(ALREADY_ANSWERED, CLOSED);
    assertThat(outputs(task.messages())).containsExactly("timed out");
  }

  @Test
  void remindersAreToldWhileTheWaitIsOpen() throws Exception {
    ToolResult.Pending pending = aDay().remindAfter(Duration.ofHours(1), Duration.ofHours(2));
    Agent<String> desk = agent("desk", deferred("confirm", pending)).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    Watch watch = scene.watch();
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofMinutes(61));
    TaskEvent.WaitReminder reminder = (TaskEvent.WaitReminder) watch.until("wait_reminder");
    assertThat(reminder.waiting().toolCallId()).isEqualTo("c1");
    assertThat(reminder.waiting().tool()).isEqualTo("confirm");
    answer(task, "c1", "yes");
    end(task);
    scene.pass(Duration.ofHours(2));
    watch.until("run_completed");
    assertThat(watch.of("wait_reminder")).hasSize(1);
  }

  @Test
  void aTimerWakesTheTaskWithItsValue() throws Exception {
    FunctionTool<Json.Obj> sleep =
        tool(
            "sleep",
            (arguments, ctx) ->
                ToolResult.sleepUntil(
                    scene.clock().instant().plus(Duration.ofDays(2)), "good morning"));
    Agent<String> sleeper = agent("sleeper", sleep).build();
    llm.callTools(call("c1", "sleep")).say("awake");
    scene.worker(llm, sleeper);
    TaskHandle<String> task = scene.enqueue(sleeper, "sleep");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(waits())
        .singleElement()
        .satisfies(wait -> assertThat(wait.kind()).isEqualTo(Wait.Kind.TIMER));
    scene.pass(Duration.ofDays(2).minusSeconds(1));
    assertThat(task.status()).isEqualTo(PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofSeconds(6));
    assertThat(end(task).output()).isEqualTo("awake");
    assertThat(read(llm, 1)).isEqualTo("good morning");
  }

  /** Arguments of a tool that a person must allow. */
  record Refund(@Param("Order number") String orderId, BigDecimal amount) {}

  private final List<Refund> refunded = new ArrayList<>();

  private Agent<String> refunding() {
    FunctionTool<Refund> refund =
        FunctionTool.of(
                "refund",
                "Refund an order",
                Refund.class,
                (arguments, ctx) -> {
                  refunded.add(arguments);
                  return "refunded " + arguments.amount();
                })
            .needsApproval((r, ctx) -> r.amount().compareTo(new BigDecimal("50")) > 0);
    return agent("desk", refund).build();
  }

  private static ToolCall refund(String amount) {
    return ToolCall.of("c1", "refund", "{\"orderId\":\"A-1\",\"amount\":" + amount + "}");
  }

  @Test
  void aCallThatNeedsNoApprovalRunsAtOnce() throws Exception {
    Agent<String> desk = refunding();
    llm.callTools(refund("50")).say("done");
    scene.worker(llm, desk);
    end(scene.enqueue(desk, "refund"));
    assertThat(read(llm, 1)).isEqualTo("refunded 50");
  }

  @Test
  void anApprovedCallRunsOnceWithTheArgumentsThatWereSeen() throws Exception {
    Agent<String> desk = refunding();
    llm.callTools(refund("80")).say("done");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "refund");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(refunded).isEmpty();
    Wait wait = waits().getFirst();
    assertThat(wait.kind()).isEqualTo(Wait.Kind.APPROVAL);
    assertThat(wait.question()).isEqualTo("Allow refund?");
    assertThat(wait.arguments().as(Refund.class).amount()).isEqualTo("80");
    assertThat(scene.client().waits().approve(wait)).isEqualTo(ACCEPTED);
    end(task);
    assertThat(refunded).containsExactly(new Refund("A-1", new BigDecimal("80")));
    assertThat(read(llm, 1)).isEqualTo("refunded 80");
  }

  @Test
  void anApprovalMayEditTheArguments() throws Exception {
    Agent<String> desk = refunding();
    llm.callTools(refund("80")).say("done");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "refund");
    scene.await(task, PENDING_TOOL_RESULTS);
    Wait wait = waits().getFirst();
    Refund capped = new Refund("A-1", new BigDecimal("50"));
    assertThat(scene.client().waits().approveWith(wait, capped)).isEqualTo(ACCEPTED);
    end(task);
    assertThat(refunded).containsExactly(capped);
    assertThat(read(llm, 1)).isEqualTo("refunded 50");
  }

  @Test
  void aRejectedCallDoesNotRunAndTheModelReadsWhy() throws Exception {
    Agent<String> desk = refunding();
    llm.callTools(refund("80")).say("sorry");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "refund");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.client().waits().reject(waits().getFirst(), "too much");
    end(task);
    assertThat(refunded).isEmpty();
    assertThat(read(llm, 1)).isEqualTo("not allowed: too much");
  }

  @Test
  void anApprovalOfOtherArgumentsThanTheStoredOnesChangesNothing() throws Exception {
    Agent<String> desk = refunding();
    llm.callTools(refund("80")).say("done");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "refund");
    scene.await(task, PENDING_TOOL_RESULTS);
    Wait seen = waits().getFirst();
    Wait forged =
        new Wait(
            seen.taskId(),
            seen.toolCallId(),
            seen.kind(),
            seen.agent(),
            seen.ownerId(),
            seen.tool(),
            seen.arguments(),
            "0".repeat(32),
            seen.question(),
            seen.since(),
            seen.deadline());
    assertThat(scene.client().waits().approve(forged)).isEqualTo(CHANGED);
    assertThat(task.status()).isEqualTo(PENDING_TOOL_RESULTS);
    assertThat(scene.client().waits().approve(task.id(), "c1")).isEqualTo(ACCEPTED);
    end(task);
    assertThat(refunded).hasSize(1);
  }

  @Test
  void anApprovalThatNobodyGivesIsARefusalAtItsDeadline() throws Exception {
    Agent<String> desk = refunding();
    llm.callTools(refund("80")).say("sorry");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "refund");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofDays(7).plusSeconds(1));
    end(task);
    assertThat(refunded).isEmpty();
    assertThat(read(llm, 1)).isEqualTo("not allowed: nobody answered in time");
  }

  /** Behind an approval: the tool's own wait exists before the tool can be answered. */
  @Scenario(2)
  @Test
  void anApprovedToolThatDefersMayBeAnsweredBeforeItReturns() throws Exception {
    List<AnswerOutcome> outcomes = new ArrayList<>();
    FunctionTool<Json.Obj> confirm =
        tool(
                "confirm",
                (arguments, ctx) -> {
                  outcomes.add(
                      scene
                          .client()
                          .completeDeferredTool(ctx.taskId(), ctx.call().id(), "by mail"));
                  return aDay();
                })
            .needsApproval();
    Agent<String> desk = agent("desk", confirm).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.client().waits().approve(task.id(), "c1");
    end(task);
    assertThat(outcomes).containsExactly(ACCEPTED);
    assertThat(read(llm, 1)).isEqualTo("by mail");
  }

  @Test
  void anApprovedToolThatDefersParksAgain() throws Exception {
    Agent<String> desk = agent("desk", deferred("confirm", aDay()).needsApproval()).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    Watch watch = scene.watch();
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    watch.until("task_pending_tool_call_results");
    scene.client().waits().approve(task.id(), "c1");
    watch.until("task_pending_tool_call_results", 2);
    assertThat(answer(task, "c1", "by mail")).isEqualTo(ACCEPTED);
    end(task);
    assertThat(read(llm, 1)).isEqualTo("by mail");
  }

  /** An approval is no result, neither for the model nor for a tool that has run already. */
  @Test
  void aDeferredCallCannotBeApprovedOrRejected() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    FunctionTool<Json.Obj> confirm =
        tool(
            "confirm",
            (arguments, ctx) -> {
              runs.incrementAndGet();
              return aDay();
            });
    Agent<String> desk = agent("desk", confirm).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(scene.client().waits().approve(task.id(), "c1")).isEqualTo(OTHER_KIND);
    assertThat(scene.client().waits().reject(task.id(), "c1", "no")).isEqualTo(OTHER_KIND);
    assertThat(scene.client().waits().approve(waits().getFirst())).isEqualTo(OTHER_KIND);
    assertThat(task.status()).isEqualTo(PENDING_TOOL_RESULTS);
    assertThat(answer(task, "c1", "by mail")).isEqualTo(ACCEPTED);
    end(task);
    assertThat(runs).hasValue(1);
    assertThat(read(llm, 1)).isEqualTo("by mail");
  }

  /** A webhook cannot give a call what only a person may: its result would pass for an approval. */
  @Test
  void aCallThatWaitsForAnApprovalTakesNoResult() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    FunctionTool<Json.Obj> pay =
        tool("pay", (arguments, ctx) -> "paid " + runs.incrementAndGet()).needsApproval();
    Agent<String> desk = agent("desk", pay).build();
    llm.callTools(call("c1", "pay")).say("done");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(answer(task, "c1", "paid already")).isEqualTo(OTHER_KIND);
    assertThat(runs).hasValue(0);
    scene.client().waits().approve(task.id(), "c1");
    end(task);
    assertThat(read(llm, 1)).isEqualTo("paid 1");
  }

  @Test
  void aCallThatWaitsForChildrenOrForATimeTakesNoResult() throws Exception {
    Agent<String> child = agent("child", deferred("confirm", aDay())).build();
    Agent<String> parent =
        agent(
                "parent",
                tool(
                    "split",
                    (arguments, ctx) -> ToolResult.spawn(child, List.of(AgentContext.of("go")))),
                tool(
                    "sleep",
                    (arguments, ctx) ->
                        ToolResult.sleepUntil(
                            scene.clock().instant().plus(Duration.ofDays(2)), "slept")))
            .build();
    Model model =
        new Model(
            request ->
                request.tools().size() == 1
                    ? Model.call(call("k", "confirm"))
                    : Model.call(call("s", "split"), call("t", "sleep")));
    scene.worker(model, parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(answer(task, "s", "split already")).isEqualTo(OTHER_KIND);
    assertThat(answer(task, "t", "slept already")).isEqualTo(OTHER_KIND);
  }

  /** The answer comes in the moment in which nobody knows yet that the call needs an approval. */
  @Test
  void aResultThatComesBeforeTheApprovalIsAskedForApprovesNothing() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    FunctionTool<Json.Obj> confirm =
        tool(
                "confirm",
                (arguments, ctx) -> {
                  runs.incrementAndGet();
                  return aDay();
                })
            .needsApproval(
                (arguments, ctx) -> {
                  if (asked.getAndIncrement() == 0) {
                    assertThat(scene.client().completeDeferredTool(ctx.taskId(), "c1", "too early"))
                        .isEqualTo(ACCEPTED);
                  }
                  return true;
                });
    Agent<String> desk = agent("desk", confirm).build();
    llm.callTools(call("c1", "confirm")).say("confirmed");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    assertThat(waits()).singleElement().extracting(Wait::kind).isEqualTo(Wait.Kind.APPROVAL);
    assertThat(runs).hasValue(0);
    Watch watch = scene.watch();
    scene.client().waits().approve(task.id(), "c1");
    watch.until("task_pending_tool_call_results");
    assertThat(answer(task, "c1", "by mail")).isEqualTo(ACCEPTED);
    end(task);
    assertThat(runs).hasValue(1);
    assertThat(read(llm, 1)).isEqualTo("by mail");
  }

  @Test
  void aToolThatIsGoneWhenItIsApprovedIsAnsweredAsSuch() throws Exception {
    llm.callTools(refund("80"));
    Agent<String> desk = refunding();
    var first = scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "refund");
    scene.await(task, PENDING_TOOL_RESULTS);
    first.close();
    llm.say("sorry");
    scene.worker(llm, agent("desk", deferred("other", aDay())).build());
    scene.client().waits().approve(task.id(), "c1");
    end(task);
    assertThat(read(llm, 1)).isEqualTo("no tool refund (available: other)");
  }

  private final Agent<String> child = agent("child").build();

  private Agent<String> parent(String... queries) {
    List<AgentContext> contexts = List.of(queries).stream().map(AgentContext::of).toList();
    return agent("parent", tool("spawn", (arguments, ctx) -> ToolResult.spawn(child, contexts)))
        .build();
  }

  /** Children answer with their query; the parent asks for them once and then says what it read. */
  private static final Model FAMILY =
      new Model(
          request -> {
            boolean isParent = !request.tools().isEmpty();
            if (isParent && Model.turn(request) == 0) {
              return Model.call(call("c1", "spawn"));
            }
            return Model.say(Model.last(request));
          });

  @Test
  void childrenAnswerInTheirOrder() throws Exception {
    Agent<String> parent = parent("a", "b", "c");
    scene.worker(FAMILY, parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    assertThat(end(task).output()).isEqualTo("[\"a\",\"b\",\"c\"]");
    assertThat(scene.client().tasks(TaskFilter.all().parent(task.id())).tasks())
        .extracting(data -> data.id().value())
        .containsExactlyInAnyOrder(
            task.id() + ".0.0.0", task.id() + ".0.0.1", task.id() + ".0.0.2");
  }

  @Test
  void aSingleChildIsTheResultItself() throws Exception {
    Agent<String> parent = parent("only");
    scene.worker(FAMILY, parent, child);
    assertThat(end(scene.enqueue(parent, "go")).output()).isEqualTo("only");
  }

  /** The children end while the parent's spawning call is still being recorded. */
  @Scenario(1)
  @Test
  void childrenThatEndBeforeTheParentParksWakeItAllTheSame() throws Exception {
    CountDownLatch childrenDone = new CountDownLatch(1);
    FunctionTool<Json.Obj> slow =
        tool(
            "slow",
            (arguments, ctx) -> {
              Scene.await(childrenDone);
              return "slow";
            });
    FunctionTool<Json.Obj> spawn =
        tool(
            "spawn",
            (arguments, ctx) -> ToolResult.spawn(child, List.of(AgentContext.of("quick"))));
    Agent<String> parent = agent("parent", spawn, slow).build();
    Model model =
        new Model(
            request ->
                request.tools().isEmpty()
                    ? Model.say("child")
                    : Model.turn(request) == 0
                        ? Model.call(call("c1", "spawn"), call("c2", "slow"))
                        : Model.say("end"));
    Watch watch = scene.watch();
    scene.worker(model, parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    watch.until("run_completed");
    childrenDone.countDown();
    assertThat(end(task).output()).isEqualTo("end");
    assertThat(outputs(task.messages())).containsExactly("child", "slow");
  }

  @Test
  void aJoinReadsTheTypedResultsOfTheChildren() throws Exception {
    Agent<Refund> typed = Agent.builder("typed", Refund.class).model("test:model").build();
    FunctionTool<Json.Obj> spawn =
        tool(
                "spawn",
                (arguments, ctx) ->
                    ToolResult.spawn(typed, List.of(AgentContext.of("1"), AgentContext.of("2"))))
            .join(
                typed,
                (results, ctx) ->
                    results.stream()
                        .map(result -> result.output().amount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    Agent<String> parent = agent("parent", spawn).build();
    Model model =
        new Model(
            request -> {
              if (request.tools().getFirst().name().equals("spawn")) {
                return Model.turn(request) == 0
                    ? Model.call(call("c1", "spawn"))
                    : Model.say(Model.last(request));
              }
              return Model.call(
                  ToolCall.of(
                      "f",
                      "final_output",
                      "{\"orderId\":\"x\",\"amount\":" + Model.last(request) + "}"));
            });
    scene.worker(model, parent, typed);
    assertThat(end(scene.enqueue(parent, "go")).output()).isEqualTo("3");
  }

  @Scenario(3)
  @Test
  void aChildThatFailsIsToldToItsParent() throws Exception {
    Model model =
        new Model(
            request -> {
              if (Model.last(request).equals("bad")) {
                throw new LlmException(LlmException.Kind.UNAUTHORIZED, "no key");
              }
              return FAMILY.answers().to(request);
            });
    Agent<String> parent = parent("good", "bad");
    scene.worker(model, parent, child);
    assertThat(end(scene.enqueue(parent, "go")).output())
        .isEqualTo("[\"good\",{\"error\":\"no key\"}]");
  }

  @Scenario(3)
  @Test
  void aChildThatIsCancelledIsToldToItsParent() throws Exception {
    Agent<String> parent = parent("good", "stuck");
    CountDownLatch entered = new CountDownLatch(1);
    scene.worker(stuckAt("stuck", entered), parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    Scene.await(entered);
    scene.client().task(task.id().child(0, 0, 1)).cancel();
    assertThat(end(task).output()).isEqualTo("[\"good\",{\"error\":\"CANCELLED\"}]");
  }

  @Scenario(3)
  @Test
  void aChildWhoseWorkersDieTooOftenIsToldToItsParent() throws Exception {
    Agent<String> parent = parent("poison");
    scene.worker(FAMILY, parent);
    Orchestrator knowsChild = scene.process(FAMILY, queue -> queue);
    knowsChild.registerRunner(child);
    knowsChild.enqueue(child, "somebody", AgentContext.of("registers")).cancel();
    TaskHandle<String> task = scene.enqueue(parent, "go");
    scene.await(task, PENDING_CHILD_TASKS);
    TaskHandle<Json> poisoned = scene.client().task(task.id().child(0, 0, 0));
    Watch watch = scene.watch();
    while (!poisoned.status().isOver()) {
      CrashPoint dies = CrashPoint.atWrite(0, CrashPoint.Side.AFTER);
      scene.worker(FAMILY, Scene.quick().build(), dies, child);
      watch.until(dies::isDead);
      scene.loseDeadWorkers();
      scene.pass(Duration.ofMinutes(2));
    }
    assertThat(end(task).output()).isEqualTo("its worker died 4 times without a step");
    assertThat(poisoned.data().error().orElseThrow().code()).isEqualTo("max_recoveries");
  }

  private static Model stuckAt(String query, CountDownLatch entered) {
    return new Model(
        request -> {
          if (Model.last(request).equals(query)) {
            entered.countDown();
            new CountDownLatch(1).await();
          }
          return FAMILY.answers().to(request);
        });
  }

  @Test
  void theFirstChildThatCompletesIsEnoughAndTheOthersAreCancelled() throws Exception {
    FunctionTool<Json.Obj> spawn =
        tool(
            "spawn",
            (arguments, ctx) ->
                ToolResult.spawn(child, List.of(AgentContext.of("stuck"), AgentContext.of("quick")))
                    .policy(ChildPolicy.firstOf(1)));
    Agent<String> parent = agent("parent", spawn).build();
    scene.worker(stuckAt("stuck", new CountDownLatch(1)), parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    assertThat(end(task).output()).contains("quick");
    TaskHandle<Json> other = scene.client().task(task.id().child(0, 0, 0));
    assertThat(end(other)).isInstanceOf(RunResult.Cancelled.class);
  }

  @Test
  void failFastTellsTheParentAtTheFirstFailure() throws Exception {
    FunctionTool<Json.Obj> spawn =
        tool(
            "spawn",
            (arguments, ctx) ->
                ToolResult.spawn(child, List.of(AgentContext.of("stuck"), AgentContext.of("bad")))
                    .policy(ChildPolicy.failFast()));
    Agent<String> parent = agent("parent", spawn).build();
    Model stuck = stuckAt("stuck", new CountDownLatch(1));
    Model model =
        new Model(
            request -> {
              if (Model.last(request).equals("bad")) {
                throw new LlmException(LlmException.Kind.FORBIDDEN, "not for you");
              }
              return stuck.answers().to(request);
            });
    scene.worker(model, parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    assertThat(end(task).output()).contains("not for you");
    assertThat(end(scene.client().task(task.id().child(0, 0, 0))))
        .isInstanceOf(RunResult.Cancelled.class);
  }

  @Test
  void spawningAnAgentThatNobodyRegisteredFailsTheRunInsteadOfWaitingForEver() throws Exception {
    Agent<String> parent = parent("lost");
    scene.worker(FAMILY, parent);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    assertThat(end(task))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().message()).startsWith("agent child: unknown"));
  }

  @Test
  void anAgentAsAToolIsAChildTask() throws Exception {
    Agent<String> parent = agent("parent", FunctionTool.agent(child)).build();
    Model model =
        new Model(
            request ->
                request.tools().isEmpty()
                    ? Model.say("child says " + Model.last(request))
                    : Model.turn(request) == 0
                        ? Model.call(ToolCall.of("c1", "child", "{\"query\":\"hello\"}"))
                        : Model.say(Model.last(request)));
    scene.worker(model, parent, child);
    TaskHandle<String> task = scene.enqueue(parent, "go");
    assertThat(end(task).output()).isEqualTo("child says hello");
    assertThat(scene.client().task(task.id().child(0, 0, 0)).status()).isEqualTo(COMPLETED);
  }

  @Scenario(5)
  @Test
  void cancellingAParentCancelsParkedBackedOffAndQueuedDescendants() throws Exception {
    FunctionTool<Json.Obj> spawnLeaves =
        tool(
            "spawn",
            (arguments, ctx) ->
                ToolResult.spawn(
                    agent("leaf", deferred("ask", aDay())).build(),
                    List.of(AgentContext.of("parked"), AgentContext.of("failing"))));
    Agent<String> leaf = agent("leaf", deferred("ask", aDay())).build();
    Agent<String> middle = agent("middle", spawnLeaves).build();
    Agent<String> root =
        agent(
                "root",
                tool(
                    "spawn",
                    (arguments, ctx) ->
                        ToolResult.spawn(middle, List.of(AgentContext.of("middle")))),
                tool(
                    "queue",
                    (arguments, ctx) ->
                        ToolResult.spawn(
                            agent("idle").build(), List.of(AgentContext.of("queued")))))
            .build();
    Model model =
        new Model(
            request -> {
              String asked = Model.text(request.messages().getFirst());
              return switch (asked) {
                case "root" -> Model.call(call("c1", "spawn"), call("c2", "queue"));
                case "middle" -> Model.call(call("c1", "spawn"));
                case "parked" -> Model.call(call("c1", "ask"));
                default -> throw new LlmException(LlmException.Kind.OVERLOADED, "busy");
              };
            });
    scene.process(model, queue -> queue).registerRunner(agent("idle").build());
    var registering = scene.process(model, queue -> queue);
    registering.registerRunner(agent("idle").build());
    registering.enqueue(agent("idle").build(), "somebody", AgentContext.of("registers"));
    scene.worker(model, root, middle, leaf);
    TaskHandle<String> task = scene.enqueue(root, "root");
    TaskId middleId = task.id().child(0, 0, 0);
    List<TaskId> descendants =
        List.of(
            middleId, task.id().child(0, 1, 0), middleId.child(0, 0, 0), middleId.child(0, 0, 1));
    scene.await(task, PENDING_CHILD_TASKS);
    scene.await(scene.client().task(descendants.get(0)), PENDING_CHILD_TASKS);
    scene.await(scene.client().task(descendants.get(2)), PENDING_TOOL_RESULTS);
    scene.await(scene.client().task(descendants.get(3)), TaskStatus.BACKOFF);
    assertThat(scene.client().task(descendants.get(1)).status()).isEqualTo(TaskStatus.QUEUED);
    task.cancel();
    for (TaskId descendant : descendants) {
      scene.await(scene.client().task(descendant), CANCELLED);
    }
    assertThat(task.status()).isEqualTo(CANCELLED);
    assertThat(waits()).isEmpty();
  }

  @Scenario(8)
  @Test
  void aDeferredToolAnApprovalAChildAndATimerInOneTurnParkOnce() throws Exception {
    FunctionTool<Json.Obj> approved =
        tool("approved", (arguments, ctx) -> "allowed").needsApproval();
    FunctionTool<Json.Obj> quick = tool("quick", (arguments, ctx) -> "at once");
    FunctionTool<Json.Obj> sleep =
        tool(
            "sleep",
            (arguments, ctx) ->
                ToolResult.sleepUntil(scene.clock().instant().plusSeconds(60), "slept"));
    FunctionTool<Json.Obj> spawn =
        tool("spawn", (arguments, ctx) -> ToolResult.spawn(child, List.of(AgentContext.of("kid"))));
    Agent<String> busy =
        agent("busy", deferred("ask", aDay()), approved, spawn, sleep, quick).build();
    Model model =
        new Model(
            request ->
                request.tools().isEmpty()
                    ? Model.say("child")
                    : Model.turn(request) == 0
                        ? Model.call(
                            call("a", "ask"),
                            call("b", "approved"),
                            call("c", "spawn"),
                            call("d", "sleep"),
                            call("e", "quick"))
                        : Model.say("all there"));
    Watch watch = scene.watch();
    scene.worker(model, busy, child);
    TaskHandle<String> task = scene.enqueue(busy, "go");
    watch.until("task_pending_tool_call_results");
    watch.until(
        () -> watch.types().contains("run_completed") && task.status() == PENDING_TOOL_RESULTS);
    scene.client().waits().approve(task.id(), "b");
    scene.pass(Duration.ofSeconds(61));
    assertThat(task.status()).isEqualTo(PENDING_TOOL_RESULTS);
    answer(task, "a", "answered");
    assertThat(end(task).output()).isEqualTo("all there");
    assertThat(outputs(task.messages()))
        .containsExactly("answered", "allowed", "child", "slept", "at once");
    watch.until("run_completed", 2);
    assertThat(watch.of("task_pending_tool_call_results")).hasSize(1);
  }

  /** As far as the engine goes: more children than one page of their results holds. */
  @Scenario(9)
  @Test
  void aThousandChildrenAnswerTheirParent() throws Exception {
    int children = 1_000;
    FunctionTool<Json.Obj> spawn =
        tool(
                "spawn",
                (arguments, ctx) ->
                    ToolResult.spawn(
                        child,
                        IntStream.range(0, children)
                            .mapToObj(i -> AgentContext.of("n" + i))
                            .toList()))
            .join(
                child,
                (results, ctx) -> results.stream().map(RunResult::output).distinct().count());
    Agent<String> parent = agent("parent", spawn).build();
    scene.worker(FAMILY, parent, child);
    assertThat(end(scene.enqueue(parent, "go")).output()).isEqualTo("1000");
  }

  @Test
  void aFailedTaskTellsTheModelThatItsWaitsWereClosedWhenItIsRetried() throws Exception {
    ToolResult.Pending fails =
        ToolResult.pending(Duration.ofMinutes(1)).onTimeout(OnTimeout.failTask());
    Agent<String> desk =
        agent("desk", deferred("first", fails), deferred("second", aDay())).build();
    llm.callTools(call("c1", "first"), call("c2", "second")).say("went on");
    scene.worker(llm, desk);
    TaskHandle<String> task = scene.enqueue(desk, "please");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.pass(Duration.ofMinutes(2));
    scene.await(task, FAILED);
    assertThat(answer(task, "c2", "too late")).isEqualTo(CLOSED);
    task.retry();
    assertThat(end(task).output()).isEqualTo("went on");
    assertThat(outputs(task.messages()))
        .containsExactly("closed: the task had failed", "closed: the task had failed");
  }
}
