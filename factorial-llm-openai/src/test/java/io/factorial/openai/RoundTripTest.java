package io.factorial.openai;

import static io.factorial.openai.LoopbackServer.json;
import static io.factorial.openai.LoopbackServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.message.Message;
import io.factorial.message.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only a provider understands comes back to it as it was, and to no other. */
class RoundTripTest {

  private static final String MESSAGE =
      """
      {"role": "assistant", "content": "Let me look.", "refusal": null, "annotations": [],
       "citations": [{"url": "https://example.org"}],
       "reasoning": "The user wants weather.",
       "reasoning_details": [{"type": "reasoning.encrypted", "data": "b64==", "index": 0}],
       "tool_calls": [
         {"id": "a", "type": "function", "extra_content": {"google": {"thought_signature": "s1"}},
          "function": {"name": "f", "arguments": "{}", "hint": "h1"}},
         {"id": "b", "type": "function", "function": {"name": "g", "arguments": "{}"}}]}
      """;

  private static final String BACK =
      """
      {"role": "assistant", "content": "Let me look.",
       "citations": [{"url": "https://example.org"}],
       "reasoning": "The user wants weather.",
       "reasoning_details": [{"type": "reasoning.encrypted", "data": "b64==", "index": 0}],
       "tool_calls": [
         {"id": "a", "type": "function", "extra_content": {"google": {"thought_signature": "s1"}},
          "function": {"name": "f", "arguments": "{}", "hint": "h1"}},
         {"id": "b", "type": "function", "function": {"name": "g", "arguments": "{}"}}]}
      """;

  private static final String DONE =
      "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}";

  private static OpenAiClient client(LoopbackServer server) {
    OpenAiEndpoint endpoint = OpenAiEndpoint.of(server.url()).withApiKey(Calls.KEY);
    return Calls.client(
        OpenAiConfig.builder().provider("gateway", endpoint).provider("xai", endpoint).build());
  }

  private static Message.Assistant asked(OpenAiClient client, boolean streaming)
      throws InterruptedException {
    ChatRequest request =
        ChatRequest.of(ModelName.parse("gateway:m"), List.of(Message.user("Weather?")))
            .withSettings(ModelSettings.builder().stream(streaming).build());
    return client.chat(request, chunk -> {}).message();
  }

  private static Json sentBack(LoopbackServer server, OpenAiClient client, ChatRequest request)
      throws InterruptedException {
    server.then(json(DONE));
    assertThat(client.chat(request, chunk -> {}).message().text()).isEqualTo("ok");
    String body = server.received().getLast().body();
    PublishedSchema.accepts(body);
    Json messages = parsed(body).get("messages").orElseThrow();
    return ((Json.Arr) messages).items().get(1);
  }

  private static ChatRequest next(String model, Message.Assistant answer) {
    return ChatRequest.of(
        ModelName.parse(model),
        List.of(
            Message.user("Weather?"),
            answer,
            new Message.ToolOutput("a", "f", "sunny", false),
            new Message.ToolOutput("b", "g", "rain", true)));
  }

  private static Json.Obj parsed(String text) {
    return WireJson.object(text).orElseThrow();
  }

  @Test
  void anAnswerInOnePieceGoesBackAsItCame() throws Exception {
    String body = "{\"choices\":[{\"message\":" + MESSAGE + ",\"finish_reason\":\"tool_calls\"}]}";
    try (LoopbackServer server = LoopbackServer.start(json(body))) {
      OpenAiClient client = client(server);

      Message.Assistant answer = asked(client, false);

      assertThat(answer.parts().getFirst())
          .isInstanceOfSatisfying(
              Part.Reasoning.class,
              part -> assertThat(part.text()).isEqualTo("The user wants weather."));
      assertThat(answer.text()).isEqualTo("Let me look.");
      assertThat(sentBack(server, client, next("gateway:m", answer))).isEqualTo(parsed(BACK));
    }
  }

  @Test
  void aStreamedAnswerGoesBackAsItCame() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            stream(
                delta("\"role\":\"assistant\",\"reasoning\":\"The user \""),
                delta(
                    "\"reasoning\":\"wants weather.\",\"reasoning_details\":"
                        + "[{\"type\":\"reasoning.encrypted\",\"data\":\"b64\",\"index\":0}]"),
                delta(
                    "\"reasoning_details\":"
                        + "[{\"type\":\"reasoning.encrypted\",\"data\":\"==\",\"index\":0}]"),
                delta("\"content\":\"Let me look.\",\"annotations\":[]"),
                delta("\"citations\":[{\"url\":\"https://example.org\"}]"),
                delta(
                    "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                        + "\"extra_content\":{\"google\":{\"thought_signature\":\"s1\"}},"
                        + "\"function\":{\"name\":\"f\",\"hint\":\"h1\",\"arguments\":\"{\"}}]"),
                delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]"),
                delta(
                    "\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]")))) {
      OpenAiClient client = client(server);

      Message.Assistant answer = asked(client, true);

      assertThat(sentBack(server, client, next("gateway:m", answer))).isEqualTo(parsed(BACK));
    }
  }

  @Test
  void anotherProviderIsSentNothingOfIt() throws Exception {
    String body = "{\"choices\":[{\"message\":" + MESSAGE + ",\"finish_reason\":\"tool_calls\"}]}";
    try (LoopbackServer server = LoopbackServer.start(json(body))) {
      OpenAiClient client = client(server);

      Message.Assistant answer = asked(client, false);

      assertThat(sentBack(server, client, next("xai:grok", answer)).text())
          .contains("Let me look.")
          .doesNotContain("citations", "reasoning", "thought_signature", "hint");
    }
  }

  private static String delta(String fields) {
    return "{\"choices\":[{\"index\":0,\"delta\":{" + fields + "}}]}";
  }
}
