package io.factorial.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentDefinition;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.llm.OutputSchema;
import io.factorial.tool.FunctionTool;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSchemaTest {

  record Forecast(LocalDate day, List<Double> degrees) {}

  enum Mood {
    GOOD,
    BAD
  }

  sealed interface Decision {}

  record Accept(String reason) implements Decision {}

  record Decline(String reason, boolean again) implements Decision {}

  record Odd(Thread thread) {}

  record State(int count) {}

  record OtherState(int count, Map<String, String> notes) {}

  @Test
  void anOutputRecordHasItsOwnSchema() {
    assertThat(output(Forecast.class).schema().text())
        .isEqualTo(
            """
            {"type":"object","properties":{"day":{"type":"string","format":"date"},\
            "degrees":{"type":"array","items":{"type":"number"}}},\
            "required":["day","degrees"],"additionalProperties":false}""");
    assertThat(output(Forecast.class).strict()).isTrue();
  }

  @Test
  void anOutputThatIsNoObjectStandsInOne() {
    assertThat(output(Mood.class).schema().text())
        .isEqualTo(
            """
            {"type":"object","properties":{"value":{"type":"string","enum":["GOOD","BAD"]}},\
            "required":["value"],"additionalProperties":false}""");
    assertThat(output(Decision.class).schema().text())
        .startsWith("{\"type\":\"object\",\"properties\":{\"value\":{\"anyOf\":[");
    assertThat(List.of(output(Mood.class), output(Decision.class))).allMatch(OutputSchema::strict);
  }

  @Test
  void anOutputOrStateOutsideTheSetIsRefusedByBuild() {
    assertThatThrownBy(() -> Agent.builder("a", Odd.class).model("openai:x").build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("agent a, output type " + Odd.class.getName() + ": ")
        .hasMessageContaining("Odd.thread: java.lang.Thread (expected: ");
    assertThatThrownBy(() -> Agent.builder("a").model("openai:x").state(Odd.class).build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("agent a, state " + Odd.class.getName() + ": ")
        .hasMessageContaining("Odd.thread: java.lang.Thread (expected: ");
  }

  @Test
  void theFingerprintChangesWithSchemasAlone() {
    AgentDefinition<String> first = Agent.builder("a").model("openai:x").build().definition();
    AgentDefinition<String> same =
        Agent.builder("a").model("openai:y").instructions("Be brief.").build().definition();
    AgentDefinition<String> withState =
        Agent.builder("a").model("openai:x").state(State.class).build().definition();
    AgentDefinition<String> withOther =
        Agent.builder("a").model("openai:x").state(OtherState.class).build().definition();
    AgentDefinition<String> withTool =
        Agent.builder("a")
            .model("openai:x")
            .tool(FunctionTool.of("keep", "Keep", State.class, (state, ctx) -> state))
            .build()
            .definition();

    assertThat(first.fingerprint()).hasSize(16).isEqualTo(same.fingerprint());
    assertThat(
            List.of(
                first.fingerprint(),
                withState.fingerprint(),
                withOther.fingerprint(),
                withTool.fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anAgentIsDescribedWithItsSchemas() {
    Agent<Forecast> agent =
        Agent.builder("weather", Forecast.class)
            .description("Tells the weather")
            .model("openai:x")
            .tool(FunctionTool.of("keep", "Keep", State.class, (state, ctx) -> state))
            .build();

    assertThat(agent.describe().text())
        .contains("\"name\":\"weather\"")
        .contains("\"name\":\"keep\"")
        .contains(output(Forecast.class).schema().text());
  }

  private static <O> OutputSchema output(Class<O> type) {
    return Agent.builder("agent", type)
        .model("openai:x")
        .build()
        .definition()
        .outputSchema()
        .orElseThrow();
  }
}
