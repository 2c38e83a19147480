package io.factorial.engine.json;

import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of Java values by what they are. What they are declared as need not be known, because
 * a record of a sealed interface always says its {@code type}.
 */
final class Encoder {

  private Encoder() {}

  static Json encode(@Nullable Object value, Path path) {
    path.checkDepth();
    return switch (value) {
      case null -> new Json.Null();
      case Json json -> json;
      case Optional<?> optional -> encode(optional.orElse(null), path);
      case Enum<?> constant -> new Json.Str(constant.name());
      case Record whole -> object(whole, path);
      case Collection<?> items -> array(items, path);
      case Map<?, ?> values -> object(values, path);
      default -> scalar(value, path);
    };
  }

  private static Json scalar(Object value, Path path) {
    Shape.Scalar scalar = Scalars.ofValue(value);
    if (scalar == null) {
      throw Refusal.outsideTheSet(
          path.toString().isEmpty() ? Path.of("value") : path, value.getClass().getTypeName());
    }
    if (isNotFinite(value)) {
      throw Refusal.value(path, value.toString(), "a finite number");
    }
    return scalar.write().to(value);
  }

  private static boolean isNotFinite(Object value) {
    return switch (value) {
      case Double number -> !Double.isFinite(number);
      case Float number -> !Float.isFinite(number);
      default -> false;
    };
  }

  private static Json array(Collection<?> values, Path path) {
    List<Json> items = new ArrayList<>(values.size());
    for (Object value : values) {
      items.add(encode(value, path.item(items.size())));
    }
    return new Json.Arr(items);
  }

  private static Json object(Map<?, ?> values, Path path) {
    Map<String, Json> fields = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw Refusal.value(path, "key " + key, "keys that are strings");
          }
          fields.put(name, encode(value, path.field(name)));
        });
    return new Json.Obj(fields);
  }

  private static Json object(Record whole, Path path) {
    RecordLayout layout = RecordLayout.of(whole.getClass());
    Map<String, Json> fields = new LinkedHashMap<>();
    layout.tag().ifPresent(tag -> fields.put(RecordLayout.TAG, new Json.Str(tag)));
    for (RecordLayout.Part part : layout.parts()) {
      Path where = path.field(part.name());
      Object value = read(part, whole, where);
      if (value == null && !part.mayBeNull()) {
        // It could be written, but not read back.
        throw Refusal.value(where, "null", "a value; @Nullable or Optional allows none");
      }
      fields.put(part.name(), encode(value, where));
    }
    return new Json.Obj(fields);
  }

  private static @Nullable Object read(RecordLayout.Part part, Record whole, Path path) {
    try {
      return part.read(whole);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new DecodingException(path.toString(), "not readable, " + Refusal.reason(e), e);
    }
  }
}
