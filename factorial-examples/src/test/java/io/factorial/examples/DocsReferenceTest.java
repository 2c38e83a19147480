package io.factorial.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentBuilder;
import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Budget;
import io.factorial.error.FactorialException;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.ToolChoice;
import io.factorial.openai.OpenAiConfig;
import io.factorial.openai.OpenAiDialect;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.redis.RedisConfig;
import io.factorial.run.InlineOptions;
import io.factorial.task.EnqueueOptions;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolDefinition;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tables of docs/reference say what the code says, and leave nothing out. */
final class DocsReferenceTest {
  private static final int LEAST_OPTIONS = 100;
  private static final int LEAST_CODES = 25;

  private static final Map<String, Record> DEFAULTS =
      Map.ofEntries(
          Map.entry("ModelSettings", ModelSettings.defaults()),
          Map.entry("Budget", Budget.unlimited()),
          Map.entry("EnqueueOptions", EnqueueOptions.defaults()),
          Map.entry("InlineOptions", InlineOptions.defaults()),
          Map.entry("AgentWorkerConfig", AgentWorkerConfig.defaults()),
          Map.entry("MaintenanceWorkerConfig", MaintenanceWorkerConfig.defaults()),
          Map.entry("TaskTtlConfig", TaskTtlConfig.defaults()),
          Map.entry("MetricsTimelineConfig", MetricsTimelineConfig.defaults()),
          Map.entry("ObservabilityConfig", ObservabilityConfig.defaults()),
          Map.entry("OpenAiConfig", OpenAiConfig.defaults()),
          Map.entry("RedisConfig", RedisConfig.builder().build()),
          Map.entry("OpenAiDialect", OpenAiDialect.compatible()));

  private record Arguments(String text) {}

  @Test
  void everyDefaultIsThatOfTheCode() {
    DEFAULTS.forEach(
        (heading, defaults) -> assertThat(told(heading)).as(heading).isEqualTo(values(defaults)));
    assertThat(told("@Tool")).isEqualTo(values(Tool.class));
    assertThat(told("@Param")).isEqualTo(values(Param.class));
  }

  @Test
  void theConfigurationHasAFloorOfOptions() {
    int options = configuration().values().stream().mapToInt(List::size).sum();
    assertThat(options).isGreaterThanOrEqualTo(LEAST_OPTIONS);
  }

  @Test
  void everyOptionOfTheAgentBuilderIsTold() {
    assertThat(told("Agent builder").keySet()).isEqualTo(options(AgentBuilder.class));
    Map<String, String> values =
        values(Agent.builder("any").model("openai:any").build().definition());
    Map<String, String> components =
        Map.of(
            "interceptor", "interceptors",
            "inputGuard", "inputGuards",
            "toolGuard", "toolGuards",
            "outputGuard", "outputGuards",
            "tool", "tools");
    told("Agent builder")
        .forEach(
            (option, told) -> {
              // A model must be given; a history is a function, and has no text.
              if (!Set.of("model", "history").contains(option)) {
                String component = components.getOrDefault(option, option);
                assertThat(told).as(option).isEqualTo(values.get(component));
              }
            });
  }

  @Test
  void everyOptionOfAToolIsTold() {
    assertThat(told("FunctionTool").keySet()).isEqualTo(options(FunctionTool.class));
    ToolDefinition<Arguments> tool =
        FunctionTool.of("any", "Any", Arguments.class, (a, ctx) -> a.text()).definition();
    Map<String, String> values = values(tool);
    for (String option : List.of("timeout", "maxCalls", "sequential", "replay", "join")) {
      assertThat(told("FunctionTool").get(option)).as(option).isEqualTo(values.get(option));
    }
  }

