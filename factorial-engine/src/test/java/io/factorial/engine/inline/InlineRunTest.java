package io.factorial.engine.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.LlmException;
import io.factorial.error.RunFailedException;
import io.factorial.event.AgentEvent;
import io.factorial.json.Json;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.ToolChoice;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.InlineOptions;
import io.factorial.run.InlineRunner;
import io.factorial.run.RunResult;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A run in the caller's thread, from its first message to its end. */
final class InlineRunTest {
  private final ScriptedLlm llm = ScriptedLlm.script();
  private final List<AgentEvent> events = new ArrayList<>();

  /** A toolbox as a user writes it. */
  static final class Weather {
    @Tool("Get the current weather for a city")
    String getWeather(String city) {
      return "sunny in " + city;
    }
  }

  /** A typed answer. */
  record Forecast(String city, int degrees) {}

  private static Agent<String> weather() {
    return Agent.builder("weather")
        .instructions("You help users get weather information.")
        .model("test:model")
        .tools(new Weather())
        .maxTurns(10)
        .build();
  }

  private <O> RunResult<O> run(Agent<O> agent, String query) {
    try (InlineRunner factorial = Factorial.inline(Factorial.llm(llm))) {
      return factorial.runInline(agent, AgentContext.of(query), events::add);
    }
  }

  private List<String> types() {
    return events.stream().map(AgentEvent::type).filter(type -> !type.endsWith("chunk")).toList();
  }

  @Test
  void aToolIsCalledAndItsResultBecomesTheAnswer() {
    llm.callTool("getWeather", Json.Obj.of("city", "Paris")).say("Sunny in Paris.");
    RunResult<String> result = run(weather(), "Weather in Paris?");
    assertThat(result.output()).isEqualTo("Sunny in Paris.");
    assertThat(result.run().turns()).isEqualTo(2);
    assertThat(result.run().usage().requests()).isEqualTo(2);
    assertThat(result.run().messages())
        .extracting(message -> message.getClass().getSimpleName())
        .containsExactly("User", "Assistant", "ToolOutput", "Assistant");
    llm.assertExhausted();
  }

  @Test
  void eventsTellTheRunInItsOrder() {
    llm.callTool("getWeather", Json.Obj.of("city", "Paris")).say("Sunny in Paris.");
    run(weather(), "Weather in Paris?");
    assertThat(types())
        .containsExactly(
            "run_started",
            "progress_update_run_turn_started",
            "progress_update_completion_started",
            "progress_update_completion_completed",
            "progress_update_tool_action_started",
            "progress_update_tool_action_completed",
            "progress_update_run_turn_completed",
            "progress_update_run_turn_started",
            "progress_update_completion_started",
            "progress_update_completion_completed",
            "progress_update_run_turn_completed",
            "agent_output",
            "run_completed");
    assertThat(events.stream().map(event -> event.meta().sequence()).toList()).isSorted();
  }

  @Test
  void aTypedAnswerComesThroughFinalOutput() {
    llm.finish(new Forecast("Paris", 21));
    Agent<Forecast> agent =
        Agent.builder("forecast", Forecast.class).model("test:model").tools(new Weather()).build();
    assertThat(run(agent, "Paris?").output()).isEqualTo(new Forecast("Paris", 21));
  }

  @Test
  void anInvalidTypedAnswerGoesBackWithTheReason() {
    llm.callTool("final_output", Json.Obj.of("city", "Paris")).finish(new Forecast("Paris", 21));
    Agent<Forecast> agent = Agent.builder("forecast", Forecast.class).model("test:model").build();
    assertThat(run(agent, "Paris?").output().degrees()).isEqualTo(21);
    Message last = llm.requests().get(1).messages().getLast();
    assertThat(last).isInstanceOf(Message.ToolOutput.class);
    assertThat(((Message.ToolOutput) last).text()).contains("degrees");
  }

