package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.ToolChoice;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 42 to 46: what models answer. */
@OnEveryStore
final class ModelOutputTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();

  @AfterEach
  void close() {
    scene.close();
  }

  /** A typed answer. */
  record Forecast(String city, int degrees) {}

  /** Tools as a user writes them, one with an injected parameter. */
  static final class Tools {
    private final List<String> ran = new ArrayList<>();

    @Tool("Get the weather")
    String weather(String city, ToolContext ctx) {
      ran.add(city + " for " + ctx.ownerId());
      return "sunny in " + city;
    }
  }

  private final Tools tools = new Tools();
  private final Agent<String> agent =
      Agent.builder("weather").model("test:model").tools(tools).build();
  private final Agent<Forecast> typed =
      Agent.builder("typed", Forecast.class).model("test:model").tools(tools).build();

  private <O> RunResult<O> run(Agent<O> which) throws InterruptedException {
    scene.worker(llm, which);
    return end(scene.enqueue(which, "go"));
  }

  private ChatRequest request(int n) {
    return llm.requests().get(n);
  }

  /** An answer of one of two shapes: what the model is shown is an object around it. */
  sealed interface Found {
    record Hit(String title) implements Found {}

    record Miss(String why) implements Found {}
  }

  private final Agent<Found> shaped =
      Agent.builder("shaped", Found.class).model("test:model").build();

  @Test
  void anAnswerOfASealedInterfaceIsTakenFromTheObjectAroundIt() throws Exception {
    Json.Obj hit = Json.Obj.of("type", "Hit", "title", "Dune");
    llm.callTool("final_output", Json.Obj.of("value", hit));
    assertThat(run(shaped).output()).isEqualTo(new Found.Hit("Dune"));
  }

  @Test
  void anAnswerOfASealedInterfaceIsTakenWithoutTheObjectAroundItToo() throws Exception {
    llm.finish(new Found.Miss("no such book"));
    assertThat(run(shaped).output()).isEqualTo(new Found.Miss("no such book"));
  }

  @Test
  void anAnswerThatIsNeitherShapeGoesBackWithTheReason() throws Exception {
    llm.callTool("final_output", Json.Obj.of("title", "Dune")).finish(new Found.Hit("Dune"));
    assertThat(run(shaped).output()).isEqualTo(new Found.Hit("Dune"));
    assertThat(((Message.ToolOutput) request(1).messages().getLast()).text())
        .contains("could not be taken", "type");
  }

  @Scenario(42)
  @Test
  void aFinalOutputWinsOverTheTextBesideIt() throws Exception {
    ToolCall answer = ToolCall.of("f", "final_output", "{\"city\":\"Paris\",\"degrees\":21}");
    llm.answer(
        request ->
            ChatResponse.of(
                new Message.Assistant(
                    List.of(new Part.Text("It is nice.")), List.of(answer), Json.Obj.of()),
                ScriptedLlm.USAGE));
    assertThat(run(typed).output()).isEqualTo(new Forecast("Paris", 21));
  }

  @Scenario(42)
  @Test
  void aFinalOutputWinsOverTheCallsBesideIt() throws Exception {
    llm.callTools(
        ToolCall.of("c", "weather", "{\"city\":\"Rome\"}"),
        ToolCall.of("f", "final_output", "{\"city\":\"Paris\",\"degrees\":21}"));
    assertThat(run(typed).output()).isEqualTo(new Forecast("Paris", 21));
    assertThat(tools.ran).isEmpty();
  }

  @Scenario(43)
  @Test
  void textInsteadOfATypedAnswerIsToldWhatIsExpected() throws Exception {
    llm.say("It is nice.").finish(new Forecast("Paris", 21));
    assertThat(run(typed).output()).isEqualTo(new Forecast("Paris", 21));
    assertThat(Model.last(request(1)))
        .startsWith("the final answer could not be taken: ")
        .contains("Call final_output with arguments of this schema: ")
        .contains("degrees");
    assertThat(request(1).settings().toolChoice()).isEqualTo(ToolChoice.tool("final_output"));
  }

  @Test
  void aTypedAnswerThatIsWrittenAsTextIsTakenWhereItFits() throws Exception {
    llm.say("{\"city\":\"Paris\",\"degrees\":21}");
    assertThat(run(typed).output()).isEqualTo(new Forecast("Paris", 21));
  }

  @Scenario(43)
  @Test
  void aModelThatNeverGivesATypedAnswerIsNotAskedForEver() throws Exception {
    for (int i = 0; i < 4; i++) {
      llm.callTools(ToolCall.of("f" + i, "final_output", "{\"city\":\"Paris\"}"));
    }
    assertThat(run(typed))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("output_invalid");
              assertThat(failed.error().message()).contains("degrees");
            });
    llm.assertExhausted();
  }

  @Scenario(44)
  @ParameterizedTest
  @ValueSource(
      strings = {"{\"city\": ", "[]", "null", "\"Paris\"", "{}", "{\"city\": {}}", "\u0000"})
  void argumentsThatCannotBeReadAreToldToTheModel(String arguments) throws Exception {
    llm.callTools(ToolCall.of("c1", "weather", arguments)).say("sorry");
    assertThat(run(agent).output()).isEqualTo("sorry");
    assertThat(tools.ran).isEmpty();
    Message.ToolOutput told = (Message.ToolOutput) request(1).messages().getLast();
    assertThat(told.error()).isTrue();
    assertThat(told.text()).startsWith("arguments of weather: ");
  }

  @Scenario(44)
  @Test
  void anInjectedParameterIsNeverReadFromTheModel() throws Exception {
    llm.callTools(
            ToolCall.of(
                "c1", "weather", "{\"city\":\"Paris\",\"ctx\":{\"ownerId\":\"somebody else\"}}"))
        .say("done");
    run(agent);
    assertThat(tools.ran.toString()).doesNotContain("somebody else");
    assertThat(request(0).tools().getFirst().parameters().text()).doesNotContain("ctx");
  }

  @Test
  void emptyArgumentsAreAnEmptyObject() throws Exception {
    Agent<String> simple = agent("simple", tool("now", (arguments, ctx) -> "noon")).build();
    llm.callTools(ToolCall.of("c1", "now", "")).say("done");
    run(simple);
    assertThat(Model.last(request(1))).isEqualTo("noon");
  }

  @Scenario(45)
  @Test
  void anUnknownToolIsAnsweredWithTheNamesThatThereAre() throws Exception {
    llm.callTools(ToolCall.of("c1", "wether", "{}")).say("sorry");
    run(agent);
    assertThat(Model.last(request(1))).isEqualTo("no tool wether (available: weather)");
  }

  /** A disabled tool is as good as none, and not named. */
  @Scenario(45)
  @Test
  void aToolThatIsNotEnabledIsNotShownAndNotRun() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    FunctionTool<Json.Obj> second =
        tool("second", (arguments, ctx) -> "ran " + runs.incrementAndGet())
            .enabledWhen(ctx -> ctx.turn() >= 1);
    Agent<String> gated =
        agent("gated", tool("first", (arguments, ctx) -> "first"), second).build();
    llm.callTools(call("c1", "second")).callTools(call("c2", "second")).say("done");
    run(gated);
    assertThat(request(0).tools()).extracting(schema -> schema.name()).containsExactly("first");
    assertThat(Model.last(request(1))).isEqualTo("no tool second (available: first)");
    assertThat(request(1).tools())
        .extracting(schema -> schema.name())
        .containsExactly("first", "second");
    assertThat(Model.last(request(2))).isEqualTo("ran 1");
  }

  @Scenario(45)
  @Test
  void fiftyCallsOfOneTurnAllRun() throws Exception {
    Agent<String> eager = agent("eager", tool("echo", (arguments, ctx) -> ctx.call().id())).build();
    llm.callTools(
            IntStream.range(0, 50).mapToObj(i -> call("c" + i, "echo")).toArray(ToolCall[]::new))
        .say("done");
    scene.worker(llm, eager);
    TaskHandle<String> task = scene.enqueue(eager, "go");
    end(task);
    assertThat(outputs(task.messages()))
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "c" + i).toList());
  }

  /** The cap counts the calls of the whole run. */
  @Scenario(45)
  @Test
  void callsBeyondTheCapOfTheRunAreAnsweredAsText() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Agent<String> thrifty =
        agent(
                "thrifty",
                tool("rare", (arguments, ctx) -> "ran " + runs.incrementAndGet()).maxCalls(2))
            .build();
    llm.callTools(call("a", "rare")).callTools(call("b", "rare"), call("c", "rare")).say("done");
    scene.worker(llm, thrifty);
    TaskHandle<String> task = scene.enqueue(thrifty, "go");
    end(task);
    assertThat(outputs(task.messages()))
        .containsExactly("ran 1", "ran 2", "not run: rare may be called 2 times in a run");
  }

  @Scenario(45)
  @Test
  void ofTwoCallsWithOneIdTheSecondGetsAnother() throws Exception {
    Agent<String> eager = agent("eager", tool("echo", (arguments, ctx) -> ctx.call().id())).build();
    llm.callTools(call("x", "echo"), call("x", "echo"), call("", "echo"))
        .callTools(call("x", "echo"))
        .say("done");
    scene.worker(llm, eager);
    TaskHandle<String> task = scene.enqueue(eager, "go");
    end(task);
    assertThat(outputs(task.messages())).containsExactly("x", "0_1", "0_2", "1_0");
  }

  /** A model may use an id of the form that we give: it stays unique all the same. */
  @Test
  void anIdThatLooksLikeOneOfOursStaysUnique() throws Exception {
    Agent<String> eager = agent("eager", tool("echo", (arguments, ctx) -> ctx.call().id())).build();
    llm.callTools(call("0_1", "echo"), call("0_1", "echo"), call("", "echo")).say("done");
    scene.worker(llm, eager);
    TaskHandle<String> task = scene.enqueue(eager, "go");
    end(task);
    assertThat(outputs(task.messages())).doesNotHaveDuplicates().hasSize(3);
  }

  @Scenario(46)
  @Test
  void aForcedToolChoiceIsBackToAutoAfterItsTurn() throws Exception {
    Agent<String> forced =
        agent("forced", tool("echo", (arguments, ctx) -> "x"))
            .modelSettings(ModelSettings.builder().toolChoice(ToolChoice.tool("echo")).build())
            .build();
    llm.callTools(call("c1", "echo")).callTools(call("c2", "echo")).say("done");
    run(forced);
    assertThat(llm.requests())
        .extracting(request -> request.settings().toolChoice())
        .containsExactly(ToolChoice.tool("echo"), ToolChoice.AUTO, ToolChoice.AUTO);
  }

  @Test
  void aRunThatAsksForToolsInItsLastTurnFailsWithAClearCode() throws Exception {
    Agent<String> endless =
        agent("endless", tool("echo", (arguments, ctx) -> "x")).maxTurns(2).build();
    llm.callTools(call("c1", "echo")).callTools(call("c2", "echo"));
    assertThat(run(endless))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("max_turns");
              assertThat(failed.error().message())
                  .isEqualTo(
                      "the run took its 2 turns and the model asked for tools where the final"
                          + " answer was due");
            });
    assertThat(request(1).settings().toolChoice()).isEqualTo(ToolChoice.NONE);
  }
}
