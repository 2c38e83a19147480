package io.factorial.engine.json;

import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON text into a tree, with every digit of its numbers. */
final class JsonReader {

  private static final String ONE_VALUE = "exactly one JSON value";

  /**
   * Digits, sign, point, zeros after the point and exponent of the longest number that we write.
   */
  private static final int MAX_NUMBER_TEXT = Json.MAX_DIGITS + 24;

  /**
   * Strings and names have no bound of their own: who hands over the text has it in memory already.
   * Depth and digits are counted here, where a refusal can say the place. Names are not kept in a
   * table of the factory, because they come from models.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  static Json read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new JsonReader(parser).onlyValue();
    } catch (JacksonException e) {
      throw refusal(e.getLocation(), e.getOriginalMessage(), ONE_VALUE);
    }
  }

  private Json onlyValue() {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw refusal(parser.currentLocation(), "no value", ONE_VALUE);
    }
    Json value = value(first, 0);
    if (parser.nextToken() != null) {
      throw refusal(parser.currentTokenLocation(), "more after the value", ONE_VALUE);
    }
    return value;
  }

  private Json value(JsonToken token, int depth) {
    return switch (token) {
      case START_OBJECT -> object(inside(depth));
      case START_ARRAY -> array(inside(depth));
      case VALUE_STRING -> new Json.Str(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> new Json.Null();
      default -> throw new IllegalStateException("token: " + token + " (expected: a value)");
    };
  }

  private int inside(int depth) {
    if (depth == Json.MAX_DEPTH) {
      throw refusal(
          parser.currentTokenLocation(), "nested too deeply", "at most " + depth + " levels");
    }
    return depth + 1;
  }

  private Json.Num number() {
    int length = parser.getStringLength();
    // The length first: making a number of a text takes more than linear time.
    if (length > MAX_NUMBER_TEXT || parser.getDecimalValue().precision() > Json.MAX_DIGITS) {
      throw refusal(
          parser.currentTokenLocation(),
          "a number of " + length + " characters",
          "at most " + Json.MAX_DIGITS + " digits");
    }
    return new Json.Num(parser.getDecimalValue());
  }

  private Json object(int depth) {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      TokenStreamLocation here = parser.currentTokenLocation();
      if (fields.put(name, value(parser.nextToken(), depth)) != null) {
        throw refusal(here, "a second field " + Refusal.quoted(name), "each name once");
      }
    }
    return new Json.Obj(fields);
  }

  private Json array(int depth) {
    List<Json> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(next, depth));
    }
    return new Json.Arr(items);
  }

  private static DecodingException refusal(
      @Nullable TokenStreamLocation where, String problem, String expected) {
    String place =
        where == null ? "" : ", line " + where.getLineNr() + ", column " + where.getColumnNr();
    return new DecodingException(
        "", "JSON text" + place + ": " + problem + " (expected: " + expected + ")");
  }
}
