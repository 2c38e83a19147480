package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.OWNER;
import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.BACKOFF;
import static io.factorial.task.TaskStatus.PAUSED;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The typed state of a run. */
@OnEveryStore
final class StateTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();

  @AfterEach
  void close() {
    scene.close();
  }

  /** A state. */
  record Counter(int count) {
    Counter plusOne() {
      return new Counter(count + 1);
    }
  }

  /** Another state. */
  record Other(String text) {}

  private static FunctionTool<Json.Obj> count() {
    return tool(
        "count", (arguments, ctx) -> ctx.updateState(Counter.class, Counter::plusOne).count());
  }

  private static ToolCall[] calls(int n) {
    return IntStream.range(0, n).mapToObj(i -> call("c" + i, "count")).toArray(ToolCall[]::new);
  }

  private TaskHandle<String> enqueue(Agent<String> agent, Counter state) {
    return scene.client().enqueue(agent, OWNER, AgentContext.of("go").withState(state));
  }

  @Test
  void aRunStartsFromTheInitialStateOfItsAgent() throws Exception {
    Agent<String> counting =
        agent("counting", count()).state(Counter.class, new Counter(40)).build();
    llm.callTools(calls(1)).say("done");
    scene.worker(llm, counting);
    RunResult<String> result = end(scene.enqueue(counting, "go"));
    assertThat(result.run().state(Counter.class)).isEqualTo(new Counter(41));
  }

  @Test
  void theStateOfTheCallerReplacesTheInitialOne() throws Exception {
    Agent<String> counting =
        agent("counting", count()).state(Counter.class, new Counter(40)).build();
    llm.callTools(calls(1)).say("done");
    scene.worker(llm, counting);
    TaskHandle<String> task = enqueue(counting, new Counter(7));
    assertThat(end(task).run().state(Counter.class)).isEqualTo(new Counter(8));
    assertThat(task.data().state()).contains(Json.Obj.of("count", 8));
  }

  @Test
  void changesOfParallelToolsAreAllKept() throws Exception {
    int tools = 40;
    Agent<String> counting = agent("counting", count()).state(Counter.class).build();
    llm.callTools(calls(tools)).say("done");
    scene.worker(llm, counting);
    TaskHandle<String> task = enqueue(counting, new Counter(0));
    assertThat(end(task).run().state(Counter.class).count()).isEqualTo(tools);
    assertThat(Toolbox.outputs(task.messages())).doesNotHaveDuplicates().hasSize(tools);
  }

  @Test
  void theStateSurvivesAPickupByAnotherWorker() throws Exception {
    Agent<String> counting =
        agent(
                "counting",
                count(),
                tool("ask", (arguments, ctx) -> ToolResult.pending(Duration.ofDays(1))))
            .state(Counter.class, new Counter(0))
            .instructions(ctx -> "count is " + ctx.state(Counter.class).count())
            .build();
    llm.callTools(call("c1", "count"), call("c2", "ask"))
        .callTools(call("c3", "count"))
        .say("done");
    var first = scene.worker(llm, counting);
    TaskHandle<String> task = scene.enqueue(counting, "go");
    scene.await(task, PENDING_TOOL_RESULTS);
    first.close();
    scene.worker(llm, counting);
    scene.client().completeDeferredTool(task.id(), "c2", "yes");
    assertThat(end(task).run().state(Counter.class)).isEqualTo(new Counter(2));
    assertThat(llm.requests())
        .extracting(request -> Model.text(request.messages().getFirst()))
        .containsExactly("count is 0", "count is 1", "count is 2");
  }

  @Test
  void aTurnThatIsTriedAgainStartsFromTheRecordedState() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Agent<String> counting =
        agent("counting")
            .state(Counter.class, new Counter(0))
            .instructions(
                ctx -> "count is " + ctx.updateState(Counter.class, Counter::plusOne).count())
            .build();
    Model model =
        new Model(
            request -> {
              if (tries.getAndIncrement() == 0) {
                throw new LlmException(LlmException.Kind.OVERLOADED, "busy");
              }
              return Model.say(Model.text(request.messages().getFirst()));
            });
    scene.worker(model, counting);
    TaskHandle<String> task = scene.enqueue(counting, "go");
    scene.await(task, BACKOFF);
    assertThat(task.data().state()).contains(Json.Obj.of("count", 0));
    scene.pass(Duration.ofMinutes(1));
    assertThat(end(task).output()).isEqualTo("count is 1");
    assertThat(end(task).run().state(Counter.class)).isEqualTo(new Counter(1));
  }

  /**
   * A change is recorded with the result of its call, so a crash in between counts nothing twice.
   */
  @Test
  void aChangeByACallThatRunsAgainAfterACrashCountsOnce() throws Exception {
    CountDownLatch slowHasCounted = new CountDownLatch(1);
    AtomicInteger slowRuns = new AtomicInteger();
    FunctionTool<Json.Obj> slow =
        tool(
            "slow",
            (arguments, ctx) -> {
              ctx.updateState(Counter.class, Counter::plusOne);
              slowHasCounted.countDown();
              if (slowRuns.getAndIncrement() == 0) {
                new CountDownLatch(1).await();
              }
              return "slow";
            });
    FunctionTool<Json.Obj> quick =
        tool(
            "quick",
            (arguments, ctx) -> {
              Scene.await(slowHasCounted);
              return ctx.updateState(Counter.class, Counter::plusOne).count();
            });
    Agent<String> counting =
        agent("counting", slow, quick).state(Counter.class, new Counter(0)).build();
    llm.callTools(call("c1", "slow"), call("c2", "quick")).say("done");
    // Writes: fetch, completion, the result of quick.
    CrashPoint dies = CrashPoint.atWrite(2, CrashPoint.Side.AFTER);
    scene.worker(llm, Scene.quick().build(), dies, counting);
    TaskHandle<String> task = scene.enqueue(counting, "go");
    Watch watch = scene.watch();
    watch.until(dies::isDead);
    assertThat(task.data().state()).contains(Json.Obj.of("count", 1));
    scene.loseDeadWorkers();
    scene.worker(llm, counting);
    assertThat(end(task).run().state(Counter.class)).isEqualTo(new Counter(2));
    assertThat(slowRuns).hasValue(2);
  }

  @Test
  void aStateOfAnotherClassIsRefusedWhenItIsEnqueued() {
    Agent<String> counting = agent("counting").state(Counter.class).build();
    scene.worker(llm, counting);
    assertThatThrownBy(
            () ->
                scene
                    .client()
                    .enqueue(counting, OWNER, AgentContext.of("go").withState(new Other("x"))))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "state of agent counting: "
                + Other.class.getName()
                + " (expected: "
                + Counter.class.getName()
                + "; give it with AgentContext.withState, or an initial one with"
                + " AgentBuilder.state)");
  }

  @Test
  void aMissingStateIsRefusedWhenItIsEnqueued() {
    Agent<String> counting = agent("counting").state(Counter.class).build();
    scene.worker(llm, counting);
    assertThatThrownBy(() -> scene.enqueue(counting, "go"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("state of agent counting: none (expected: ");
  }

  @Test
  void aStateOfAnAgentThatHasNoneIsRefusedWhenItIsEnqueued() {
    Agent<String> plain = agent("plain").build();
    scene.worker(llm, plain);
    assertThatThrownBy(() -> enqueue(plain, new Counter(1)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "state of agent plain: "
                + Counter.class.getName()
                + " (expected: none; declare it with AgentBuilder.state)");
  }

  @Test
  void readingAStateThatWasNotDeclaredFailsTheRunWithTheWayOut() throws Exception {
    Agent<String> plain =
        agent("plain").instructions(ctx -> "count " + ctx.state(Counter.class)).build();
    scene.worker(llm, plain);
    assertThat(end(scene.enqueue(plain, "go")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("invalid_definition");
              assertThat(failed.error().message())
                  .isEqualTo(
                      "state of agent plain: none (expected: "
                          + Counter.class.getName()
                          + "; declare it with AgentBuilder.state)");
            });
  }

  @Test
  void aStoredStateThatNoLongerFitsPausesTheTaskUntilItIsResumed() throws Exception {
    FunctionTool<Json.Obj> ask =
        tool("ask", (arguments, ctx) -> ToolResult.pending(Duration.ofDays(1)));
    Agent<String> before = agent("changing", ask).state(Counter.class, new Counter(1)).build();
    Agent<String> after = agent("changing", ask).state(Other.class, new Other("x")).build();
    llm.callTools(call("c1", "ask")).say("done");
    var first = scene.worker(llm, before);
    TaskHandle<String> task = scene.enqueue(before, "go");
    scene.await(task, PENDING_TOOL_RESULTS);
    first.close();
    Watch watch = scene.watch();
    var wrong = scene.worker(llm, after);
    scene.client().completeDeferredTool(task.id(), "c1", "yes");
    scene.await(task, PAUSED);
    assertThat(task.data().reason()).contains("definition_incompatible");
    watch.until("run_paused");
    wrong.close();
    scene.worker(llm, before);
    task.resume();
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(List.of(Model.last(llm.requests().get(1)))).containsExactly("yes");
  }
}
