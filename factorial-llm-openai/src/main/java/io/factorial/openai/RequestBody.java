package io.factorial.openai;

import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.OutputSchema;
import io.factorial.llm.ToolChoice;
import io.factorial.llm.ToolSchema;
import io.factorial.message.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a request as the body that an endpoint takes. */
final class RequestBody {

  private final ChatRequest request;
  private final OpenAiDialect dialect;
  private final String provider;
  private final Map<String, Json> body = new LinkedHashMap<>();

  private RequestBody(ChatRequest request, Target target) {
    this.request = request;
    this.dialect = target.dialect();
    this.provider = target.provider();
  }

  static Json.Obj of(ChatRequest request, Target target) {
    return new RequestBody(request, target).body();
  }

  private Json.Obj body() {
    put("model", request.model().name());
    put("messages", messages());
    if (!request.tools().isEmpty()) {
      tools();
    }
    if (request.output() != null && dialect.jsonSchema()) {
      put("response_format", responseFormat(request.output()));
    }
    settings(request.settings());
    body.putAll(request.settings().extra().fields());
    return new Json.Obj(body);
  }

  private List<Json> messages() {
    MessageBody form = new MessageBody(provider, dialect);
    List<Json> messages = new ArrayList<>();
    for (Message message : request.messages()) {
      messages.add(form.of(message));
    }
    return messages;
  }

  /** Endpoints refuse a choice, and a word on parallel calls, where there is nothing to call. */
  private void tools() {
    put("tools", request.tools().stream().map(this::tool).toList());
    ToolChoice choice = request.settings().toolChoice();
    if (!(choice instanceof ToolChoice.Auto)) {
      put("tool_choice", choice(choice));
    }
    Boolean parallel = request.settings().parallelToolCalls();
    if (parallel != null && dialect.parallelToolCalls()) {
      put("parallel_tool_calls", parallel);
    }
  }

  private Json.Obj tool(ToolSchema tool) {
    Json.Obj function =
        Json.Obj.of(
            "name", tool.name(),
            "description", WireText.clean(tool.description()),
            "parameters", tool.parameters());
    if (tool.strict() && dialect.strict()) {
      function = function.with("strict", true);
    }
    return Json.Obj.of("type", "function", "function", function);
  }

  private static Json choice(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Auto() -> new Json.Str("auto");
      case ToolChoice.None() -> new Json.Str("none");
      case ToolChoice.Required() -> new Json.Str("required");
      case ToolChoice.Named(String tool) ->
          Json.Obj.of("type", "function", "function", Json.Obj.of("name", tool));
    };
  }

  private Json.Obj responseFormat(OutputSchema output) {
    Json.Obj form = Json.Obj.of("name", output.name(), "schema", output.schema());
    if (output.strict() && dialect.strict()) {
      form = form.with("strict", true);
    }
    return Json.Obj.of("type", "json_schema", "json_schema", form);
  }

  private void settings(ModelSettings settings) {
    if (settings.temperature() != null) {
      put("temperature", settings.temperature());
    }
    if (settings.maxCompletionTokens() != null) {
      put(dialect.maxTokensField(), settings.maxCompletionTokens());
    }
    if (settings.stream()) {
      put("stream", true);
      if (dialect.streamOptions()) {
        put("stream_options", Json.Obj.of("include_usage", true));
      }
    }
  }

  private void put(String name, @Nullable Object value) {
    body.put(name, Json.of(value));
  }
}
