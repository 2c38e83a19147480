package io.factorial.engine.json;

import io.factorial.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of OpenAI's strict mode. A keyword that is not known to be taken counts as refused: a
 * schema that does not qualify is still sent, only without the mode.
 */
final class StrictMode {

  private static final int MAX_LEVELS = 10;
  private static final int MAX_PROPERTIES = 5000;
  private static final int MAX_CHOICES = 1000;

  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "description",
          "title",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "anyOf",
          "$ref",
          "$defs",
          "format",
          "pattern",
          "multipleOf",
          "minimum",
          "exclusiveMinimum",
          "maximum",
          "exclusiveMaximum",
          "minItems",
          "maxItems");

  private static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "object", "array", "null");

  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  private int properties;
  private int choices;

  StrictMode() {}

  boolean accepts(Json.Obj root) {
    return root.text("type").filter("object"::equals).isPresent()
        && root.get("anyOf").isEmpty()
        && acceptsPart(root, 0)
        && properties <= MAX_PROPERTIES
        && choices <= MAX_CHOICES;
  }

  private boolean accepts(Json schema, int level) {
    return schema instanceof Json.Obj object && acceptsPart(object, level);
  }

  private boolean acceptsPart(Json.Obj schema, int level) {
    if (!KEYWORDS.containsAll(schema.fields().keySet())) {
      return false;
    }
    if (schema.get("$ref").isPresent()) {
      return schema.fields().size() == 1 && schema.text("$ref").orElse("").startsWith("#");
    }
    return saysWhatItIs(schema)
        && acceptsFormat(schema)
        && acceptsChoices(schema)
        && acceptsAll(schema.get("anyOf"), level)
        && acceptsDefinitions(schema)
        && (!isOf(schema, "array") || schema.get("items").isPresent())
        && schema.get("items").map(items -> accepts(items, level)).orElse(true)
        && (!isOf(schema, "object") || acceptsObject(schema, level + 1));
  }

  private static boolean saysWhatItIs(Json.Obj schema) {
    return schema.get("anyOf").isPresent() || !types(schema).isEmpty();
  }

  private static List<String> types(Json.Obj schema) {
    List<Json> said =
        switch (schema.fields().get("type")) {
          case null -> List.of();
          case Json.Arr several -> several.items();
          case Json one -> List.of(one);
        };
    List<String> known =
        said.stream()
            .map(type -> type instanceof Json.Str name ? name.value() : "")
            .filter(TYPES::contains)
            .toList();
    return known.size() == said.size() ? known : List.of();
  }

  private static boolean isOf(Json.Obj schema, String type) {
    return types(schema).contains(type);
  }

  private static boolean acceptsFormat(Json.Obj schema) {
    return schema.get("format").isEmpty()
        || schema.text("format").filter(FORMATS::contains).isPresent();
  }

  private boolean acceptsChoices(Json.Obj schema) {
    return switch (schema.get("enum").orElse(null)) {
      case null -> true;
      case Json.Arr names -> {
        choices += names.items().size();
        yield true;
      }
      default -> false;
    };
  }

  private boolean acceptsAll(Optional<Json> schemas, int level) {
    return switch (schemas.orElse(null)) {
      case null -> true;
      case Json.Arr all ->
          !all.items().isEmpty() && all.items().stream().allMatch(each -> accepts(each, level));
      default -> false;
    };
  }

  private boolean acceptsDefinitions(Json.Obj schema) {
    return switch (schema.get("$defs").orElse(null)) {
      case null -> true;
      case Json.Obj all -> all.fields().values().stream().allMatch(each -> accepts(each, 0));
      default -> false;
    };
  }

  private boolean acceptsObject(Json.Obj schema, int level) {
    if (level > MAX_LEVELS
        || !schema.get("additionalProperties").equals(Optional.of(new Json.Bool(false)))
        || !(schema.fields().get("properties") instanceof Json.Obj named)) {
      return false;
    }
    properties += named.fields().size();
    return required(schema).equals(named.fields().keySet())
        && named.fields().values().stream().allMatch(each -> accepts(each, level));
  }

  private static Set<String> required(Json.Obj schema) {
    if (!(schema.fields().get("required") instanceof Json.Arr names)) {
      return Set.of();
    }
    return Set.copyOf(
        names.items().stream()
            .map(name -> name instanceof Json.Str string ? string.value() : "")
            .toList());
  }
}
