package io.factorial.engine.json;

import io.factorial.engine.json.Shape.Scalar;
import io.factorial.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The types that stand for themselves: what each looks like, how it is read and written. */
final class Scalars {

  private static final Map<Class<?>, Scalar> BY_CLASS = new HashMap<>();

  static {
    addTruth(boolean.class);
    addTruth(Boolean.class);
    addWholeNumbers();
    addDecimals();
    addText(String.class, plain(), "a string", text -> text);
    addText(char.class, plain(), "a single character", Scalars::character);
    addText(Character.class, plain(), "a single character", Scalars::character);
    addText(UUID.class, format("uuid"), "a UUID", Scalars::uuid);
    addText(URI.class, hint("a URI"), "a URI", URI::create);
    addTimes();
    addJson();
  }

  private Scalars() {}

  static @Nullable Scalar of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  /** The scalar of a value, whose class may be one that no type can name. */
  static @Nullable Scalar ofValue(Object value) {
    return value instanceof ZoneId ? of(ZoneId.class) : of(value.getClass());
  }

  private static void addTruth(Class<?> type) {
    add(
        type,
        Json.Obj.of("type", "boolean"),
        "true or false",
        json -> json instanceof Json.Bool bool ? bool.value() : null,
        value -> new Json.Bool((Boolean) value));
  }

