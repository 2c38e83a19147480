package io.factorial.openai;

import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a provider sends: Jackson's tree on one side, {@link Json} on the other. */
final class WireJson {

  /** Below {@link Json#MAX_DEPTH}, because what is read here is stored inside of other JSON. */
  private static final int MAX_DEPTH = Json.MAX_DEPTH - 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(Json.MAX_DIGITS)
                          .maxStringLength(Limits.ANSWER_CHARACTERS)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private WireJson() {}

  /**
   * The object that a text holds. Why a text is refused is not told: the reason would quote it.
   *
   * @return the object; empty when the text is not exactly one JSON object
   */
  static Optional<Json.Obj> object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isObject() ? Optional.of(object(node)) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static Json of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING -> new Json.Str(node.stringValue());
      case NUMBER -> new Json.Num(node.decimalValue());
      case BOOLEAN -> new Json.Bool(node.booleanValue());
      case NULL, MISSING, BINARY, POJO -> new Json.Null();
    };
  }

  private static Json.Obj object(JsonNode node) {
    Map<String, Json> fields = new LinkedHashMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
    return new Json.Obj(fields);
  }

  private static Json.Arr array(JsonNode node) {
    List<Json> items = new ArrayList<>(node.size());
    node.forEach(item -> items.add(of(item)));
    return new Json.Arr(items);
  }
}