  @Test
  void everyExceptionIsTold() {
    Set<String> permitted =
        Stream.of(FactorialException.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertThat(firstCells("errors.md", "Exceptions")).isEqualTo(permitted);
  }

  @Test
  void everyKindOfModelFailureIsToldWithItsRetry() {
    Map<String, String> told =
        table("errors.md", "Kinds of LlmException").stream()
            .collect(Collectors.toMap(row -> row.cell(0), row -> row.cell(2)));
    Map<String, String> kinds =
        Stream.of(LlmException.Kind.values())
            .collect(Collectors.toMap(Enum::name, kind -> kind.retryable() ? "yes" : "no"));
    assertThat(told).isEqualTo(kinds);
  }

  /** The codes stand as literals in the sources; a new one must be told. */
  @Test
  void everyErrorCodeIsTold() {
    Pattern code =
        Pattern.compile(
            "(?:failed|fatal|RunError|ending\\.fail)\\(\\s*(?:task, |wait\\.task, )?\"([a-z_]+)\"");
    Matcher found =
        code.matcher(
            Guide.sources("factorial-engine") + Guide.sources("factorial-inmemory-adapter"));
    Set<String> codes = found.results().map(each -> each.group(1)).collect(Collectors.toSet());
    String page = String.join("\n", Guide.page("docs/reference/errors.md").lines());
    assertThat(codes.size()).isGreaterThanOrEqualTo(LEAST_CODES);
    assertThat(codes.stream().filter(each -> !page.contains("`" + each + "`")))
        .as("codes that docs/reference/errors.md does not tell")
        .isEmpty();
  }

  private static Map<String, List<Tables.Row>> configuration() {
    return Tables.of(Guide.page("docs/reference/configuration.md"));
  }

  /** The defaults that the page tells, by option. */
  private static Map<String, String> told(String heading) {
    List<Tables.Row> rows = configuration().get(heading);
    assertThat(rows).as("the table under %s", heading).isNotNull();
    // Only options: OpenAiConfig has a second table, of providers, under its heading.
    Map<String, String> told = new LinkedHashMap<>();
    for (Tables.Row row : rows == null ? List.<Tables.Row>of() : rows) {
      if (!row.cell(1).endsWith("_API_KEY") && !row.cell(1).contains("needed")) {
        told.put(row.cell(0), row.cell(2));
      }
    }
    return told;
  }

  private static List<Tables.Row> table(String page, String heading) {
    return Tables.of(Guide.page("docs/reference/" + page)).getOrDefault(heading, List.of());
  }

  private static Set<String> firstCells(String page, String heading) {
    return table(page, heading).stream().map(row -> row.cell(0)).collect(Collectors.toSet());
  }

  /** The methods that set something: each gives the builder, or a changed copy. */
  private static Set<String> options(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> values(Record defaults) {
    Map<String, String> values = new LinkedHashMap<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      values.put(component.getName(), text(read(defaults, component)));
    }
    return values;
  }

  private static Map<String, String> values(Class<? extends Annotation> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .collect(
            Collectors.toMap(
                Method::getName,
                method ->
                    method.getDefaultValue() == null
                        ? "required"
                        : text(method.getDefaultValue())));
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalStateException(component.toString(), unreadable);
    }
  }

  /** A default as the page writes it. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Optional<?> optional -> text(optional.orElse(null));
      case OptionalInt optional -> optional.isEmpty() ? "none" : text(optional.getAsInt());
      case Collection<?> values when values.isEmpty() -> "none";
      case Map<?, ?> values when values.isEmpty() -> "none";
      case Json.Obj object when object.fields().isEmpty() -> "none";
      case String string when string.isEmpty() -> "none";
      case Duration duration -> time(duration);
      case ToolChoice.Auto auto -> "AUTO";
      case AgentDefinition.Fixed<?> fixed -> text(fixed.value());
      case TaskTtlConfig ttl when ttl.equals(TaskTtlConfig.defaults()) ->
          "TaskTtlConfig.defaults()";
      case MetricsTimelineConfig timeline when timeline.equals(MetricsTimelineConfig.defaults()) ->
          "MetricsTimelineConfig.defaults()";
      case ModelSettings settings when settings.equals(ModelSettings.defaults()) ->
          "ModelSettings.defaults()";
      default -> isFunction(value) ? "none" : String.valueOf(value);
    };
  }

  /** A function that does nothing unless it is set has no text of its own. */
  private static boolean isFunction(Object value) {
    return value.getClass().isSynthetic() || value instanceof Function;
  }

  private static String time(Duration time) {
    long seconds = time.toSeconds();
    assertThat(Duration.ofSeconds(seconds)).as("whole seconds").isEqualTo(time);
    if (seconds > 86_400 && seconds % 86_400 == 0) {
      return seconds / 86_400 + " d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + " h";
    }
    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " min" : seconds + " s";
  }
}
