package io.factorial.dashboard.http;

import io.factorial.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object in the making; fields keep their order, and what is absent is left out. */
public final class Fields {
  /** Always with milliseconds, so that texts sort as the times do. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final MathContext DIGITS = new MathContext(6);

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private Fields() {}

  /**
   * Starts without a field.
   *
   * @return the fields
   */
  public static Fields make() {
    return new Fields();
  }

  /**
   * A list, each item in its JSON form.
   *
   * @param items the items
   * @param each makes the form of one
   * @param <T> their type
   * @return the array
   */
  public static <T> Json.Arr list(
      Collection<? extends T> items, Function<? super T, ? extends Json> each) {
    return new Json.Arr(items.stream().<Json>map(each).toList());
  }

  /**
   * A time, with milliseconds.
   *
   * @param time the time
   * @return its text
   */
  public static Json.Str time(Instant time) {
    return new Json.Str(TIME.format(time));
  }

  /**
   * Puts a value.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields put(String name, @Nullable Json value) {
    if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  /**
   * Puts a text.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields put(String name, @Nullable String value) {
    return put(name, value == null ? null : new Json.Str(value));
  }

  /**
   * Puts a whole number.
   *
   * @param name the field
   * @param value its value
   * @return this
   */
  public Fields put(String name, long value) {
    return put(name, new Json.Num(BigDecimal.valueOf(value)));
  }

  /**
   * Puts a truth value.
   *
   * @param name the field
   * @param value its value
   * @return this
   */
  public Fields put(String name, boolean value) {
    return put(name, new Json.Bool(value));
  }

  /**
   * Puts a time.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields put(String name, @Nullable Instant value) {
    return put(name, value == null ? null : time(value));
  }

  /**
   * Puts a length of time, in seconds.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields put(String name, @Nullable Duration value) {
    return value == null ? this : put(name, plain(BigDecimal.valueOf(value.toMillis(), 3)));
  }

  /**
   * Puts a number, to six digits.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields number(String name, @Nullable Double value) {
    return value == null ? this : put(name, plain(new BigDecimal(value, DIGITS)));
  }

  /**
   * Puts an exact number.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields number(String name, @Nullable BigDecimal value) {
    return put(name, value == null ? null : plain(value));
  }

  /** Without zeros at its end, and without an exponent. */
  private static Json.Num plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return new Json.Num(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
  }

  /**
   * Puts a whole number that may be absent.
   *
   * @param name the field
   * @param value its value; null leaves it out
   * @return this
   */
  public Fields whole(String name, @Nullable Long value) {
    return value == null ? this : put(name, value.longValue());
  }

  /**
   * Puts a text that may be absent.
   *
   * @param name the field
   * @param value its value; empty leaves it out
   * @return this
   */
  public Fields maybe(String name, Optional<String> value) {
    return put(name, value.orElse(null));
  }

  /**
   * Ends the object.
   *
   * @return the object
   */
  public Json.Obj end() {
    return new Json.Obj(fields);
  }
}