  private static void addWholeNumbers() {
    addWhole(byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
    addWhole(Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
    addWhole(short.class, Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
    addWhole(Short.class, Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
    addWhole(int.class, Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
    addWhole(Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
    addWhole(long.class, Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
    addWhole(Long.class, Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
    add(
        Year.class,
        Json.Obj.of("type", "integer"),
        "a year",
        json -> whole(json, Year.MIN_VALUE, Year.MAX_VALUE, value -> Year.of((int) value)),
        value -> number(((Year) value).getValue()));
    add(
        BigInteger.class,
        Json.Obj.of("type", "integer"),
        "a whole number",
        Scalars::whole,
        value -> new Json.Num(new BigDecimal((BigInteger) value)));
  }

  private static void addWhole(Class<?> type, long least, long most, LongFunction<Object> box) {
    add(
        type,
        Json.Obj.of("type", "integer"),
        "a whole number from " + least + " to " + most,
        json -> whole(json, least, most, box),
        value -> number(((Number) value).longValue()));
  }

  private static void addDecimals() {
    addDecimal(double.class, Scalars::toDouble, value -> BigDecimal.valueOf((Double) value));
    addDecimal(Double.class, Scalars::toDouble, value -> BigDecimal.valueOf((Double) value));
    addDecimal(float.class, Scalars::toFloat, value -> new BigDecimal(value.toString()));
    addDecimal(Float.class, Scalars::toFloat, value -> new BigDecimal(value.toString()));
    addDecimal(BigDecimal.class, value -> value, value -> (BigDecimal) value);
  }

  private static void addDecimal(
      Class<?> type,
      Function<BigDecimal, @Nullable Object> read,
      Function<Object, BigDecimal> write) {
    add(
        type,
        Json.Obj.of("type", "number"),
        "a number",
        json -> json instanceof Json.Num number ? read.apply(number.value()) : null,
        value -> new Json.Num(write.apply(value)));
  }

  private static void addTimes() {
    addText(
        Instant.class,
        format("date-time"),
        "a time with its offset, like 2026-03-28T14:30:00Z",
        Instant::parse);
    addText(
        OffsetDateTime.class,
        format("date-time"),
        "a time with its offset, like 2026-03-28T14:30:00+01:00",
        OffsetDateTime::parse);
    addText(LocalDate.class, format("date"), "a date, like 2026-03-28", LocalDate::parse);
    addText(Duration.class, format("duration"), "a duration, like PT1H30M or P2D", Duration::parse);
    addHinted(LocalTime.class, "a time of day, like 14:30:00", LocalTime::parse);
    addHinted(
        LocalDateTime.class,
        "a date and time without offset, like 2026-03-28T14:30:00",
        LocalDateTime::parse);
    addHinted(
        ZonedDateTime.class,
        "a time with its zone, like 2026-03-28T14:30:00+01:00[Europe/Paris]",
        ZonedDateTime::parse);
    addHinted(Period.class, "a period of days, months and years, like P1Y2M3D", Period::parse);
    addHinted(YearMonth.class, "a month, like 2026-03", YearMonth::parse);
    addHinted(ZoneId.class, "a time zone, like Europe/Paris", ZoneId::of);
  }

  /**
   * A text whose form no {@code format} of JSON Schema names, so that the model is told in words.
   */
  private static void addHinted(
      Class<?> type, String expected, Function<String, @Nullable Object> parse) {
    addText(type, hint(expected), expected, parse);
  }

  private static void addText(
      Class<?> type, Json.Obj schema, String expected, Function<String, @Nullable Object> parse) {
    add(
        type,
        schema,
        expected,
        json -> json instanceof Json.Str string ? parse.apply(string.value()) : null,
        value -> new Json.Str(value.toString()));
  }

  private static Json.Obj plain() {
    return Json.Obj.of("type", "string");
  }

  private static Json.Obj format(String name) {
    return Json.Obj.of("type", "string", "format", name);
  }

  private static Json.Obj hint(String words) {
    return Json.Obj.of("type", "string", "description", words);
  }

  private static void addJson() {
    addJson(Json.class, Json.Obj.of(), "a value");
    addJson(Json.Obj.class, Json.Obj.of("type", "object"), "an object");
    addJson(Json.Arr.class, Json.Obj.of("type", "array"), "an array");
    addJson(Json.Str.class, Json.Obj.of("type", "string"), "a string");
    addJson(Json.Num.class, Json.Obj.of("type", "number"), "a number");
    addJson(Json.Bool.class, Json.Obj.of("type", "boolean"), "true or false");
    addJson(Json.Null.class, Json.Obj.of("type", "null"), "null");
  }

  private static void addJson(Class<? extends Json> type, Json.Obj schema, String expected) {
    add(type, schema, expected, json -> type.isInstance(json) ? json : null, Json.class::cast);
  }

  private static void add(
      Class<?> type, Json.Obj schema, String expected, Scalar.Read read, Scalar.Write write) {
    BY_CLASS.put(type, new Scalar(schema, expected, read, write));
  }

  private static Json.Num number(long value) {
    return new Json.Num(BigDecimal.valueOf(value));
  }

  private static @Nullable Object whole(
      Json json, long least, long most, LongFunction<Object> box) {
    BigInteger value = whole(json);
    if (value == null || value.bitLength() >= Long.SIZE) {
      return null;
    }
    long bits = value.longValue();
    return bits < least || bits > most ? null : box.apply(bits);
  }

  /** A number without a fraction, {@code 3.0} too. The length is checked before digits are made. */
  private static @Nullable BigInteger whole(Json json) {
    if (!(json instanceof Json.Num number)) {
      return null;
    }
    BigDecimal value = number.value();
    if (value.signum() == 0) {
      return BigInteger.ZERO;
    }
    long digits = (long) value.precision() - value.scale();
    if (digits < 1 || digits > Json.MAX_DIGITS) {
      return null;
    }
    BigDecimal shortest = value.stripTrailingZeros();
    return shortest.scale() > 0 ? null : shortest.toBigInteger();
  }

  private static @Nullable Object toDouble(BigDecimal number) {
    double value = number.doubleValue();
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable Object toFloat(BigDecimal number) {
    float value = number.floatValue();
    return Float.isFinite(value) ? value : null;
  }

  private static @Nullable Object character(String text) {
    return text.length() == 1 ? text.charAt(0) : null;
  }

  /** {@code UUID.fromString} takes shortened forms, which are more likely mistakes. */
  private static @Nullable Object uuid(String text) {
    UUID value = UUID.fromString(text);
    return value.toString().equalsIgnoreCase(text) ? value : null;
  }
}
