package io.factorial.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns plain Java values into JSON, so that simple JSON needs no codec. A value that holds
 * anything else goes to the codec as a whole, so that an error can say where in it the part is.
 */
final class JsonValues {

  private JsonValues() {}

  static Json of(@Nullable Object value) {
    Json plain = plain(value, 0);
    return plain != null ? plain : JsonCodec.get().encode(value);
  }

  private static @Nullable Json plain(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> new Json.Null();
      case Json json -> json;
      case String string -> new Json.Str(string);
      case Boolean bool -> new Json.Bool(bool);
      case Number number -> number(number);
      case Collection<?> items when depth < Json.MAX_DEPTH -> array(items, depth + 1);
      case Map<?, ?> map when depth < Json.MAX_DEPTH -> object(map, depth + 1);
      default -> null;
    };
  }

  private static @Nullable Json number(Number value) {
    return switch (value) {
      case Integer i -> new Json.Num(BigDecimal.valueOf(i));
      case Long l -> new Json.Num(BigDecimal.valueOf(l));
      case Short s -> new Json.Num(BigDecimal.valueOf(s));
      case Byte b -> new Json.Num(BigDecimal.valueOf(b));
      case BigDecimal decimal -> new Json.Num(decimal);
      case BigInteger integer -> new Json.Num(new BigDecimal(integer));
      case Double d when Double.isFinite(d) -> new Json.Num(BigDecimal.valueOf(d));
      case Float f when Float.isFinite(f) -> new Json.Num(new BigDecimal(Float.toString(f)));
      default -> null;
    };
  }

  private static @Nullable Json array(Collection<?> values, int depth) {
    List<Json> items = new ArrayList<>(values.size());
    for (Object value : values) {
      Json item = plain(value, depth);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return new Json.Arr(items);
  }

  private static @Nullable Json object(Map<?, ?> values, int depth) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      Json value = plain(entry.getValue(), depth);
      if (value == null || !(entry.getKey() instanceof String name)) {
        return null;
      }
      fields.put(name, value);
    }
    return new Json.Obj(fields);
  }
}
