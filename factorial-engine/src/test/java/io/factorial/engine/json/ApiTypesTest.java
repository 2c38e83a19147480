package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The types of the api that are stored as JSON are in the closed set. */
class ApiTypesTest {

  private static final Json.Obj DATA = Json.Obj.of("cache", Json.Obj.of("type", "ephemeral"));

  static Stream<Arguments> values() {
    ToolCall call = new ToolCall("1", "read", "{\"path\":\"a\"}", DATA);
    Message.Assistant answer =
        new Message.Assistant(
            List.of(
                new Part.Text("a"),
                new Part.Reasoning("b", DATA),
                new Part.Media("image/png", "data:x"),
                new Part.Other("refusal", DATA)),
            List.of(call),
            DATA);
    return Stream.of(
        Arguments.of(Message.class, answer),
        Arguments.of(Message.class, Message.user("hello")),
        Arguments.of(Message.class, Message.instructions("be brief")),
        Arguments.of(Message.class, new Message.ToolOutput("1", "read", "text", true)),
        Arguments.of(Part.class, new Part.Other("refusal", DATA)),
        Arguments.of(ChatResponse.class, ChatResponse.of(answer, Usage.tokens(1, 2))),
        Arguments.of(ChatChunk.class, new ChatChunk.ToolArguments(0, "1", "read", "{")),
        Arguments.of(RunError.class, new RunError("max_retries", "it failed", true)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aStoredValueOfTheApiComesBackEqual(Class<?> type, Object value) {
    assertThat(Json.parse(Json.of(value).text()).as(type)).isEqualTo(value);
  }
}
