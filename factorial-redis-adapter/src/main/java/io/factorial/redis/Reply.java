package io.factorial.redis;

import io.factorial.error.StoreException;
import io.factorial.port.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a script answered: a name, then values. */
final class Reply {
  private final List<?> values;

  Reply(List<?> values) {
    this.values = values;
  }

  /** The answer's name. */
  String name() {
    return text(0);
  }

  int size() {
    return values.size();
  }

  boolean has(int i) {
    return i < values.size() && values.get(i) != null;
  }

  String text(int i) {
    Object value = values.get(i);
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  long number(int i) {
    Object value = values.get(i);
    return value instanceof Long number ? number : Long.parseLong(text(i));
  }

  boolean flag(int i) {
    return number(i) == 1;
  }

  byte[] bytes(int i) {
    Object value = values.get(i);
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw unexpected();
  }

  @Nullable Payload payload(int i) {
    return has(i) ? Payload.of(bytes(i)) : null;
  }

  Reply list(int i) {
    if (values.get(i) instanceof List<?> list) {
      return new Reply(list);
    }
    throw unexpected();
  }

  /** Names and values, one after the other, as a map. */
  Map<String, String> map(int i) {
    Reply flat = list(i);
    Map<String, String> map = new HashMap<>();
    for (int at = 0; at < flat.size(); at += 2) {
      map.put(flat.text(at), flat.text(at + 1));
    }
    return map;
  }

  /** The answer without its last value. */
  Reply withoutLast() {
    return new Reply(values.subList(0, values.size() - 1));
  }

  /** The last value where it is a list that begins with a name, else null. */
  @Nullable Reply lastNamed(String name) {
    if (values.size() > 1
        && values.getLast() instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof byte[] bytes
        && name.equals(new String(bytes, StandardCharsets.UTF_8))) {
      return new Reply(list.subList(1, list.size()));
    }
    return null;
  }

  StoreException unexpected() {
    return new StoreException(
        "script: answered "
            + (values.isEmpty() ? "nothing" : text(0))
            + " (expected: an answer of"
            + " this version of the adapter)",
        false);
  }
}
