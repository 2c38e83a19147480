package io.factorial.openai;

import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the messages of a conversation as an endpoint takes them. */
final class MessageBody {

  private static final Map<String, String> AUDIO =
      Map.of(
          "audio/wav",
          "wav",
          "audio/x-wav",
          "wav",
          "audio/wave",
          "wav",
          "audio/mpeg",
          "mp3",
          "audio/mp3",
          "mp3");

  private final String provider;
  private final OpenAiDialect dialect;

  MessageBody(String provider, OpenAiDialect dialect) {
    this.provider = provider;
    this.dialect = dialect;
  }

  Json.Obj of(Message message) {
    return switch (message) {
      case Message.Instructions instructions ->
          Json.Obj.of(
              "role", dialect.instructionsRole(), "content", WireText.clean(instructions.text()));
      case Message.User user -> Json.Obj.of("role", "user", "content", content(user.parts()));
      case Message.Assistant assistant -> assistant(assistant);
      case Message.ToolOutput output ->
          Json.Obj.of(
              "role", "tool",
              "tool_call_id", output.toolCallId(),
              "content", WireText.clean(output.text()));
    };
  }

  /** One text is sent as a text: every endpoint takes it, and not every one takes parts. */
  private Json content(List<Part> parts) {
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text)) {
      return new Json.Str(WireText.clean(text));
    }
    List<Json> content = new ArrayList<>();
    for (Part part : parts) {
      part(part).ifPresent(content::add);
    }
    return new Json.Arr(content);
  }

  private Optional<Json> part(Part part) {
    return switch (part) {
      case Part.Text(String text) ->
          Optional.of(Json.Obj.of("type", "text", "text", WireText.clean(text)));
      case Part.Media media -> Optional.of(media(media));
      case Part.Other other -> Optional.of(other.data().with("type", other.type()));
      case Part.Reasoning reasoning -> Optional.empty();
    };
  }

  private Json media(Part.Media media) {
    String type = media.mimeType().toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      if (!isData(media) && !media.uri().startsWith("https:") && !media.uri().startsWith("http:")) {
        throw refused(media, "an https: or data: URI");
      }
      return Json.Obj.of("type", "image_url", "image_url", Json.Obj.of("url", media.uri()));
    }
    if (!isData(media)) {
      throw refused(media, "a data: URI");
    }
    String format = AUDIO.get(type);
    if (format != null) {
      String base64 = media.uri().substring(media.uri().indexOf(',') + 1);
      return Json.Obj.of(
          "type", "input_audio", "input_audio", Json.Obj.of("data", base64, "format", format));
    }
    return Json.Obj.of(
        "type", "file", "file", Json.Obj.of("filename", filename(type), "file_data", media.uri()));
  }

  private static boolean isData(Part.Media media) {
    return media.uri().startsWith("data:");
  }

  private LlmException refused(Part.Media media, String expected) {
    return new LlmException(
        LlmException.Kind.INVALID_REQUEST,
        provider + ": media " + media.mimeType() + " (expected: " + expected + ")");
  }

  /** Endpoints want a name, and some tell the form of a file by it. */
  private static String filename(String type) {
    String subtype = type.substring(type.indexOf('/') + 1).replaceAll("[^a-z0-9].*", "");
    return "attachment." + (subtype.isEmpty() ? "bin" : subtype);
  }

  private Json.Obj assistant(Message.Assistant message) {
    Map<String, Json> body = new LinkedHashMap<>();
    body.putAll(ProviderExtras.sent(message.providerData(), provider).fields());
    for (Part part : message.parts()) {
      if (part instanceof Part.Reasoning reasoning) {
        reasoning(reasoning, body);
      }
    }
    body.put("role", new Json.Str("assistant"));
    List<Part> said =
        message.parts().stream().filter(part -> !(part instanceof Part.Reasoning)).toList();
    if (!said.isEmpty()) {
      body.put("content", content(said));
    } else if (message.toolCalls().isEmpty()) {
      body.put("content", new Json.Str(""));
    }
    if (!message.toolCalls().isEmpty()) {
      body.put("tool_calls", new Json.Arr(message.toolCalls().stream().map(this::call).toList()));
    }
    return new Json.Obj(body);
  }

  /** Reasoning goes back only to the provider whose it is, known by the name that it is under. */
  private void reasoning(Part.Reasoning reasoning, Map<String, Json> body) {
    if (!reasoning.providerData().fields().containsKey(provider)) {
      return;
    }
    body.putAll(ProviderExtras.sent(reasoning.providerData(), provider).fields());
    String field = dialect.reasoningField();
    if (field != null && dialect.returnsReasoning() && !reasoning.text().isEmpty()) {
      body.put(field, new Json.Str(WireText.clean(reasoning.text())));
    }
  }

  private Json call(ToolCall call) {
    Json.Obj own = ProviderExtras.sent(call.providerData(), provider);
    Map<String, Json> function = new LinkedHashMap<>();
    if (own.fields().get("function") instanceof Json.Obj extras) {
      function.putAll(extras.fields());
    }
    function.put("name", new Json.Str(call.name()));
    function.put("arguments", new Json.Str(arguments(call)));
    Map<String, Json> body = new LinkedHashMap<>(own.fields());
    body.put("id", new Json.Str(call.id()));
    body.put("type", new Json.Str("function"));
    body.put("function", new Json.Obj(function));
    return new Json.Obj(body);
  }

  /**
   * The arguments as a JSON object. Several endpoints parse what they are sent back, and refuse the
   * conversation for good when the model once wrote something else.
   */
  private static String arguments(ToolCall call) {
    String text = WireText.clean(call.argumentsText());
    if (text.isBlank()) {
      return "{}";
    }
    return WireJson.object(text).isPresent() ? text : Json.Obj.of("not_json", text).text();
  }
}
