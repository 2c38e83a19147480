package io.factorial.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Tool;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentBuilderTest {

  private static final String MODEL = "openai:gpt-4.1";

  record Answer(String text) {}

  record Ignored(int number) {}

  enum Colour {
    RED
  }

  sealed interface Shape {}

  record Circle(double radius) implements Shape {}

  sealed interface Round extends Shape {}

  record Oval(double width) implements Round {}

  sealed interface Mixed {}

  record Known(String name) implements Mixed {}

  static final class Unknown implements Mixed {}

  static class Weather {
    @Tool("Get the weather")
    String getWeather(String city) {
      return city;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "ümlaut", "a/b", "x\n"})
  void aNameOfOtherCharactersIsRefused(String name) {
    refused(() -> Agent.builder(name), "agent name: " + name + " (expected: [a-zA-Z0-9_-]{1,64})");
  }

  @Test
  void aNameOfMoreThan64CharactersIsRefused() {
    assertThatThrownBy(() -> Agent.builder("a".repeat(65)))
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> Agent.builder("a".repeat(64)).build())
        .hasMessageContaining("model: none");
  }

  @Test
  void anAgentWithoutAModelIsRefused() {
    refused(
        () -> Agent.builder("weather").build(),
        "agent weather, model: none (expected: model(\"provider:model\"))");
  }

  @Test
  void aModelWithoutAProviderIsRefused() {
    assertThatThrownBy(() -> Agent.builder("weather").model("gpt-4.1"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("gpt-4.1");
    assertThatThrownBy(() -> Agent.builder("weather").fallbackModels(MODEL, "gpt-4.1"))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class,
        Integer.class,
        Object.class,
        List.class,
        Supplier.class,
        Record.class,
        Mixed.class,
        int.class
      })
  void anOutputThatIsNoRecordEnumOrChoiceOfRecordsIsRefused(Class<?> type) {
    refused(
        () -> Agent.builder("weather", type),
        "agent weather, output type: "
            + type.getName()
            + " (expected: a record, an enum, or a sealed interface of records; for text,"
            + " Agent.builder(name))");
  }

  @ParameterizedTest
  @ValueSource(classes = {Answer.class, Colour.class, Shape.class})
  void aRecordAnEnumAndAChoiceOfRecordsAreOutputs(Class<?> type) {
    assertThatThrownBy(() -> Agent.builder("weather", type).build())
        .hasMessageContaining("model: none");
  }

  @Test
  void fewerThanOneTurnIsRefused() {
    refused(
        () -> Agent.builder("weather").maxTurns(0),
        "agent weather, maxTurns: 0 (expected: 1 or more)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what a caller gets around the compiler with
  void aStateThatIsNoRecordOfItsClassIsRefused() {
    refused(
        () -> Agent.builder("weather").state(Record.class),
        "agent weather, state: java.lang.Record (expected: a record)");
    refused(
        () -> Agent.builder("weather").state((Class) Answer.class, new Ignored(1)),
        "agent weather, state: a %s (expected: a %s)"
            .formatted(Ignored.class.getName(), Answer.class.getName()));
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    String expected =
        "agent weather, two tools named getWeather"
            + " (expected: a name for each; FunctionTool.named gives another one)";
    FunctionTool<Json.Obj> tool = FunctionTool.of(new Weather()::getWeather);

    refused(() -> weather().tool(tool).tool(tool).build(), expected);
    refused(() -> weather().tools(List.of(tool, tool)).build(), expected);
    refused(() -> weather().tools(FunctionTool.from(new Weather())).tool(tool).build(), expected);
    refused(() -> weather().tools(new Weather(), new Weather()).build(), expected);
    refused(
        () -> weather().tools(new Weather()).tool(tool.named("other").named("getWeather")).build(),
        expected);
  }

  @Test
  void whatIsNoToolboxIsRefusedInTheCallThatTakesIt() {
    FunctionTool<Json.Obj> tool = FunctionTool.of(new Weather()::getWeather);
    Supplier<String> lambda = () -> "sunny";

    refusedAsToolbox(
        () -> weather().tools(new Object[] {tool}),
        "FunctionTool getWeather, which is added by tool(...)");
    refusedAsToolbox(
        () -> weather().tools(tool), "FunctionTool getWeather, which is added by tool(...)");
    refusedAsToolbox(
        () -> weather().tools(Weather.class),
        "class " + Weather.class.getName() + ", not an object of it such as new X()");
    refusedAsToolbox(
        () -> weather().tools(new Weather(), "text"), "java.lang.String has no @Tool method");
    refusedAsToolbox(
        () -> weather().tools(lambda),
        "a lambda or method reference, "
            + lambda.getClass().getName()
            + ", which is added by tool(FunctionTool.of(...))");
    List<Weather> boxes = List.of(new Weather());
    refusedAsToolbox(
        () -> weather().tools(boxes),
        "a collection, " + boxes.getClass().getName() + ", not one object");
    refusedAsToolbox(
        () -> weather().tools((Object) new Weather[0]), "an array, Weather[], not one object");
  }

  private static AgentBuilder<String> weather() {
    return Agent.builder("weather").model(MODEL);
  }

  private static void refusedAsToolbox(ThrowingCallable call, String what) {
    refused(call, "toolbox: " + what + " (expected: an object with @Tool methods)");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidDefinitionException.class).hasMessage(message);
  }
}
