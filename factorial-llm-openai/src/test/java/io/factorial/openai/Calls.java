package io.factorial.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.ToolSchema;
import io.factorial.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clients and requests as most tests want them. */
final class Calls {

  static final String KEY = "sk-test-0123456789abcdef";
  static final ModelName MODEL = ModelName.parse("openai:gpt-4.1");

  private Calls() {}

  /** A client of {@code openai:} at a server of the test, without an environment. */
  static OpenAiClient client(String url) {
    return client(OpenAiConfig.builder().apiKey(KEY).baseUrl(url).build());
  }

  static OpenAiClient client(OpenAiConfig config) {
    return client(config, Map.of());
  }

  static OpenAiClient client(OpenAiConfig config, Map<String, String> environment) {
    return new OpenAiClient(new Providers(config, environment::get), config.streamIdleTimeout());
  }

  static OpenAiClient impatient(String url, Duration idle) {
    return client(OpenAiConfig.builder().apiKey(KEY).baseUrl(url).streamIdleTimeout(idle).build());
  }

  static ChatRequest request() {
    return ChatRequest.of(MODEL, List.of(Message.user("What is the weather in Paris?")))
        .withTools(List.of(tool("getWeather")));
  }

  static ChatRequest whole(ChatRequest request) {
    return request.withSettings(ModelSettings.builder().stream(false).build());
  }

  static ToolSchema tool(String name) {
    Json.Obj city = Json.Obj.of("city", Json.Obj.of("type", "string"));
    Json.Obj parameters =
        Json.Obj.of(
            "type",
            "object",
            "properties",
            city,
            "required",
            List.of("city"),
            "additionalProperties",
            false);
    return new ToolSchema(name, "Get the current weather", parameters, true);
  }

  static ChatResponse chat(LoopbackServer server) throws InterruptedException {
    return client(server.url()).chat(request(), chunk -> {});
  }

  static LlmException failure(LoopbackServer server) {
    return failure(client(server.url()), request());
  }

  static LlmException failure(OpenAiClient client, ChatRequest request) {
    return catchThrowableOfType(LlmException.class, () -> client.chat(request, chunk -> {}));
  }

  /** The pieces that an answer was announced with. */
  static List<ChatChunk> chunks(LoopbackServer server) throws InterruptedException {
    List<ChatChunk> chunks = new ArrayList<>();
    client(server.url()).chat(request(), chunks::add);
    return chunks;
  }
}
