package io.factorial.engine.json;

import io.factorial.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java values as JSON in UTF-8, without a tree in between: the same bytes that the text of
 * {@link Json#of} has. A value that has no JSON form, or an unusual one, goes through the tree, so
 * that there is one place that refuses and says why. Used by one thread, for one value.
 */
public final class JsonBytes {
  private static final int FIRST_SIZE = 512;

  /** Far more than stored records have; what is deeper goes through the tree. */
  private static final int MOST_NESTED = 64;

  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  /** Ends a walk over a value that the tree has to judge. */
  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusual() {
      super("for the tree", null, false, false);
    }
  }

  private JsonBytes() {}

  /**
   * Writes a value.
   *
   * @param first a byte to put before it
   * @param value the value
   * @return the byte and the value's JSON
   * @throws io.factorial.error.DecodingException when the value has no JSON form
   */
  public static byte[] of(byte first, @Nullable Object value) {
    JsonBytes out = new JsonBytes();
    out.put(first);
    try {
      out.value(value, 0);
      return out.taken();
    } catch (Unusual unusual) {
      return out.tree(first, Json.of(value));
    }
  }

  /**
   * Writes a record without one of its components, and without the {@code type} that it would say
   * as one of a sealed interface.
   *
   * @param first a byte to put before it
   * @param whole the record
   * @param without the component to leave out
   * @return the byte and the record's JSON
   * @throws io.factorial.error.DecodingException when the record has no JSON form
   */
  public static byte[] without(byte first, Record whole, String without) {
    JsonBytes out = new JsonBytes();
    out.put(first);
    try {
      out.object(whole, without, 0);
      return out.taken();
    } catch (Unusual unusual) {
      return out.tree(first, tree(whole, without));
    }
  }

  private static Json tree(Record whole, String without) {
    Map<String, Json> fields = new LinkedHashMap<>(((Json.Obj) Json.of(whole)).fields());
    fields.remove(without);
    RecordLayout.of(whole.getClass()).tag().ifPresent(tag -> fields.remove(RecordLayout.TAG));
    return new Json.Obj(fields);
  }

  private byte[] tree(byte first, Json json) {
    length = 0;
    put(first);
    put(json.text().getBytes(StandardCharsets.UTF_8));
    return taken();
  }

  private byte[] taken() {
    return Arrays.copyOf(bytes, length);
  }

  private void value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> put(NULL);
      case String text -> string(text);
      case Json json -> json(json, depth);
      case Optional<?> optional -> value(optional.orElse(null), depth);
      case Record whole -> object(whole, null, depth);
      case Enum<?> constant -> string(constant.name());
      case Collection<?> items -> array(items, depth);
      case Map<?, ?> values -> object(values, depth);
      case Integer number -> number(number);
      case Long number -> number(number);
      case Boolean truth -> put(truth ? TRUE : FALSE);
      case BigDecimal number -> number(number);
      case Double number when Double.isFinite(number) -> number(BigDecimal.valueOf(number));
      default -> scalar(value, depth);
    }
  }

  private void scalar(Object value, int depth) {
    Shape.Scalar scalar = Scalars.ofValue(value);
    if (scalar == null || value instanceof Double || value instanceof Float) {
      throw new Unusual();
    }
    json(scalar.write().to(value), depth);
  }

  private void json(Json json, int depth) {
    switch (json) {
      case Json.Str string -> string(string.value());
      case Json.Num number -> number(number.value());
      case Json.Bool truth -> put(truth.value() ? TRUE : FALSE);
      case Json.Null nothing -> put(NULL);
      case Json.Arr array -> array(array.items(), depth);
      case Json.Obj object -> object(object.fields(), depth);
    }
  }

  private void array(Collection<?> items, int depth) {
    int inside = inside(depth);
    int separator = '[';
    for (Object item : items) {
      put((byte) separator);
      value(item, inside);
      separator = ',';
    }
    end(separator == '[' ? '[' : 0, ']');
  }

  private void object(Map<?, ?> values, int depth) {
    int inside = inside(depth);
    int separator = '{';
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (!(entry.getKey() instanceof String name) || hasHalfOfPair(name)) {
        throw new Unusual();
      }
      put((byte) separator);
      string(name);
      put((byte) ':');
      value(entry.getValue(), inside);
      separator = ',';
    }
    end(separator == '{' ? '{' : 0, '}');
  }

  private void object(Record whole, @Nullable String without, int depth) {
    int inside = inside(depth);
    RecordLayout layout = RecordLayout.of(whole.getClass());
    int separator = '{';
    if (without == null && layout.tag().isPresent()) {
      put((byte) separator);
      string(RecordLayout.TAG);
      put((byte) ':');
      string(layout.tag().get());
      separator = ',';
    }
    List<RecordLayout.Part> parts = layout.parts();
    for (int i = 0; i < parts.size(); i++) {
      RecordLayout.Part part = parts.get(i);
      if (part.name().equals(without)) {
        continue;
      }
      Object value = read(part, whole);
      byte[] label = layout.label(i);
      if (label.length == 0 || (value == null && !part.mayBeNull())) {
        throw new Unusual();
      }
      put((byte) separator);
      put(label);
      value(value, inside);
      separator = ',';
    }
    end(separator == '{' ? '{' : 0, '}');
  }

  private static @Nullable Object read(RecordLayout.Part part, Record whole) {
    try {
      return part.read(whole);
    } catch (Error error) {
      throw error;
    } catch (Throwable refused) {
      throw new Unusual();
    }
  }

  private static int inside(int depth) {
    if (depth == MOST_NESTED) {
      throw new Unusual();
    }
    return depth + 1;
  }

  private void end(int opening, int closing) {
    if (opening != 0) {
      put((byte) opening);
    }
    put((byte) closing);
  }

  private void number(long value) {
    if (value >= 0 && value < 10) {
      put((byte) ('0' + value));
    } else {
      put(ascii(Long.toString(value)));
    }
  }

  private void number(BigDecimal value) {
    if (value.precision() > Json.MAX_DIGITS) {
      throw new Unusual();
    }
    put(ascii(value.toString()));
  }

  /** What stands before the value of a field; nothing when its name cannot be written. */
  static byte[] label(String name) {
    if (hasHalfOfPair(name)) {
      return new byte[0];
    }
    JsonBytes out = new JsonBytes();
    out.string(name);
    out.put((byte) ':');
    return out.taken();
  }

  private static boolean hasHalfOfPair(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isHalfOfPair(name, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHalfOfPair(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private void string(String text) {
    int size = text.length();
    room(size + 2);
    byte[] into = bytes;
    int at = length;
    into[at++] = '"';
    int i = 0;
    while (i < size) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
        break;
      }
      into[at++] = (byte) c;
      i++;
    }
    length = at;
    for (; i < size; i++) {
      i = character(text, i);
    }
    put((byte) '"');
  }

  /** Writes a character, whatever it is; of a pair, both. Answers where its last half is. */
  private int character(String text, int i) {
    char c = text.charAt(i);
    switch (c) {
      case '"' -> escaped('"');
      case '\\' -> escaped('\\');
      case '\n' -> escaped('n');
      case '\r' -> escaped('r');
      case '\t' -> escaped('t');
      default -> {
        if (c < 0x20 || c == 0x7f || (Character.isSurrogate(c) && isHalfOfPair(text, i))) {
          escape(c);
        } else if (c < 0x80) {
          put((byte) c);
        } else if (Character.isHighSurrogate(c)) {
          encoded(Character.toCodePoint(c, text.charAt(i + 1)));
          return i + 1;
        } else {
          encoded(c);
        }
      }
    }
    return i;
  }

  private void escaped(char c) {
    put((byte) '\\');
    put((byte) c);
  }

  private void escape(char c) {
    escaped('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEX[(c >> shift) & 0xf]);
    }
  }

  private void encoded(int point) {
    if (point < 0x800) {
      put((byte) (0xc0 | (point >> 6)));
    } else if (point < 0x10000) {
      put((byte) (0xe0 | (point >> 12)));
      put((byte) (0x80 | ((point >> 6) & 0x3f)));
    } else {
      put((byte) (0xf0 | (point >> 18)));
      put((byte) (0x80 | ((point >> 12) & 0x3f)));
      put((byte) (0x80 | ((point >> 6) & 0x3f)));
    }
    put((byte) (0x80 | (point & 0x3f)));
  }

  private void put(byte one) {
    room(1);
    bytes[length++] = one;
  }

  private void put(byte[] several) {
    room(several.length);
    System.arraycopy(several, 0, bytes, length, several.length);
    length += several.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
