package io.factorial.engine.json;

import io.factorial.engine.json.Shape.Field;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes Java values of JSON, as a shape says. Fields that the shape does not know are ignored:
 * stored state outlives the records that it was written from.
 */
final class Decoder {

  private Decoder() {}

  static @Nullable Object decode(Shape shape, Json value, Path path) {
    path.checkDepth();
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar, value, path);
      case Shape.Choice choice -> choice(choice, value, path);
      case Shape.ListOf list -> Collections.unmodifiableList(items(list.item(), list, value, path));
      case Shape.SetOf set ->
          Collections.unmodifiableSet(new LinkedHashSet<>(items(set.item(), set, value, path)));
      case Shape.MapOf map -> map(map, value, path);
      case Shape.Maybe maybe -> maybe(maybe, value, path);
      case Shape.RecordOf recordOf -> recordOf(recordOf, object(recordOf, value, path), path);
      case Shape.OneOf oneOf -> oneOf(oneOf, object(oneOf, value, path), path);
    };
  }

  /** One value for each field, in their order. */
  static List<@Nullable Object> fields(List<Field> fields, Json.Obj value, Path path) {
    List<@Nullable Object> values = new ArrayList<>(fields.size());
    for (Field field : fields) {
      Path where = path.field(field.name());
      values.add(decode(field.shape(), given(field, value, where), where));
    }
    return values;
  }

  private static Json given(Field field, Json.Obj value, Path path) {
    Json given = value.fields().get(field.name());
    boolean isOptional = field.shape() instanceof Shape.Maybe;
    if (given == null) {
      return field
          .defaultValue()
          .or(() -> nothing(isOptional))
          .orElseThrow(() -> missing(field, path));
    }
    return given instanceof Json.Null && !isOptional ? field.defaultValue().orElse(given) : given;
  }

  private static Optional<Json> nothing(boolean isOptional) {
    return isOptional ? Optional.of(new Json.Null()) : Optional.empty();
  }

  private static DecodingException missing(Field field, Path path) {
    return Refusal.value(path, "missing", field.shape().expected());
  }

  private static Object scalar(Shape.Scalar scalar, Json value, Path path) {
    @Nullable Object read;
    try {
      read = scalar.read().from(value);
    } catch (RuntimeException e) {
      throw Refusal.value(path, value, scalar.expected());
    }
    if (read == null) {
      throw Refusal.value(path, value, scalar.expected());
    }
    return read;
  }

  private static Object choice(Shape.Choice choice, Json value, Path path) {
    Object constant = value instanceof Json.Str name ? choice.constants().get(name.value()) : null;
    if (constant == null) {
      throw Refusal.value(path, value, choice.expected());
    }
    return constant;
  }

  private static List<@Nullable Object> items(Shape item, Shape whole, Json value, Path path) {
    if (!(value instanceof Json.Arr array)) {
      throw Refusal.value(path, value, whole.expected());
    }
    List<@Nullable Object> items = new ArrayList<>(array.items().size());
    for (Json each : array.items()) {
      items.add(decode(item, each, path.item(items.size())));
    }
    return items;
  }

  private static Object map(Shape.MapOf map, Json value, Path path) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    object(map, value, path)
        .fields()
        .forEach((name, each) -> values.put(name, decode(map.value(), each, path.field(name))));
    return Collections.unmodifiableMap(values);
  }

  private static @Nullable Object maybe(Shape.Maybe maybe, Json value, Path path) {
    if (value instanceof Json.Null) {
      return maybe.wrapped() ? Optional.empty() : null;
    }
    Object decoded = decode(maybe.value(), value, path);
    return maybe.wrapped() ? Optional.ofNullable(decoded) : decoded;
  }

  private static Json.Obj object(Shape shape, Json value, Path path) {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw Refusal.value(path, value, shape.expected());
  }

  private static Object recordOf(Shape.RecordOf shape, Json.Obj value, Path path) {
    checkTag(shape, value, path);
    @Nullable Object[] values = fields(shape.fields, value, path).toArray();
    try {
      return shape.layout.construct(values);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw Refusal.value(
          path, "refused, " + Refusal.reason(e), "a valid " + shape.layout.name(), e);
    }
  }

  /** A record of a sealed interface, asked for by its own class, need not say which it is. */
  private static void checkTag(Shape.RecordOf shape, Json.Obj value, Path path) {
    Json said = value.fields().get(RecordLayout.TAG);
    Optional<String> tag = shape.layout.tag();
    if (tag.isPresent() && said != null && !said.equals(new Json.Str(tag.get()))) {
      throw Refusal.value(path.field(RecordLayout.TAG), said, tag.get());
    }
  }

  private static Object oneOf(Shape.OneOf shape, Json.Obj value, Path path) {
    Set<String> names = shape.variants.keySet();
    String expected = "one of " + String.join(", ", names);
    Path where = path.field(RecordLayout.TAG);
    Json said = value.fields().get(RecordLayout.TAG);
    if (said == null) {
      throw Refusal.value(where, "missing", expected);
    }
    Shape.RecordOf variant =
        said instanceof Json.Str name ? shape.variants.get(name.value()) : null;
    if (variant == null) {
      throw Refusal.value(where, said, expected);
    }
    return recordOf(variant, value, path);
  }
}
