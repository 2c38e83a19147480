package io.factorial.openai;

import io.factorial.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a provider says of an error.
 *
 * @param names its names for it, the most precise one first
 * @param message its text, which may quote the request
 */
record ErrorBody(List<String> names, String message) {

  static final ErrorBody EMPTY = new ErrorBody(List.of(), "");

  /** Reads the body of an error, or a frame of a stream that holds one. */
  static ErrorBody of(Json.Obj body) {
    return switch (body.fields().get("error")) {
      case Json.Obj error -> read(error);
      case Json.Str(String text) -> new ErrorBody(read(body).names(), text);
      case null, default -> read(body);
    };
  }

  /** Whether a frame of a stream, or a body that came with status 200, is an error. */
  static boolean isIn(Json.Obj frame) {
    Json error = frame.fields().get("error");
    return error instanceof Json.Obj
        || error instanceof Json.Str
        || frame.text("object").orElse("").equals("error")
        || (frame.text("type").orElse("").equals("error")
            && !frame.fields().containsKey("choices"));
  }

  private static ErrorBody read(Json.Obj error) {
    List<String> names =
        Stream.of("code", "type", "status")
            .flatMap(name -> error.text(name).stream())
            .filter(name -> !name.isBlank() && !name.equals("error"))
            .toList();
    return new ErrorBody(names, error.text("message").or(() -> error.text("detail")).orElse(""));
  }

  /** The HTTP status that stands among the names, where one does. */
  Optional<Integer> status() {
    return names.stream()
        .filter(name -> name.matches("[45][0-9]{2}"))
        .map(Integer::valueOf)
        .findFirst();
  }
}
