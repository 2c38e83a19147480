package io.factorial.openai;

import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tool call of an answer, put together from its pieces; for one thread. */
final class AnswerCall {

  private final @Nullable Integer wireIndex;
  private final StringBuilder arguments = new StringBuilder();
  private final ProviderExtras extras = new ProviderExtras();
  private final ProviderExtras functionExtras = new ProviderExtras();
  private String id = "";
  private String name = "";

  AnswerCall(@Nullable Integer wireIndex) {
    this.wireIndex = wireIndex;
  }

  @Nullable Integer wireIndex() {
    return wireIndex;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** Whether the arguments that came so far are a whole object, or nothing has come. */
  boolean looksWhole() {
    return arguments.isEmpty() || WireJson.object(arguments.toString()).isPresent();
  }

  /**
   * Adds a piece.
   *
   * @return what it adds to the arguments
   */
  String add(Json.Obj piece) {
    piece.fields().forEach(this::field);
    if (!(piece.fields().get("function") instanceof Json.Obj function)) {
      return "";
    }
    String delta = "";
    for (Map.Entry<String, Json> field : function.fields().entrySet()) {
      switch (field.getKey()) {
        case "name" -> name(field.getValue());
        case "arguments" -> delta = arguments(field.getValue());
        default -> functionExtras.add(field.getKey(), field.getValue());
      }
    }
    arguments.append(delta);
    return delta;
  }

  private void field(String key, Json value) {
    switch (key) {
      case "index", "type", "function" -> {}
      case "id" -> {
        if (id.isEmpty() && value instanceof Json.Str(String given)) {
          id = given;
        }
      }
      default -> extras.add(key, value);
    }
  }

  /** Some repeat the name in every piece, a few send it in pieces before the arguments. */
  private void name(Json value) {
    if (value instanceof Json.Str(String given) && !given.equals(name) && arguments.isEmpty()) {
      name += given;
    }
  }

  /** A few endpoints give an object in place of its text. */
  private static String arguments(Json value) {
    return switch (value) {
      case Json.Str(String text) -> text;
      case Json.Obj object -> object.text();
      case Json.Null() -> "";
      case Json.Arr array -> array.text();
      case Json.Num number -> number.text();
      case Json.Bool bool -> bool.text();
    };
  }

  /** The call. No arguments at all is how some models call a tool that takes none. */
  ToolCall call(String provider) {
    if (!functionExtras.isEmpty()) {
      extras.add("function", functionExtras.fields());
    }
    String text = arguments.toString();
    return new ToolCall(id, name, text.isBlank() ? "{}" : text, extras.underIfAny(provider));
  }
}
