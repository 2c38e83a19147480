package io.factorial.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.budget.Usage;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlmValuesTest {

  @Test
  void aModelsNameBeginsWithItsProvider() {
    assertThat(ModelName.parse("openai:gpt-4.1")).isEqualTo(new ModelName("openai", "gpt-4.1"));
    assertThat(ModelName.parse("ollama:llama3:8b"))
        .isEqualTo(new ModelName("ollama", "llama3:8b"))
        .hasToString("ollama:llama3:8b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpt-4.1", ":gpt-4.1", "openai:", " : "})
  void aModelWithoutOneOfBothIsRefused(String text) {
    assertThatThrownBy(() -> ModelName.parse(text))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("model: " + text + " (expected: provider:model, for example openai:gpt-4.1)");
  }

  @Test
  void answersAreStreamedUnlessToldOtherwise() {
    assertThat(ModelSettings.defaults())
        .isEqualTo(new ModelSettings(null, null, ToolChoice.AUTO, null, true, null, Json.Obj.of()));
  }

  @Test
  void settingsReadBackFromTheirBuilder() {
    ModelSettings settings =
        ModelSettings.builder()
            .temperature(0.2)
            .maxCompletionTokens(100)
            .toolChoice(ToolChoice.tool("search"))
            .parallelToolCalls(false)
            .stream(false)
            .requestTimeout(Duration.ofSeconds(5))
            .build();

    assertThat(settings.toBuilder().build()).isEqualTo(settings);
    assertThatThrownBy(() -> settings.toBuilder().temperature(Double.NaN).build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("temperature: NaN (expected: 0 or more)");
  }

  @Test
  void aToolsNameIsOneThatProvidersAccept() {
    assertThatThrownBy(() -> new ToolSchema("get weather", "", Json.Obj.of(), false))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "tool name: get weather (expected: 1 to 64 letters, digits, underscores and hyphens)");
  }

  @Test
  void aRequestIsChangedByCopies() {
    List<Message> messages = new ArrayList<>(List.of(Message.user("hello")));
    ChatRequest request = ChatRequest.of(ModelName.parse("openai:a"), messages);
    messages.clear();

    ChatRequest changed = request.withModel(ModelName.parse("openai:b"));

    assertThat(request.model()).hasToString("openai:a");
    assertThat(changed.model()).hasToString("openai:b");
    assertThat(changed.messages()).containsExactly(Message.user("hello"));
  }

  @Test
  void theFinishReasonFollowsFromTheMessage() {
    var calling =
        new Message.Assistant(List.of(), List.of(ToolCall.of("1", "search", "{}")), Json.Obj.of());

    assertThat(ChatResponse.of(Message.assistant("done"), Usage.ZERO).finishReason())
        .isEqualTo("stop");
    assertThat(ChatResponse.of(calling, Usage.ZERO).finishReason()).isEqualTo("tool_calls");
  }
}
