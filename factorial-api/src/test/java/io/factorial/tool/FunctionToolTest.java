package io.factorial.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.run.RunContext;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.spi.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionToolTest {

  private static final Json.Obj OBJECT = Json.Obj.of("type", "object");
  private static final String NOT_A_REFERENCE =
      " (expected: a reference to a method that the caller may see, on an object or static,"
          + " such as weather::getWeather)";

  record City(String name) {}

  static class Weather {
    @Tool("Get the weather")
    String getWeather(@Param("City name") String city, ToolContext ctx) {
      return city;
    }

    @Tool(value = "Get the time", name = "time")
    private String getTime(RunContext ctx) {
      return "now";
    }

    @Tool("Count")
    static int count(int from) {
      return from;
    }

    String plain(String city) {
      return city;
    }
  }

  interface Greets<T> {
    @Tool("Greet")
    String greet(T whom);
  }

  static class Greeter implements Greets<String> {
    @Override
    @Tool("Greet a person")
    public String greet(String whom) {
      return whom;
    }
  }

  static class LoudGreeter extends Greeter {
    @Override
    public String greet(String whom) {
      return whom + "!";
    }
  }

  static class Overloaded {
    @Tool("Read")
    String read(String path) {
      return path;
    }

    @Tool("Read lines")
    String read(String path, int lines) {
      return path;
    }
  }

  static class SameParameter {
    @Tool("Read")
    String read(@Param(name = "path") String one, @Param(name = "path") String other) {
      return one;
    }
  }

  static class Undescribed {
    @Tool(" ")
    String read(String path) {
      return path;
    }
  }

  static class Impatient {
    @Tool(value = "Read", timeoutMillis = -1)
    String read(String path) {
      return path;
    }
  }

  @Test
  void aToolboxGivesItsMethodsSortedByNamePrivateAndStaticOnesToo() {
    assertThat(FunctionTool.from(new Weather()))
        .extracting(FunctionTool::name)
        .containsExactly("count", "getWeather", "time");
  }

  @Test
  void anInheritedMethodIsATool() {
    assertThat(FunctionTool.from(new Greeter())).hasSize(1);
    assertThat(FunctionTool.from(new LoudGreeter())).hasSize(1);
  }

  @Test
  void twoMethodsOfOneNameAreRefused() {
    refused(
        () -> FunctionTool.from(new Overloaded()),
        "tool read: two methods of "
            + Overloaded.class.getName()
            + " (expected: one; @Tool(name = ...) gives another name)");
  }

  @Test
  void aMethodThatIsNotFitIsRefusedByName() {
    refused(
        () -> FunctionTool.from(new SameParameter()),
        "tool read, parameter 2: path (expected: a name that no other parameter has)");
    refused(
        () -> FunctionTool.from(new Undescribed()),
        "tool read, description: blank (expected: what the tool does, for the model)");
    refused(
        () -> FunctionTool.from(new Impatient()),
        "tool read, timeout: PT-0.001S (expected: more than zero)");
  }

  @Test
  void aParameterWithoutANameIsRefusedWithTheWayOut(@TempDir Path folder) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Nameless.java"),
            """
            public class Nameless {
              @io.factorial.tool.Tool("Get the weather")
              public String getWeather(String city) { return city; }
            }
            """);
    String api = Path.of(location()).toString();
    int failures =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, "-cp", api, "-proc:none", source.toString());
    assertThat(failures).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, FunctionToolTest.class.getClassLoader())) {
      Object nameless = loader.loadClass("Nameless").getConstructor().newInstance();
      refused(
          () -> FunctionTool.from(nameless),
          "tool getWeather, parameter 1: no name in the class file"
              + " (compile with -parameters, or use @Param(name = ...))");
    }
  }

  @Test
  void aReferenceToABoundOrStaticMethodIsATool() {
    Weather weather = new Weather();
    assertThat(FunctionTool.of(weather::getWeather).name()).isEqualTo("getWeather");
    assertThat(FunctionTool.of(weather::getTime).name()).isEqualTo("time");
    assertThat(FunctionTool.of(Weather::count).name()).isEqualTo("count");
  }

  @Test
  void aReferenceThroughAnInterfaceFindsTheAnnotation() {
    Greets<String> greets = new LoudGreeter();
    assertThat(FunctionTool.of(greets::greet).name()).isEqualTo("greet");
    assertThat(FunctionTool.of(new LoudGreeter()::greet).name()).isEqualTo("greet");
  }

  @Test
  void aLambdaIsRefusedByName() {
    ToolMethod.M1<String, String> lambda = city -> city;
    assertThatThrownBy(() -> FunctionTool.of(lambda))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("method reference: lambda lambda$")
        .hasMessageContaining(" in " + FunctionToolTest.class.getName())
        .hasMessageEndingWith(NOT_A_REFERENCE);
  }

  @Test
  void aReferenceWithoutAnObjectIsRefused() {
    ToolMethod.M2<Weather, String, String> unbound = Weather::plain;
    refused(
        () -> FunctionTool.of(unbound),
        "method reference: "
            + Weather.class.getName()
            + "::plain, which says no object"
            + NOT_A_REFERENCE);
  }

  @Test
  void aConstructorIsRefused() {
    ToolMethod.M0<Weather> constructor = Weather::new;
    refused(
        () -> FunctionTool.of(constructor),
        "method reference: constructor of " + Weather.class.getName() + NOT_A_REFERENCE);
  }

  @Test
  void anObjectOfAClassIsNoReference() {
    class Called implements ToolMethod.M0<String> {
      private static final long serialVersionUID = 1L;

      @Override
      public String call() {
        return "called";
      }
    }
    refused(
        () -> FunctionTool.of(new Called()),
        "method reference: object of " + Called.class.getName() + NOT_A_REFERENCE);
  }

  @Test
  void aReferenceToAMethodWithoutDescriptionIsRefused() {
    refused(
        () -> FunctionTool.of(new Weather()::plain),
        "method reference: "
            + Weather.class.getName()
            + "::plain has no @Tool (expected: @Tool(\"what the method does\") on it)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "get weather", "getWeather()", "ü"})
  void aNameThatProvidersDoNotTakeIsRefused(String name) {
    String message = "tool name: " + name + " (expected: [a-zA-Z0-9_-]{1,64})";
    refused(() -> FunctionTool.of(name, "Get", City.class, (city, ctx) -> city), message);
    refused(() -> FunctionTool.ofSchema(name, "Get", OBJECT, (args, ctx) -> args), message);
    refused(() -> weather().named(name), message);
  }

  @Test
  void theNameOfTheFinalOutputIsReserved() {
    refused(
        () -> weather().named("final_output"),
        "tool name: final_output (expected: another name; this one is the tool that ends a run"
            + " with its output)");
  }

  @Test
  void anOptionOutOfRangeIsRefused() {
    refused(
        () -> weather().timeout(Duration.ZERO),
        "tool weather, timeout: PT0S (expected: more than zero)");
    refused(() -> weather().maxCalls(0), "tool weather, maxCalls: 0 (expected: 1 or more)");
  }

  @Test
  void argumentsThatAreNoObjectAreRefused() {
    refused(
        () -> FunctionTool.ofSchema("x", "", Json.Obj.of("type", "string"), (args, ctx) -> args),
        "tool x, type of the schema: string (expected: object)");
    refused(
        () -> FunctionTool.ofSchema("x", "", Json.Obj.of(), (args, ctx) -> args),
        "tool x, type of the schema: none (expected: object)");
    refused(
        () -> FunctionTool.of("x", "X", Record.class, (args, ctx) -> args),
        "tool x, arguments: java.lang.Record (expected: a record)");
  }

  @Test
  void anOptionGivesACopy() {
    FunctionTool<City> tool = weather();
    assertThat(tool.named("other").name()).isEqualTo("other");
    assertThat(tool.name()).isEqualTo("weather");
    assertThat(
            List.of(
                tool.needsApproval(),
                tool.sequential(),
                tool.replay(Replay.NEVER),
                tool.maxCalls(1),
                tool.strict(false),
                tool.timeout(Duration.ofSeconds(1)),
                tool.enabledWhen(ctx -> false)))
        .doesNotContain(tool)
        .extracting(FunctionTool::name)
        .containsOnly("weather");
  }

  private static FunctionTool<City> weather() {
    return FunctionTool.of("weather", "Get the weather", City.class, (city, ctx) -> city.name());
  }

  private static URI location() throws Exception {
    return Tool.class.getProtectionDomain().getCodeSource().getLocation().toURI();
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidDefinitionException.class).hasMessage(message);
  }
}
