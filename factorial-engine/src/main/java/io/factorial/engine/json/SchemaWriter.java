package io.factorial.engine.json;

import io.factorial.engine.json.Shape.Field;
import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the JSON schema of a shape: everything in place, so that models and providers need not
 * follow references, but for types that contain themselves, which stand in {@code $defs}.
 */
final class SchemaWriter {

  private static final Json.Obj NULL = Json.Obj.of("type", "null");

  private final RecursiveTypes recursive;

  private SchemaWriter(RecursiveTypes recursive) {
    this.recursive = recursive;
  }

  static Json.Obj schema(Shape root) {
    SchemaWriter writer = new SchemaWriter(RecursiveTypes.in(List.of(root)));
    return writer.withDefinitions(writer.inPlace(root));
  }

  static Json.Obj schema(List<Field> fields) {
    SchemaWriter writer =
        new SchemaWriter(RecursiveTypes.in(fields.stream().map(Field::shape).toList()));
    return writer.withDefinitions(writer.object(Optional.empty(), fields));
  }

  private Json.Obj withDefinitions(Json.Obj root) {
    Map<String, Json> definitions = new LinkedHashMap<>();
    recursive.forEach((name, shape) -> definitions.put(name, inPlace(shape)));
    return definitions.isEmpty() ? root : root.with("$defs", new Json.Obj(definitions));
  }

  private Json.Obj schemaOf(Shape shape) {
    String name = shape instanceof Shape.Named named ? recursive.name(named) : null;
    return name == null ? inPlace(shape) : Json.Obj.of("$ref", "#/$defs/" + name);
  }

  private Json.Obj inPlace(Shape shape) {
    return switch (shape) {
      case Shape.Scalar scalar -> scalar.schema();
      case Shape.Choice choice ->
          Json.Obj.of("type", "string", "enum", List.copyOf(choice.constants().keySet()));
      case Shape.ListOf list -> array(list.item());
      case Shape.SetOf set -> array(set.item());
      case Shape.MapOf map ->
          Json.Obj.of("type", "object", "additionalProperties", schemaOf(map.value()));
      case Shape.Maybe maybe -> orNull(schemaOf(maybe.value()));
      case Shape.RecordOf recordOf -> object(recordOf.layout.tag(), recordOf.fields);
      case Shape.OneOf oneOf ->
          Json.Obj.of("anyOf", oneOf.variants.values().stream().map(this::schemaOf).toList());
    };
  }

  private Json.Obj array(Shape item) {
    return Json.Obj.of("type", "array", "items", schemaOf(item));
  }

  private Json.Obj object(Optional<String> tag, List<Field> fields) {
    Map<String, Json> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    tag.ifPresent(
        name -> {
          properties.put(RecordLayout.TAG, Json.Obj.of("type", "string", "const", name));
          required.add(RecordLayout.TAG);
        });
    for (Field field : fields) {
      properties.put(field.name(), property(field));
      if (field.isRequired()) {
        required.add(field.name());
      }
    }
    return Json.Obj.of(
        "type",
        "object",
        "properties",
        new Json.Obj(properties),
        "required",
        required,
        "additionalProperties",
        false);
  }

  private Json.Obj property(Field field) {
    Json.Obj schema = schemaOf(field.shape());
    Json.Obj described = field.description().map(words -> described(schema, words)).orElse(schema);
    return field.defaultValue().map(value -> described.with("default", value)).orElse(described);
  }

  /** OpenAI refuses a reference with anything beside it. */
  private static Json.Obj described(Json.Obj schema, String words) {
    if (schema.get("$ref").isPresent()) {
      return Json.Obj.of("description", words, "anyOf", List.of(schema));
    }
    String all = schema.text("description").map(hint -> words + " (" + hint + ")").orElse(words);
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("description", new Json.Str(all));
    schema.fields().forEach(fields::putIfAbsent);
    return new Json.Obj(fields);
  }

  /** The same schema, which takes null too. */
  private static Json.Obj orNull(Json.Obj schema) {
    if (schema.fields().get("enum") instanceof Json.Arr names) {
      return typeOrNull(schema).with("enum", appended(names, new Json.Null()));
    }
    if (schema.fields().get("anyOf") instanceof Json.Arr any) {
      return schema.with("anyOf", appended(any, NULL));
    }
    if (schema.fields().isEmpty() || schema.equals(NULL)) {
      return schema;
    }
    boolean isSimple = schema.text("type").filter(type -> !type.equals("object")).isPresent();
    return isSimple ? typeOrNull(schema) : Json.Obj.of("anyOf", List.of(schema, NULL));
  }

  private static Json.Obj typeOrNull(Json.Obj schema) {
    return schema.with("type", List.of(schema.text("type").orElseThrow(), "null"));
  }

  private static Json.Arr appended(Json.Arr items, Json last) {
    return new Json.Arr(Stream.concat(items.items().stream(), Stream.of(last)).toList());
  }
}
