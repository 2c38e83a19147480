package io.factorial.openai;

import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer that only its provider understands.
 *
 * <p>They are kept under the provider's name and sent back to that provider alone: another one,
 * asked as a fallback, would refuse a signature that is not its own.
 */
final class ProviderExtras {

  /** Texts that come in pieces; other texts are repeated or come once. */
  private static final Set<String> GROWING = Set.of("text", "summary", "thinking", "data");

  private final Map<String, Json> fields = new LinkedHashMap<>();

  /** What a message, a reasoning part or a call brought from this provider. */
  static Json.Obj sent(Json.Obj providerData, String provider) {
    return providerData.fields().get(provider) instanceof Json.Obj own ? own : Json.Obj.of();
  }

  /** Adds a field, or a further piece of one. */
  void add(String name, Json value) {
    if (!isNothing(value)) {
      fields.merge(name, value, (old, more) -> merged(name, old, more));
    }
  }

  /** All that was added. */
  Json.Obj fields() {
    return new Json.Obj(fields);
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** All that was added, under the provider's name. */
  Json.Obj under(String provider) {
    return new Json.Obj(Map.of(provider, new Json.Obj(fields)));
  }

  /** As {@link #under}, but empty where nothing was added. */
  Json.Obj underIfAny(String provider) {
    return isEmpty() ? Json.Obj.of() : under(provider);
  }

  private static boolean isNothing(Json value) {
    return switch (value) {
      case Json.Null() -> true;
      case Json.Arr(List<Json> items) -> items.isEmpty();
      case Json.Obj object -> object.fields().isEmpty();
      case Json.Str(String text) -> text.isEmpty();
      case Json.Num number -> false;
      case Json.Bool bool -> false;
    };
  }

  private static Json merged(String name, Json old, Json more) {
    if (old instanceof Json.Obj first && more instanceof Json.Obj second) {
      return objects(first, second);
    }
    if (old instanceof Json.Arr(List<Json> first) && more instanceof Json.Arr(List<Json> second)) {
      return arrays(first, second);
    }
    if (old instanceof Json.Str(String first)
        && more instanceof Json.Str(String second)
        && GROWING.contains(name)) {
      return new Json.Str(first + second);
    }
    return more instanceof Json.Null ? old : more;
  }

  private static Json.Obj objects(Json.Obj old, Json.Obj more) {
    Map<String, Json> fields = new LinkedHashMap<>(old.fields());
    more.fields().forEach((name, value) -> fields.merge(name, value, (a, b) -> merged(name, a, b)));
    return new Json.Obj(fields);
  }

  /** Items with the same {@code index} are pieces of one item. */
  private static Json.Arr arrays(List<Json> old, List<Json> more) {
    List<Json> items = new ArrayList<>(old);
    for (Json item : more) {
      int same = sameIndex(items, item);
      if (same < 0) {
        items.add(item);
      } else {
        items.set(same, objects((Json.Obj) items.get(same), (Json.Obj) item));
      }
    }
    return new Json.Arr(items);
  }

  private static int sameIndex(List<Json> items, Json item) {
    Json index = index(item);
    for (int i = items.size() - 1; index != null && i >= 0; i--) {
      if (index.equals(index(items.get(i)))) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable Json index(Json item) {
    return item instanceof Json.Obj object && object.fields().get("index") instanceof Json.Num index
        ? index
        : null;
  }
}
