package io.factorial.json;

import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value: an immutable tree of six kinds.
 *
 * <p>Objects keep the order of their fields, numbers keep all their digits. Two values are equal
 * when their trees are; the order of fields does not count, the scale of a number ({@code 1.0} and
 * {@code 1.00}) does.
 *
 * <p>{@link #parse}, {@link #as} and, for anything but plain values, {@link #of} need the codec of
 * factorial-engine; {@link #text()} and the constructors need nothing.
 */
public sealed interface Json {

  /** How many objects and arrays may be nested in each other, in text that is read or written. */
  int MAX_DEPTH = 256;

  /** How many digits a number may have, in text that is read or written. */
  int MAX_DIGITS = 1000;

  /**
   * The value that a JSON text stands for.
   *
   * @param text exactly one JSON value, with white space around it or not
   * @return the value
   * @throws DecodingException when the text is not JSON, names a field twice, is nested deeper than
   *     {@link #MAX_DEPTH}, or has a number of more than {@link #MAX_DIGITS} digits
   */
  static Json parse(String text) {
    return JsonCodec.get().parse(text);
  }

  /**
   * The JSON form of a Java value: null, strings, booleans, numbers, collections, maps with string
   * keys, {@code Json} itself, and every other type that the codec knows.
   *
   * @param value the value
   * @return its JSON form
   * @throws DecodingException when a part of the value has no JSON form, as {@code NaN}
   * @throws InvalidDefinitionException when the value is of a type outside the codec's set
   */
  static Json of(@Nullable Object value) {
    return JsonValues.of(value);
  }

  /**
   * This value as a Java value.
   *
   * @param type the class to bind to: a record, an enum, a string, a number…
   * @param <T> that class
   * @return the bound value
   * @throws DecodingException when this value does not fit, with the path of the first part that
   *     does not
   * @throws InvalidDefinitionException when the type is outside the codec's set
   */
  @SuppressWarnings("unchecked") // the codec answers with the type that it was asked for
  default <T> T as(Class<T> type) {
    return (T) JsonCodec.get().decode(this, type);
  }

  /**
   * This value as compact JSON text. Control characters and halves of surrogate pairs are escaped,
   * so that the text can be encoded as UTF-8 without loss.
   *
   * @return the text, which {@link #parse} reads back as an equal value
   * @throws DecodingException when the text could not be read back: the value is nested deeper than
   *     {@link #MAX_DEPTH}, a number has more than {@link #MAX_DIGITS} digits, or the name of a
   *     field holds half of a surrogate pair
   */
  default String text() {
    return JsonText.of(this);
  }

  /**
   * An object: named values in the order in which they were put.
   *
   * @param fields the values by name
   */
  record Obj(Map<String, Json> fields) implements Json {

    private static final Obj EMPTY = new Obj(Map.of());

    /**
     * Copies the fields and keeps their order.
     *
     * @param fields the values by name
     */
    public Obj {
      LinkedHashMap<String, Json> copy = new LinkedHashMap<>(fields);
      copy.forEach(
          (name, value) -> {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, name);
          });
      fields = Collections.unmodifiableMap(copy);
    }

    /**
     * An object without fields.
     *
     * @return the empty object
     */
    public static Obj of() {
      return EMPTY;
    }

    /**
     * An object of the given fields, in this order: {@code Obj.of("city", "Paris", "days", 3)}.
     *
     * @param name the first name
     * @param value the first value, converted as {@link Json#of} does
     * @param more further names and values in turn
     * @return the object
     * @throws IllegalArgumentException when a name has no value, is no string, or comes twice
     */
    public static Obj of(String name, @Nullable Object value, @Nullable Object... more) {
      if (more.length % 2 != 0) {
        throw new IllegalArgumentException(
            "fields: " + (more.length + 2) + " arguments (expected: names and values in turn)");
      }
      LinkedHashMap<String, Json> fields = new LinkedHashMap<>();
      fields.put(Objects.requireNonNull(name, "name"), Json.of(value));
      for (int i = 0; i < more.length; i += 2) {
        if (!(more[i] instanceof String next)) {
          throw new IllegalArgumentException(
              "name of field " + (i / 2 + 2) + ": " + more[i] + " (expected: a string)");
        }
        if (fields.putIfAbsent(next, Json.of(more[i + 1])) != null) {
          throw new IllegalArgumentException("field: " + next + " (expected: each name once)");
        }
      }
      return new Obj(fields);
    }

    /**
     * The value of a field.
     *
     * @param name the field's name
     * @return its value, which may be {@link Null}; empty when there is no such field
     */
    public Optional<Json> get(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /**
     * The value of a field as plain text: a string without quotes, a number, {@code true} or {@code
     * false}.
     *
     * @param name the field's name
     * @return the text; empty when there is no such field, or it holds null, an object or an array
     */
    public Optional<String> text(String name) {
      return switch (fields.get(name)) {
        case Str string -> Optional.of(string.value());
        case Num number -> Optional.of(number.text());
        case Bool bool -> Optional.of(bool.text());
        case Null nothing -> Optional.empty();
        case Obj object -> Optional.empty();
        case Arr array -> Optional.empty();
        case null -> Optional.empty();
      };
    }

    /**
     * A copy of this object with one field set. A field that was there keeps its place.
     *
     * @param name the field's name
     * @param value its new value, converted as {@link Json#of} does
     * @return the copy
     */
    public Obj with(String name, @Nullable Object value) {
      LinkedHashMap<String, Json> changed = new LinkedHashMap<>(fields);
      changed.put(name, Json.of(value));
      return new Obj(changed);
    }
  }

  /**
   * An array.
   *
   * @param items the values in order
   */
  record Arr(List<Json> items) implements Json {
    /**
     * Copies the items.
     *
     * @param items the values in order
     */
    public Arr {
      items = List.copyOf(items);
    }
  }

  /**
   * A string.
   *
   * @param value the string; any characters
   */
  record Str(String value) implements Json {
    /**
     * Checks that there is a string.
     *
     * @param value the string; any characters
     */
    public Str {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A number, with all its digits.
   *
   * @param value the number
   */
  record Num(BigDecimal value) implements Json {
    /**
     * Checks that there is a number.
     *
     * @param value the number
     */
    public Num {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * True or false.
   *
   * @param value which of them
   */
  record Bool(boolean value) implements Json {}

  /** The JSON null. */
  record Null() implements Json {}
}
