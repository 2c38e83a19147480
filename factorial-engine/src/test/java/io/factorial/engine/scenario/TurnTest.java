package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.BACKOFF;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentBuilder;
import io.factorial.agent.AgentContext;
import io.factorial.agent.History;
import io.factorial.error.LlmException;
import io.factorial.event.AgentEvent;
import io.factorial.event.CustomEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ModelSettings;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a turn sends, to whom, and what its tools may do. */
@OnEveryStore
final class TurnTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();

  @AfterEach
  void close() {
    scene.close();
  }

  private static FunctionTool<Json.Obj> echo() {
    return tool("echo", (arguments, ctx) -> "x".repeat(400));
  }

  private TaskHandle<String> run(Agent<String> agent) throws InterruptedException {
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    end(task);
    return task;
  }

  @Test
  void modelInstructionsAndSettingsMayBeComputedForEachTurn() throws Exception {
    Agent<String> changing =
        agent("changing", echo())
            .model(ctx -> "test:model" + ctx.turn())
            .instructions(ctx -> "turn " + ctx.turn() + " of " + ctx.query())
            .modelSettings(ctx -> ModelSettings.builder().temperature(ctx.turn()).build())
            .build();
    llm.callTools(call("c1", "echo")).say("done");
    run(changing);
    assertThat(llm.requests())
        .extracting(request -> request.model().name())
        .containsExactly("model0", "model1");
    assertThat(llm.requests())
        .extracting(request -> Model.text(request.messages().getFirst()))
        .containsExactly("turn 0 of go", "turn 1 of go");
    assertThat(llm.requests())
        .extracting(request -> request.settings().temperature())
        .containsExactly(0.0, 1.0);
  }

  @Test
  void earlierMessagesOfTheCallerComeBeforeTheQuery() throws Exception {
    Agent<String> agent = agent("a").instructions("be kind").build();
    llm.say("done");
    scene.worker(llm, agent);
    end(
        scene
            .client()
            .enqueue(
                agent,
                Scene.OWNER,
                AgentContext.of("and now?")
                    .withMessages(List.of(Message.user("hello"), Message.assistant("hi")))));
    assertThat(llm.requests().getFirst().messages().stream().map(Model::text))
        .containsExactly("be kind", "hello", "hi", "and now?");
  }

  @Test
  void aShorterHistoryIsShownAndTheWholeOneIsKept() throws Exception {
    Agent<String> brief =
        agent("short", echo()).instructions("stay").history(History.lastTokens(150)).build();
    for (int i = 0; i < 6; i++) {
      llm.callTools(call("c" + i, "echo"));
    }
    llm.say("done");
    TaskHandle<String> task = run(brief);
    assertThat(task.messages()).hasSize(14);
    ChatRequest last = llm.requests().getLast();
    assertThat(last.messages()).hasSizeLessThan(10);
    assertThat(Model.text(last.messages().getFirst())).isEqualTo("stay");
    assertCallsHaveTheirResults(last.messages());
  }

  private static void assertCallsHaveTheirResults(List<Message> messages) {
    List<String> asked = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (Message message : messages) {
      if (message instanceof Message.Assistant assistant) {
        assistant.toolCalls().forEach(toolCall -> asked.add(toolCall.id()));
      } else if (message instanceof Message.ToolOutput output) {
        answered.add(output.toolCallId());
      }
    }
    assertThat(answered).isEqualTo(asked);
  }

  @Test
  void aFallbackModelTakesOverAndItsAnswerIsRecorded() throws Exception {
    Agent<String> agent = agent("a").fallbackModels("test:second", "test:third").build();
    llm.fail(LlmException.Kind.QUOTA_EXCEEDED)
        .fail(LlmException.Kind.NOT_FOUND)
        .say("from the third");
    TaskHandle<String> task = run(agent);
    assertThat(end(task).output()).isEqualTo("from the third");
    assertThat(llm.requests())
        .extracting(request -> request.model().name())
        .containsExactly("model", "second", "third");
  }

  @Test
  void whenNoModelAnswersAFailureThatMayPassDecides() throws Exception {
    Agent<String> agent = agent("a").fallbackModels("test:second").build();
    llm.fail(LlmException.Kind.OVERLOADED).fail(LlmException.Kind.UNAUTHORIZED).say("done");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    scene.await(task, BACKOFF);
    scene.pass(Duration.ofMinutes(1));
    assertThat(end(task).output()).isEqualTo("done");
  }

  @Test
  void aConversationThatIsTooLongIsSentOnceMoreWithHalfOfIt() throws Exception {
    Agent<String> tooLongFor = agent("long", echo()).instructions("stay").build();
    for (int i = 0; i < 6; i++) {
      llm.callTools(call("c" + i, "echo"));
    }
    llm.fail(LlmException.Kind.CONTEXT_LENGTH_EXCEEDED).say("done");
    TaskHandle<String> task = run(tooLongFor);
    assertThat(end(task).output()).isEqualTo("done");
    ChatRequest tooLong = llm.requests().get(6);
    ChatRequest shorter = llm.requests().get(7);
    assertThat(shorter.messages()).hasSizeLessThanOrEqualTo(tooLong.messages().size() * 2 / 3);
    assertThat(Model.text(shorter.messages().getFirst())).isEqualTo("stay");
    assertCallsHaveTheirResults(shorter.messages());
    assertThat(task.data().attempt()).isZero();
  }

  @Test
  void aConversationThatIsTooLongEvenThenFailsTheRun() throws Exception {
    Agent<String> tooLongFor = agent("long").build();
    llm.fail(LlmException.Kind.CONTEXT_LENGTH_EXCEEDED)
        .fail(LlmException.Kind.CONTEXT_LENGTH_EXCEEDED);
    assertThat(end(run(tooLongFor)))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("llm_context_length_exceeded"));
    llm.assertExhausted();
  }

  @Test
  void sequentialToolsRunOneAfterTheOtherInCallOrder() throws Exception {
    AtomicInteger running = new AtomicInteger();
    List<String> order = new ArrayList<>();
    FunctionTool<Json.Obj> one =
        tool(
                "one",
                (arguments, ctx) -> {
                  assertThat(running.incrementAndGet()).isEqualTo(1);
                  order.add(ctx.call().id());
                  running.decrementAndGet();
                  return "ok";
                })
            .sequential();
    Agent<String> orderly = agent("orderly", one).build();
    llm.callTools(
            IntStream.range(0, 20).mapToObj(i -> call("c" + i, "one")).toArray(ToolCall[]::new))
        .say("done");
    TaskHandle<String> task = run(orderly);
    assertThat(order)
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "c" + i).toList());
    assertThat(outputs(task.messages())).hasSize(20).containsOnly("ok");
  }

  @Test
  void aParallelToolDoesNotWaitForTheSequentialOnes() throws Exception {
    CountDownLatch parallelRan = new CountDownLatch(1);
    FunctionTool<Json.Obj> sequential =
        tool(
                "sequential",
                (arguments, ctx) -> parallelRan.await(10, TimeUnit.SECONDS) ? "after" : "alone")
            .sequential();
    FunctionTool<Json.Obj> parallel =
        tool(
            "parallel",
            (arguments, ctx) -> {
              parallelRan.countDown();
              return "ran";
            });
    Agent<String> mixed = agent("mixed", sequential, parallel).build();
    llm.callTools(call("a", "sequential"), call("b", "sequential"), call("c", "parallel"))
        .say("done");
    assertThat(outputs(run(mixed).messages())).containsExactly("after", "after", "ran");
  }

  /** What a tool tells. */
  record Progress(int percent) {}

  @Test
  void publishedEventsReachWhoListensInTheirOrder() throws Exception {
    FunctionTool<Json.Obj> telling =
        tool(
            "telling",
            (arguments, ctx) -> {
              ctx.publish("indexing", new Progress(50));
              ctx.publish("indexing", new Progress(100));
              return "told";
            });
    Agent<String> agent = agent("a", telling).build();
    llm.callTools(call("c1", "telling")).say("done");
    Watch watch = scene.watch();
    run(agent);
    watch.until("run_completed");
    assertThat(watch.of(CustomEvent.class))
        .extracting(CustomEvent::data)
        .containsExactly(Json.Obj.of("percent", 50), Json.Obj.of("percent", 100));
    assertThat(watch.of("indexing").getFirst().toJson().text("event_type")).contains("indexing");
  }

  @Test
  void anEventUnderAReservedNameIsRefused() throws Exception {
    Agent<String> agent =
        agent(
                "a",
                tool(
                    "lying",
                    (arguments, ctx) -> {
                      ctx.publish("run_completed", new Progress(100));
                      return "told";
                    }))
            .build();
    llm.callTools(call("c1", "lying")).say("done");
    Watch watch = scene.watch();
    assertThat(outputs(run(agent).messages())).containsExactly("the tool failed unexpectedly");
    watch.until("run_completed");
    assertThat(watch.of(CustomEvent.class)).isEmpty();
  }

  @Test
  void whatAToolReturnsIsWhatTheModelReads() throws Exception {
    Agent<String> agent =
        agent(
                "a",
                tool("value", (arguments, ctx) -> new Progress(7)),
                tool("nothing", (arguments, ctx) -> null),
                tool("display", (arguments, ctx) -> ToolResult.display("short", List.of("a", "b"))),
                tool("failed", (arguments, ctx) -> ToolResult.failed("no such order")),
                tool("retry", (arguments, ctx) -> ToolResult.retry("try ids below 100")))
            .build();
    llm.callTools(
            call("1", "value"),
            call("2", "nothing"),
            call("3", "display"),
            call("4", "failed"),
            call("5", "retry"))
        .say("done");
    Watch watch = scene.watch();
    TaskHandle<String> task = run(agent);
    assertThat(outputs(task.messages()))
        .containsExactly("{\"percent\":7}", "null", "short", "no such order", "try ids below 100");
    watch.until("run_completed");
    assertThat(watch.of("progress_update_tool_action_failed")).hasSize(2);
    assertThat(watch.of("progress_update_tool_action_completed"))
        .extracting(AgentEvent::toJson)
        .anySatisfy(json -> assertThat(json.text()).contains("[\"a\",\"b\"]"));
  }

  @Test
  void anAgentMayRunInsideAToolAndItsUseCounts() throws Exception {
    Agent<String> inner = agent("inner").build();
    Agent<String> outer =
        agent(
                "outer",
                tool(
                    "ask",
                    (arguments, ctx) -> ctx.runInline(inner, AgentContext.of("inside")).output()))
            .build();
    Model model =
        new Model(
            request ->
                request.tools().isEmpty()
                    ? Model.say("inner answer")
                    : Model.turn(request) == 0
                        ? Model.call(call("c1", "ask"))
                        : Model.say(Model.last(request)));
    scene.worker(model, outer);
    TaskHandle<String> task = scene.enqueue(outer, "go");
    assertThat(end(task).output()).isEqualTo("inner answer");
    assertThat(task.data().usage().requests()).isEqualTo(3);
  }

  @Test
  void theIdempotencyKeyNamesTaskTurnAndCall() throws Exception {
    AgentBuilder<String> builder =
        agent("a", tool("key", (arguments, ctx) -> ctx.idempotencyKey()));
    llm.callTools(call("x", "key"), call("y", "key")).callTools(call("z", "key")).say("done");
    TaskHandle<String> task = run(builder.build());
    assertThat(outputs(task.messages()))
        .containsExactly(task.id() + "/0/0", task.id() + "/0/1", task.id() + "/1/0");
  }
}
