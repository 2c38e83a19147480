package io.factorial.engine.json;

import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import org.jspecify.annotations.Nullable;

/** The texts of errors: the thing, its value, the expectation. */
final class Refusal {

  private static final int SHOWN_CHARACTERS = 60;

  private static final String CLOSED_SET =
      "a primitive or its box, String, an enum, a record, a sealed interface of records, List, Set,"
          + " Map with String keys, Optional, a value of java.time, UUID, URI, BigDecimal,"
          + " BigInteger or Json";

  private Refusal() {}

  /** A value that does not fit, for whoever sent it: a model reads this and tries again. */
  static DecodingException value(Path path, Json value, String expected) {
    return value(path, shown(value), expected);
  }

  static DecodingException value(Path path, String shown, String expected) {
    return value(path, shown, expected, null);
  }

  static DecodingException value(
      Path path, String shown, String expected, @Nullable Throwable cause) {
    String where = path.toString();
    String thing = where.isEmpty() ? "value: " : "";
    return new DecodingException(where, thing + shown + " (expected: " + expected + ")", cause);
  }

  static InvalidDefinitionException definition(Path path, String shown, String expected) {
    return InvalidDefinitionException.of(path.toString(), shown, expected);
  }

  static InvalidDefinitionException outsideTheSet(Path path, String type) {
    return definition(path, type, CLOSED_SET);
  }

  /** What a user's own code says of its exception. */
  static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  static String quoted(String text) {
    return new Json.Str(shortened(text)).text();
  }

  private static String shown(Json value) {
    return switch (value) {
      case Json.Str string -> quoted(string.value());
      case Json.Num number -> shortened(number.value().toString());
      case Json.Bool bool -> bool.text();
      case Json.Null nothing -> "null";
      case Json.Obj object -> "an object";
      case Json.Arr array -> "an array";
    };
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