  @Test
  void plainTextInsteadOfATypedAnswerEndsAfterAFewTries() {
    llm.say("It is nice.").say("Really nice.").say("So nice.").say("Nice!");
    Agent<Forecast> agent = Agent.builder("forecast", Forecast.class).model("test:model").build();
    RunResult<Forecast> result = run(agent, "Paris?");
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("output_invalid"));
    assertThat(llm.requests()).hasSize(4);
    assertThat(llm.requests().get(1).settings().toolChoice())
        .isEqualTo(ToolChoice.tool("final_output"));
  }

  @Test
  void theLastTurnForcesTheFinalAnswer() {
    llm.callTool("getWeather", Json.Obj.of("city", "Paris")).say("Sunny.");
    Agent<String> agent = weather().toBuilder().maxTurns(2).build();
    assertThat(run(agent, "Paris?").output()).isEqualTo("Sunny.");
    assertThat(llm.requests().get(0).settings().toolChoice()).isEqualTo(ToolChoice.AUTO);
    assertThat(llm.requests().get(1).settings().toolChoice()).isEqualTo(ToolChoice.NONE);
  }

  @Test
  void aForcedToolChoiceCountsForTheFirstTurnOnly() {
    llm.callTool("getWeather", Json.Obj.of("city", "Paris")).say("Sunny.");
    Agent<String> agent =
        weather().toBuilder()
            .modelSettings(ModelSettings.builder().toolChoice(ToolChoice.REQUIRED).build())
            .build();
    run(agent, "Paris?");
    assertThat(llm.requests().get(0).settings().toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(llm.requests().get(1).settings().toolChoice()).isEqualTo(ToolChoice.AUTO);
  }

  @Test
  void anUnknownToolIsAnsweredWithTheNamesThatThereAre() {
    llm.callTool("getWether", Json.Obj.of("city", "Paris")).say("Sorry.");
    run(weather(), "Paris?");
    Message.ToolOutput told = (Message.ToolOutput) llm.requests().get(1).messages().getLast();
    assertThat(told.error()).isTrue();
    assertThat(told.text()).contains("getWether").contains("getWeather");
  }

  @Test
  void argumentsThatMissAFieldAreAnsweredWithWhatIsMissing() {
    llm.callTool("getWeather", Json.Obj.of("town", "Paris")).say("Sorry.");
    run(weather(), "Paris?");
    Message.ToolOutput told = (Message.ToolOutput) llm.requests().get(1).messages().getLast();
    assertThat(told.text()).contains("arguments of getWeather").contains("city");
  }

  @Test
  void argumentsThatAreNoJsonAreAnsweredAsSuch() {
    llm.callTools(ToolCall.of("c1", "getWeather", "{\"city\": ")).say("Sorry.");
    run(weather(), "Paris?");
    Message.ToolOutput told = (Message.ToolOutput) llm.requests().get(1).messages().getLast();
    assertThat(told.text()).contains("arguments of getWeather");
  }

  @Test
  void callsOfOneTurnRunInParallelAndAnswerInCallOrder() {
    CountDownLatch both = new CountDownLatch(2);
    FunctionTool<Json.Obj> meet =
        FunctionTool.ofSchema(
            "meet",
            "Waits for the other",
            Json.Obj.of("type", "object", "properties", Json.Obj.of()),
            (arguments, ctx) -> {
              both.countDown();
              return both.await(10, TimeUnit.SECONDS) ? arguments.text("n").orElse("?") : "alone";
            });
    llm.callTools(
            ToolCall.of("a", "meet", "{\"n\": \"first\"}"),
            ToolCall.of("b", "meet", "{\"n\": \"second\"}"))
        .say("done");
    Agent<String> agent = Agent.builder("meeting").model("test:model").tool(meet).build();
    RunResult<String> result = run(agent, "go");
    assertThat(
            result.run().messages().stream()
                .filter(Message.ToolOutput.class::isInstance)
                .map(message -> ((Message.ToolOutput) message).text()))
        .containsExactly("first", "second");
  }

  @Test
  void callIdsThatAProviderUsesAgainBecomeUnique() {
    llm.callTools(ToolCall.of("call_0", "getWeather", "{\"city\": \"Paris\"}"))
        .callTools(
            ToolCall.of("call_0", "getWeather", "{\"city\": \"Rome\"}"),
            ToolCall.of("", "getWeather", "{\"city\": \"Oslo\"}"))
        .say("done");
    RunResult<String> result = run(weather(), "go");
    assertThat(
            result.run().messages().stream()
                .filter(Message.ToolOutput.class::isInstance)
                .map(message -> ((Message.ToolOutput) message).toolCallId()))
        .containsExactly("call_0", "1_0", "1_1");
  }

  @Test
  void aToolThatTakesTooLongIsInterruptedAndTheModelIsTold() {
    CountDownLatch interrupted = new CountDownLatch(1);
    FunctionTool<Json.Obj> slow =
        FunctionTool.ofSchema(
                "slow",
                "Never ends",
                Json.Obj.of("type", "object", "properties", Json.Obj.of()),
                (arguments, ctx) -> {
                  try {
                    new CountDownLatch(1).await();
                    return "never";
                  } catch (InterruptedException stopped) {
                    interrupted.countDown();
                    throw stopped;
                  }
                })
            .timeout(Duration.ofMillis(50));
    llm.callTool("slow", Json.Obj.of()).say("gave up");
    Agent<String> agent = Agent.builder("patient").model("test:model").tool(slow).build();
    assertThat(run(agent, "go").output()).isEqualTo("gave up");
    assertThat(interrupted.getCount()).isZero();
    Message.ToolOutput told = (Message.ToolOutput) llm.requests().get(1).messages().getLast();
    assertThat(told.text()).contains("timed out after 50 ms, outcome unknown");
  }

  @Test
  void whatAToolThrowsIsNotShownToTheModel() {
    FunctionTool<Json.Obj> broken =
        FunctionTool.ofSchema(
            "broken",
            "Throws",
            Json.Obj.of("type", "object", "properties", Json.Obj.of()),
            (arguments, ctx) -> {
              throw new IllegalStateException("password is hunter2");
            });
    llm.callTool("broken", Json.Obj.of()).say("sorry");
    run(Agent.builder("careful").model("test:model").tool(broken).build(), "go");
    Message.ToolOutput told = (Message.ToolOutput) llm.requests().get(1).messages().getLast();
    assertThat(told.text()).isEqualTo("the tool failed unexpectedly");
    assertThat(types()).contains("progress_update_tool_action_failed");
  }

  @Test
  void callsBeyondTheCapOfATurnAreAnsweredAsText() {
    FunctionTool<Json.Obj> capped =
        FunctionTool.ofSchema(
                "capped",
                "At most twice",
                Json.Obj.of("type", "object", "properties", Json.Obj.of()),
                (arguments, ctx) -> "ran")
            .maxCalls(2);
    llm.callTools(
            ToolCall.of("a", "capped", "{}"),
            ToolCall.of("b", "capped", "{}"),
            ToolCall.of("c", "capped", "{}"))
        .say("done");
    RunResult<String> result =
        run(Agent.builder("thrifty").model("test:model").tool(capped).build(), "go");
    assertThat(
            result.run().messages().stream()
                .filter(Message.ToolOutput.class::isInstance)
                .map(message -> ((Message.ToolOutput) message).text()))
        .containsExactly("ran", "ran", "not run: capped may be called 2 times in a run");
  }

  @Test
  void aPendingResultFailsWithACodeThatSaysSo() {
    FunctionTool<Json.Obj> pending =
        FunctionTool.ofSchema(
            "ask",
            "Asks somebody",
            Json.Obj.of("type", "object", "properties", Json.Obj.of()),
            (arguments, ctx) -> ToolResult.pending(Duration.ofHours(1)));
    llm.callTool("ask", Json.Obj.of());
    RunResult<String> result =
        run(Agent.builder("asking").model("test:model").tool(pending).build(), "go");
    assertThatThrownBy(result::output)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("pending_not_supported_inline");
  }

  @Test
  void anotherAgentAsAToolRunsInside() {
    llm.callTool("weather", Json.Obj.of("query", "Paris?"))
        .say("Sunny in Paris.")
        .say("Pack a hat.");
    Agent<String> planner =
        Agent.builder("planner")
            .model("test:model")
            .tool(FunctionTool.agent(weather().toBuilder().tools(List.of()).build()))
            .build();
    RunResult<String> result = run(planner, "Trip?");
    assertThat(result.output()).isEqualTo("Pack a hat.");
    assertThat(result.run().usage().requests()).isEqualTo(3);
  }

  @Test
  void steeringDuringTheLastTurnReopensTheRun() {
    Deque<Message> waiting = new ConcurrentLinkedDeque<>();
    llm.answer(
            request -> {
              waiting.add(Message.user("And in Rome?"));
              return io.factorial.llm.ChatResponse.of(
                  Message.assistant("Sunny in Paris."), ScriptedLlm.USAGE);
            })
        .say("Rain in Rome.");
    try (InlineRunner factorial = Factorial.inline(Factorial.llm(llm))) {
      InlineOptions options =
          InlineOptions.builder()
              .steering(
                  () -> {
                    Message next = waiting.poll();
                    return next == null ? List.of() : List.of(next);
                  })
              .onEvent(events::add)
              .build();
      RunResult<String> result = factorial.runInline(weather(), AgentContext.of("Paris?"), options);
      assertThat(result.output()).isEqualTo("Rain in Rome.");
    }
    assertThat(types()).containsOnlyOnce("run_completed").contains("run_steering_applied");
  }

  @Test
  void anInterruptCancelsTheRunAndStaysSet() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    llm.block(entered);
    AtomicReference<RunResult<String>> result = new AtomicReference<>();
    List<Boolean> flag = new ArrayList<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  result.set(run(weather(), "Paris?"));
                  flag.add(Thread.currentThread().isInterrupted());
                });
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    assertThat(result.get()).isInstanceOf(RunResult.Cancelled.class);
    assertThat(flag).containsExactly(true);
    assertThat(types()).endsWith("run_cancelled");
  }

  @Test
  void anErrorThatIsNotPassingFailsAtOnce() {
    llm.fail(LlmException.Kind.UNAUTHORIZED);
    RunResult<String> result = run(weather(), "Paris?");
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("llm_unauthorized"));
    assertThat(llm.requests()).hasSize(1);
  }

  @Test
  void aPassingErrorIsTriedAgainAndWhatCameOfItIsWithdrawn() {
    llm.sayHalf("Sun", LlmException.Kind.CONNECTION).say("Sunny.");
    assertThat(run(weather(), "Paris?").output()).isEqualTo("Sunny.");
    assertThat(types())
        .containsSubsequence(
            "progress_update_run_turn_failed", "step_superseded", "task_retried", "run_completed");
    assertThat(events.getLast().meta().attempt()).isEqualTo(1);
  }

  @Test
  void aFallbackModelTakesOver() {
    llm.fail(LlmException.Kind.QUOTA_EXCEEDED).say("From the other one.");
    Agent<String> agent = weather().toBuilder().fallbackModels("test:other").build();
    assertThat(run(agent, "Paris?").output()).isEqualTo("From the other one.");
    assertThat(llm.requests().stream().map(request -> request.model().name()))
        .isEqualTo(Arrays.asList("model", "other"));
  }
}
