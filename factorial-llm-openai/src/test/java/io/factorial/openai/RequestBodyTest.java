package io.factorial.openai;

import static io.factorial.openai.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.OutputSchema;
import io.factorial.llm.ToolChoice;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
  private static final String PIXEL = "data:image/png;base64,iVBORw0KGgo=";

  /** What arrives at the server, checked against the published document. */
  private static Json.Obj sent(ChatRequest request) throws Exception {
    return sent(request, OpenAiDialect.openAi());
  }

  private static Json.Obj sent(ChatRequest request, OpenAiDialect dialect) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(json(ANSWER))) {
      OpenAiConfig config =
          OpenAiConfig.builder().apiKey(Calls.KEY).baseUrl(server.url()).dialect(dialect).build();
      Calls.client(config).chat(request, chunk -> {});
      String body = server.received().getFirst().body();
      PublishedSchema.accepts(body);
      return WireJson.object(body).orElseThrow();
    }
  }

  private static ChatRequest conversation(Message... messages) {
    return ChatRequest.of(Calls.MODEL, List.of(messages));
  }

  private static Json.Obj message(ChatRequest request, int index) throws Exception {
    return message(sent(request), index);
  }

  private static Json.Obj message(Json.Obj body, int index) {
    return ((Json.Arr) body.get("messages").orElseThrow()).items().get(index)
            instanceof Json.Obj message
        ? message
        : Json.Obj.of();
  }

  private static Json parsed(String text) {
    return WireJson.object(text).orElseThrow();
  }

  private static ModelSettings.Builder settings() {
    return ModelSettings.builder();
  }

  @Test
  void theDocumentRefusesWhatIsWrong() {
    PublishedSchema.refuses("{\"model\":\"gpt-4.1\"}");
    PublishedSchema.refuses("{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"nobody\"}]}");
  }

  @Test
  void aRequestIsPostedWithItsKeyAndHeaders() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(json(ANSWER))) {
      OpenAiConfig config =
          OpenAiConfig.builder()
              .apiKey(Calls.KEY)
              .baseUrl(server.url() + "/?version=2")
              .header("X-Team", "blue")
              .build();
      Calls.client(config).chat(Calls.request(), chunk -> {});

      LoopbackServer.Received received = server.received().getFirst();
      assertThat(received.line()).isEqualTo("POST /v1/chat/completions?version=2 HTTP/1.1");
      assertThat(received.headers())
          .containsEntry("authorization", "Bearer " + Calls.KEY)
          .containsEntry("x-team", "blue")
          .containsEntry("content-type", "application/json")
          .containsEntry("accept", "text/event-stream")
          .doesNotContainKey("upgrade");
    }
  }

  @Test
  void theWholeOfARequestPassesThePublishedSchema() throws Exception {
    ToolCall call = ToolCall.of("call_1", "getWeather", "{\"city\":\"Paris\"}");
    ChatRequest request =
        new ChatRequest(
            Calls.MODEL,
            List.of(
                Message.instructions("You help."),
                Message.user(new Part.Text("Look"), new Part.Media("image/png", PIXEL)),
                new Message.Assistant(List.of(), List.of(call), Json.Obj.of()),
                new Message.ToolOutput("call_1", "getWeather", "sunny", false),
                Message.assistant("It is sunny."),
                Message.user("And in Rome?")),
            List.of(Calls.tool("getWeather"), Calls.tool("getNews")),
            new OutputSchema("forecast", Json.Obj.of("type", "object"), true),
            settings()
                .temperature(0.5)
                .maxCompletionTokens(100)
                .toolChoice(ToolChoice.tool("getWeather"))
                .parallelToolCalls(false)
                .extra(Json.Obj.of("seed", 7, "metadata", Map.of("team", "blue")))
                .build());

    assertThat(sent(request))
        .isEqualTo(
            parsed(
                """
                {"model": "gpt-4.1",
                 "messages": [
                  {"role": "developer", "content": "You help."},
                  {"role": "user", "content": [
                    {"type": "text", "text": "Look"},
                    {"type": "image_url", "image_url": {"url": "%s"}}]},
                  {"role": "assistant", "tool_calls": [
                    {"id": "call_1", "type": "function", "function":
                      {"name": "getWeather", "arguments": "{\\"city\\":\\"Paris\\"}"}}]},
                  {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
                  {"role": "assistant", "content": "It is sunny."},
                  {"role": "user", "content": "And in Rome?"}],
                 "tools": [
                  {"type": "function", "function": {"name": "getWeather",
                    "description": "Get the current weather", "strict": true, "parameters":
                      {"type": "object", "properties": {"city": {"type": "string"}},
                       "required": ["city"], "additionalProperties": false}}},
                  {"type": "function", "function": {"name": "getNews",
                    "description": "Get the current weather", "strict": true, "parameters":
                      {"type": "object", "properties": {"city": {"type": "string"}},
                       "required": ["city"], "additionalProperties": false}}}],
                 "tool_choice": {"type": "function", "function": {"name": "getWeather"}},
                 "parallel_tool_calls": false,
                 "response_format": {"type": "json_schema", "json_schema":
                   {"name": "forecast", "schema": {"type": "object"}, "strict": true}},
                 "temperature": 0.5,
                 "max_completion_tokens": 100,
                 "stream": true,
                 "stream_options": {"include_usage": true},
                 "seed": 7,
                 "metadata": {"team": "blue"}}
                """
                    .formatted(PIXEL)));
  }

  @Test
  void aDialectSaysTheSameInOtherWords() throws Exception {
    ChatRequest request =
        new ChatRequest(
            Calls.MODEL,
            List.of(Message.instructions("You help."), Message.user("Hi")),
            List.of(Calls.tool("f")),
            new OutputSchema("forecast", Json.Obj.of("type", "object"), true),
            settings().maxCompletionTokens(100).parallelToolCalls(true).build());
    OpenAiDialect plain =
        OpenAiDialect.compatible().toBuilder()
            .jsonSchema(false)
            .streamOptions(false)
            .parallelToolCalls(false)
            .build();

    Json.Obj body = sent(request, plain);

    assertThat(body.text("max_tokens")).contains("100");
    assertThat(body.fields())
        .doesNotContainKeys(
            "max_completion_tokens", "response_format", "stream_options", "parallel_tool_calls");
    assertThat(message(body, 0).text("role")).contains("system");
    assertThat(body.text()).doesNotContain("strict");
  }

  @Test
  void toolChoicesAreSentInTheirWords() throws Exception {
    record Case(ToolChoice choice, Optional<Json> sent) {}
    for (Case one :
        List.of(
            new Case(ToolChoice.AUTO, Optional.empty()),
            new Case(ToolChoice.NONE, Optional.of(new Json.Str("none"))),
            new Case(ToolChoice.REQUIRED, Optional.of(new Json.Str("required"))))) {
      ChatRequest request =
          Calls.request().withSettings(settings().toolChoice(one.choice()).build());
      assertThat(sent(request).get("tool_choice")).isEqualTo(one.sent());
    }
  }

  @Test
  void nothingIsSaidOfToolsWhereThereAreNone() throws Exception {
    ChatRequest request =
        conversation(Message.user("Hi"))
            .withSettings(
                settings().toolChoice(ToolChoice.REQUIRED).parallelToolCalls(true).build());

    assertThat(sent(request).fields())
        .doesNotContainKeys("tools", "tool_choice", "parallel_tool_calls");
  }

  @Test
  void anAnswerInOnePieceIsAskedForWithoutAStream() throws Exception {
    assertThat(sent(Calls.whole(Calls.request())).fields())
        .doesNotContainKeys("stream", "stream_options");
  }

  @Test
  void extraFieldsReplaceOurOwn() throws Exception {
    ChatRequest request =
        Calls.request()
            .withSettings(
                settings().temperature(1).extra(Json.Obj.of("temperature", 0.25)).build());

    assertThat(sent(request).text("temperature")).contains("0.25");
  }

  @Test
  void soundsAndFilesAreSentAsTheirParts() throws Exception {
    Json.Obj message =
        message(
            conversation(
                Message.user(
                    new Part.Media("audio/wav", "data:audio/wav;base64,UklGRg=="),
                    new Part.Media("application/pdf", "data:application/pdf;base64,JVBERi0="),
                    new Part.Media("image/jpeg", "https://example.org/a.jpg"))),
            0);

    assertThat(message.get("content").orElseThrow())
        .isEqualTo(
            parsed(
                        """
                    {"content": [
                      {"type": "input_audio", "input_audio":
                        {"data": "UklGRg==", "format": "wav"}},
                      {"type": "file", "file": {"filename": "attachment.pdf",
                        "file_data": "data:application/pdf;base64,JVBERi0="}},
                      {"type": "image_url", "image_url": {"url": "https://example.org/a.jpg"}}]}
                    """)
                    instanceof Json.Obj object
                ? object.get("content").orElseThrow()
                : new Json.Null());
  }

  @Test
  void mediaThatCannotBeSentIsRefusedWithoutItsAddress() {
    for (Part.Media media :
        List.of(
            new Part.Media("image/png", "file:///etc/secret"),
            new Part.Media("application/pdf", "https://example.org/secret"))) {
      assertThatThrownBy(() -> sent(conversation(Message.user(media))))
          .isInstanceOf(LlmException.class)
          .hasMessageContaining(media.mimeType())
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void argumentsThatAreNoObjectAreSentBackAsOne() throws Exception {
    ChatRequest request =
        conversation(
            Message.user("Hi"),
            new Message.Assistant(
                List.of(),
                List.of(ToolCall.of("a", "f", ""), ToolCall.of("b", "f", "{oops")),
                Json.Obj.of()));

    String text = message(request, 1).text();

    assertThat(text).contains("\"arguments\":\"{}\"").contains("{\\\"not_json\\\":\\\"{oops\\\"}");
  }

  @Test
  void halvesOfSurrogatePairsAreReplaced() throws Exception {
    ChatRequest request = conversation(Message.user("a\uD83D b\uDE00 c😀 \u0000"));

    assertThat(message(request, 0).text("content")).contains("a\uFFFD b\uFFFD c😀 \u0000");
  }

  @Test
  void anAssistantThatSaidNothingIsSentWithEmptyContent() throws Exception {
    ChatRequest request =
        conversation(
            Message.user("Hi"), new Message.Assistant(List.of(), List.of(), Json.Obj.of()));

    assertThat(message(request, 1).text("content")).contains("");
  }
}
