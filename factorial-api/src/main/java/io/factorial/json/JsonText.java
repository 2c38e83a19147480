package io.factorial.json;

import io.factorial.error.DecodingException;
import java.math.BigDecimal;
import java.util.Map;

/** Writes a JSON value as compact text. */
final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  static String of(Json value) {
    JsonText text = new JsonText();
    text.write(value, 0);
    return text.out.toString();
  }

  private void write(Json value, int depth) {
    switch (value) {
      case Json.Obj object -> object(object, inside(depth));
      case Json.Arr array -> array(array, inside(depth));
      case Json.Str string -> string(string.value());
      case Json.Num number -> number(number.value());
      case Json.Bool bool -> out.append(bool.value());
      case Json.Null nothing -> out.append("null");
    }
  }

  /** What cannot be read back must not be written: refused here, not when the store is read. */
  private static int inside(int depth) {
    if (depth == Json.MAX_DEPTH) {
      throw new DecodingException(
          "", "JSON nested deeper than " + depth + " (expected: at most " + depth + " levels)");
    }
    return depth + 1;
  }

  private void number(BigDecimal value) {
    if (value.precision() > Json.MAX_DIGITS) {
      throw new DecodingException(
          "",
          "number of " + value.precision() + " digits (expected: at most " + Json.MAX_DIGITS + ")");
    }
    out.append(value);
  }

  private void object(Json.Obj object, int depth) {
    char separator = '{';
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      out.append(separator);
      name(field.getKey());
      out.append(':');
      write(field.getValue(), depth);
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  /** Readers of JSON, ours too, refuse half of a surrogate pair in a name, escaped or not. */
  private void name(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isHalfOfPair(name, i)) {
        throw new DecodingException(
            "", "name of a field: half of a surrogate pair (expected: whole characters)");
      }
    }
    string(name);
  }

  private void array(Json.Arr array, int depth) {
    char separator = '[';
    for (Json item : array.items()) {
      out.append(separator);
      write(item, depth);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private void string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || isHalfOfPair(value, i)) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** A surrogate without its other half has no UTF-8 form and would be stored as '?'. */
  private static boolean isHalfOfPair(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private void escape(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xf));
    }
  }
}
