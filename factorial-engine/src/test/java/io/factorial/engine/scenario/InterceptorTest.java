package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.Hooks;
import io.factorial.agent.Interceptor;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.InlineRunner;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;
import io.factorial.run.TurnResult;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hooks observe, interceptors change: when each method is called, in which order, how often. */
@OnEveryStore
final class InterceptorTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    scene.close();
  }

  /** Writes down each call of its methods. */
  private final class Noted implements Interceptor {
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public List<Message> prepareMessages(RunContext ctx, List<Message> messages) {
      log.add(name + " prepares");
      return messages;
    }

    @Override
    public ChatResponse completion(
        RunContext ctx, ChatRequest request, Next<ChatRequest, ChatResponse> next)
        throws Exception {
      log.add(name + " before completion");
      ChatResponse response = next.call(request);
      log.add(name + " after completion");
      return response;
    }

    @Override
    public ToolResult toolAction(ToolContext ctx, ToolCall call, Next<ToolCall, ToolResult> next)
        throws Exception {
      log.add(name + " before " + call.name());
      ToolResult result = next.call(call);
      log.add(name + " after " + call.name());
      return result;
    }

    @Override
    public TurnResult runTurn(RunContext ctx, Callable<TurnResult> next) throws Exception {
      log.add(name + " before turn " + ctx.turn());
      TurnResult result = next.call();
      log.add(name + " after turn " + ctx.turn());
      return result;
    }
  }

  private FunctionTool<Json.Obj> echo() {
    return tool(
        "echo",
        (arguments, ctx) -> {
          log.add("echo");
          return "echo of " + arguments.text();
        });
  }

  @Test
  void theFirstInterceptorIsTheOutermostAroundEveryStep() throws Exception {
    Agent<String> agent =
        agent("a", echo()).interceptor(new Noted("outer")).interceptor(new Noted("inner")).build();
    llm.callTools(call("c1", "echo")).say("done");
    scene.worker(llm, agent);
    end(scene.enqueue(agent, "go"));
    assertThat(log)
        .containsExactly(
            "outer before turn 0",
            "inner before turn 0",
            "outer prepares",
            "inner prepares",
            "outer before completion",
            "inner before completion",
            "inner after completion",
            "outer after completion",
            "outer before echo",
            "inner before echo",
            "echo",
            "inner after echo",
            "outer after echo",
            "inner after turn 0",
            "outer after turn 0",
            "outer before turn 1",
            "inner before turn 1",
            "outer prepares",
            "inner prepares",
            "outer before completion",
            "inner before completion",
            "inner after completion",
            "outer after completion",
            "inner after turn 1",
            "outer after turn 1");
  }

  @Test
  void whatTheOutermostReturnsIsWhatIsRecorded() throws Exception {
    Interceptor outer =
        new Interceptor() {
          @Override
          public ChatResponse completion(
              RunContext ctx, ChatRequest request, Next<ChatRequest, ChatResponse> next)
              throws Exception {
            ChatResponse response = next.call(request.withModel(ModelName.parse("test:cheaper")));
            return response.message().toolCalls().isEmpty()
                ? Model.say("outer(" + response.message().text() + ")")
                : response;
          }

          @Override
          public ToolResult toolAction(
              ToolContext ctx, ToolCall call, Next<ToolCall, ToolResult> next) throws Exception {
            ToolCall changed = ToolCall.of(call.id(), call.name(), "{\"changed\":true}");
            return next.call(changed) instanceof ToolResult.Value value
                ? ToolResult.of("outer(" + value.value() + ")")
                : ToolResult.failed("?");
          }
        };
    Agent<String> agent = agent("a", echo()).interceptor(outer).build();
    llm.callTools(call("c1", "echo")).say("done");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    assertThat(end(task).output()).isEqualTo("outer(done)");
    assertThat(task.messages().stream().map(Model::text))
        .containsExactly("go", "", "outer(echo of {\"changed\":true})", "outer(done)");
    assertThat(llm.requests()).allSatisfy(r -> assertThat(r.model().name()).isEqualTo("cheaper"));
  }

  @Test
  void preparedMessagesAreShownToTheModelAndNotRecorded() throws Exception {
    Interceptor hint =
        new Interceptor() {
          @Override
          public List<Message> prepareMessages(RunContext ctx, List<Message> messages) {
            return List.of(Message.user("only this"));
          }
        };
    Agent<String> agent = agent("a").interceptor(hint).build();
    llm.say("done");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    end(task);
    assertThat(llm.requests().getFirst().messages()).containsExactly(Message.user("only this"));
    assertThat(task.messages().getFirst()).isEqualTo(Message.user("go"));
  }

  @Test
  void anInterceptorMayAnswerInPlaceOfTheModelAndOfATool() throws Exception {
    Interceptor cache =
        new Interceptor() {
          @Override
          public ChatResponse completion(
              RunContext ctx, ChatRequest request, Next<ChatRequest, ChatResponse> next) {
            return ctx.turn() == 0 ? Model.call(call("c1", "echo")) : Model.say("from the cache");
          }

          @Override
          public ToolResult toolAction(
              ToolContext ctx, ToolCall call, Next<ToolCall, ToolResult> next) {
            return ToolResult.of("cached");
          }
        };
    Agent<String> agent = agent("a", echo()).interceptor(cache).build();
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    assertThat(end(task).output()).isEqualTo("from the cache");
    assertThat(outputs(task.messages())).containsExactly("cached");
    assertThat(llm.requests()).isEmpty();
    assertThat(log).isEmpty();
  }

  private static Interceptor endingTurn(int turn, Object output) {
    return new Interceptor() {
      @Override
      public TurnResult runTurn(RunContext ctx, Callable<TurnResult> next) throws Exception {
        return ctx.turn() == turn ? TurnResult.done(output) : next.call();
      }
    };
  }

  @Test
  void anInterceptorMayEndTheRun() throws Exception {
    Agent<String> agent = agent("a", echo()).interceptor(endingTurn(1, "limit reached")).build();
    llm.callTools(call("c1", "echo"));
    scene.worker(llm, agent);
    assertThat(end(scene.enqueue(agent, "go")).output()).isEqualTo("limit reached");
    llm.assertExhausted();
  }

  @Test
  void anOutputOfAnotherTypeFromAnInterceptorFailsTheRun() throws Exception {
    Agent<String> agent = agent("a").interceptor(endingTurn(0, 42)).build();
    scene.worker(llm, agent);
    assertThat(end(scene.enqueue(agent, "go")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("output_invalid");
              assertThat(failed.error().message())
                  .isEqualTo(
                      "output of an interceptor: java.lang.Integer (expected: java.lang.String)");
            });
  }

  @Test
  void aRecordedStepDoesNotPassThroughTheInterceptorsAgain() throws Exception {
    Agent<String> agent =
        agent("a", echo(), tool("ask", (arguments, ctx) -> ToolResult.pending(Duration.ofDays(1))))
            .interceptor(new Noted("i"))
            .build();
    llm.callTools(call("c1", "echo"), call("c2", "ask")).say("done");
    var first = scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    scene.await(task, PENDING_TOOL_RESULTS);
    first.close();
    scene.worker(llm, agent);
    scene.client().completeDeferredTool(task.id(), "c2", "yes");
    end(task);
    assertThat(log.stream().filter(line -> line.contains("before")))
        .containsExactlyInAnyOrder(
            "i before turn 0",
            "i before completion",
            "i before echo",
            "i before ask",
            "i before turn 0",
            "i before turn 1",
            "i before completion");
  }

  @Test
  void whatAnInterceptorThrowsAroundAToolIsAnErrorOfTheTool() throws Exception {
    Interceptor broken =
        new Interceptor() {
          @Override
          public ToolResult toolAction(
              ToolContext ctx, ToolCall call, Next<ToolCall, ToolResult> next) {
            throw new IllegalStateException("broken");
          }
        };
    Agent<String> agent = agent("a", echo()).interceptor(broken).build();
    llm.callTools(call("c1", "echo")).say("sorry");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    assertThat(end(task).output()).isEqualTo("sorry");
    assertThat(outputs(task.messages())).containsExactly("the tool failed unexpectedly");
  }

  /** An answer that was not recorded is not shown to the model when the turn is tried again. */
  @Test
  void aTurnThatAnInterceptorBreaksAfterTheAnswerIsTriedAgainFromItsBeginning() {
    Interceptor breaksOnce =
        new Interceptor() {
          @Override
          public TurnResult runTurn(RunContext ctx, Callable<TurnResult> next) throws Exception {
            TurnResult result = next.call();
            if (ctx.attempt() == 0) {
              throw new IllegalStateException("broken");
            }
            return result;
          }
        };
    Agent<String> agent = agent("a").interceptor(breaksOnce).build();
    llm.say("lost").say("kept");
    try (InlineRunner factorial = Factorial.inline(Factorial.llm(llm))) {
      RunResult<String> result = factorial.runInline(agent, AgentContext.of("go"));
      assertThat(result.output()).isEqualTo("kept");
      assertThat(result.run().messages().stream().map(Model::text)).containsExactly("go", "kept");
    }
    assertThat(llm.requests().get(1).messages()).containsExactly(Message.user("go"));
  }

  /** Writes down each call of its methods, and throws after it. */
  private final class Observer implements Hooks {
    private void note(String line) {
      log.add(line);
      throw new IllegalStateException("an observer's own trouble");
    }

    @Override
    public void onRunStart(RunContext ctx) {
      note("run starts");
    }

    @Override
    public void onRunEnd(RunContext ctx, RunResult<?> result) {
      note("run ends " + result.getClass().getSimpleName());
    }

    @Override
    public void onRunCancelled(RunContext ctx) {
      note("run cancelled");
    }

    @Override
    public void onTurnStart(RunContext ctx) {
      note("turn " + ctx.turn() + " starts");
    }

    @Override
    public void onTurnEnd(RunContext ctx) {
      note("turn " + ctx.turn() + " ends");
    }

    @Override
    public void onPendingToolCall(RunContext ctx, ToolCall call) {
      note(call.name() + " is pending");
    }

    @Override
    public void onPendingToolResults(RunContext ctx, List<Message.ToolOutput> results) {
      note("results " + results.stream().map(Message.ToolOutput::text).toList());
    }
  }

  @Test
  void hooksSeeARunInItsOrderAndTheirTroubleChangesNothing() throws Exception {
    Agent<String> agent = agent("a", echo()).hooks(new Observer()).build();
    llm.callTools(call("c1", "echo")).say("done");
    scene.worker(llm, agent);
    Watch watch = scene.watch();
    assertThat(end(scene.enqueue(agent, "go")).output()).isEqualTo("done");
    watch.until(() -> log.contains("run ends Completed"));
    assertThat(log)
        .containsExactly(
            "run starts",
            "turn 0 starts",
            "echo",
            "turn 0 ends",
            "turn 1 starts",
            "turn 1 ends",
            "run ends Completed");
  }

  @Test
  void hooksHearOfPendingCallsAndOfTheirResults() throws Exception {
    FunctionTool<Json.Obj> ask =
        tool("ask", (arguments, ctx) -> ToolResult.pending(Duration.ofDays(1)));
    FunctionTool<Json.Obj> allowed = tool("allowed", (arguments, ctx) -> "ran").needsApproval();
    Agent<String> agent = agent("a", echo(), ask, allowed).hooks(new Observer()).build();
    llm.callTools(call("c1", "echo"), call("c2", "ask"), call("c3", "allowed")).say("done");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    scene.await(task, PENDING_TOOL_RESULTS);
    scene.client().completeDeferredTool(task.id(), "c2", "answered");
    scene.client().waits().approve(task.id(), "c3");
    end(task);
    Watch watch = scene.watch();
    watch.until(() -> log.contains("run ends Completed"));
    assertThat(log)
        .contains("ask is pending", "allowed is pending")
        .containsSubsequence("results [answered, ran]", "turn 0 ends", "turn 1 starts")
        .containsOnlyOnce("results [answered, ran]", "run starts");
  }

  @Test
  void hooksHearOfAFailure() throws Exception {
    Agent<String> agent = agent("a").hooks(new Observer()).build();
    llm.fail(LlmException.Kind.UNAUTHORIZED);
    scene.worker(llm, agent);
    Watch watch = scene.watch();
    end(scene.enqueue(agent, "go"));
    watch.until(() -> log.contains("run ends Failed"));
    assertThat(log).containsExactly("run starts", "turn 0 starts", "run ends Failed");
  }

  @Test
  void hooksHearOfACancellation() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Agent<String> agent = agent("a").hooks(new Observer()).build();
    llm.block(entered);
    scene.worker(llm, agent);
    Watch watch = scene.watch();
    TaskHandle<String> task = scene.enqueue(agent, "go");
    Scene.await(entered);
    task.cancel();
    watch.until(() -> log.contains("run cancelled"));
    assertThat(log).containsExactly("run starts", "turn 0 starts", "run cancelled");
  }
}
