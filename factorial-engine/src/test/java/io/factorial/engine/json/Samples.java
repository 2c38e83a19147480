package io.factorial.engine.json;

import io.factorial.json.Json;
import io.factorial.tool.Param;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types of the closed set, each with a maker of random values. */
final class Samples {

  private static final List<String> ZONES =
      List.of("Europe/Paris", "America/New_York", "UTC", "+05:30", "Asia/Kathmandu", "Z");

  private Samples() {}

  enum Sky {
    CLEAR,
    CLOUDS {
      @Override
      public String toString() {
        return "not its name";
      }
    },
    RAIN
  }

  record Point(int x, double y) {}

  record Page<T>(List<T> items, Optional<T> next) {}

  record Node(String label, List<Node> children, @Nullable Node partner) {}

  record Empty() {}

  record Renamed(@Param(name = "unit_price") BigDecimal unitPrice) {}

  sealed interface Drawing permits Circle, Polygon, Nothing, Group {}

  record Circle(Point centre, double radius) implements Drawing {}

  record Nothing() implements Drawing {}

  record Group(Map<String, Drawing> parts) implements Drawing {}

  sealed interface Polygon extends Drawing permits Triangle, Rectangle {}

  record Triangle(Point a, Point b, Point c) implements Polygon {}

  record Rectangle(Point corner, @Nullable Integer width, Optional<Integer> height)
      implements Polygon {}

  sealed interface Answer<T> permits Found, Missing {}

  record Found<V>(V value, List<V> others) implements Answer<V> {}

  record Missing<W>(String reason) implements Answer<W> {}

  record Primitives(
      boolean truth, byte b, short s, int i, long l, float f, double d, char c, String text) {}

  record Boxes(Boolean truth, Byte b, Short s, Integer i, Long l, Float f, Double d, Character c) {}

  /** Types that only a component can spell. */
  record Spelled(
      List<String> strings,
      List<List<Long>> lists,
      List<Optional<Sky>> skies,
      List<? extends Polygon> polygons,
      Set<Integer> numbers,
      Map<String, List<LocalDate>> dates,
      Optional<UUID> id,
      Optional<Point> point,
      Optional<List<Sky>> maybeSkies,
      Optional<Drawing> maybeDrawing,
      Optional<Map<String, Point>> maybePoints,
      Page<Point> points,
      Page<Page<String>> pages,
      Answer<Sky> answer) {}

  static Type spelled(String component) {
    return Stream.of(Spelled.class.getRecordComponents())
        .filter(each -> each.getName().equals(component))
        .map(RecordComponent::getGenericType)
        .findFirst()
        .orElseThrow();
  }

  /** Every type with its maker. */
  static Map<Type, Function<Random, Object>> all() {
    Map<Type, Function<Random, Object>> all = new LinkedHashMap<>();
    addScalars(all);
    addTimes(all);
    addJson(all);
    addRecords(all);
    addContainers(all);
    return all;
  }

  private static void addScalars(Map<Type, Function<Random, Object>> all) {
    all.put(boolean.class, Random::nextBoolean);
    all.put(Boolean.class, Random::nextBoolean);
    all.put(byte.class, r -> (byte) r.nextInt());
    all.put(Byte.class, r -> (byte) r.nextInt());
    all.put(short.class, r -> (short) r.nextInt());
    all.put(Short.class, r -> (short) r.nextInt());
    all.put(int.class, Random::nextInt);
    all.put(Integer.class, r -> oneOf(r, Integer.MIN_VALUE, Integer.MAX_VALUE, r.nextInt()));
    all.put(long.class, Random::nextLong);
    all.put(Long.class, r -> oneOf(r, Long.MIN_VALUE, Long.MAX_VALUE, r.nextLong()));
    all.put(float.class, Samples::aFloat);
    all.put(Float.class, Samples::aFloat);
    all.put(double.class, Samples::aDouble);
    all.put(Double.class, Samples::aDouble);
    all.put(char.class, r -> (char) r.nextInt(0x10000));
    all.put(Character.class, r -> (char) r.nextInt(0x10000));
    all.put(String.class, Samples::string);
    all.put(BigInteger.class, r -> new BigInteger(r.nextInt(2000), r).negate());
    all.put(BigDecimal.class, Samples::decimal);
    all.put(UUID.class, r -> new UUID(r.nextLong(), r.nextLong()));
    all.put(URI.class, r -> URI.create("https://example.org/" + r.nextInt() + "?q=%C3%A9#f"));
    all.put(Sky.class, r -> oneOf(r, Sky.values()));
    all.put(DayOfWeek.class, r -> oneOf(r, DayOfWeek.values()));
  }

  private static void addTimes(Map<Type, Function<Random, Object>> all) {
    all.put(Instant.class, Samples::instant);
    all.put(LocalDate.class, r -> LocalDate.ofEpochDay(r.nextInt(-10_000_000, 10_000_000)));
    all.put(LocalTime.class, Samples::time);
    all.put(LocalDateTime.class, r -> LocalDateTime.of(date(r), time(r)));
    all.put(OffsetDateTime.class, r -> OffsetDateTime.of(date(r), time(r), offset(r)));
    all.put(ZonedDateTime.class, r -> ZonedDateTime.ofInstant(instant(r), zone(r)));
    all.put(
        Duration.class,
        r -> Duration.ofSeconds(r.nextInt(), oneOf(r, 0, r.nextInt(1_000_000_000))));
    all.put(Period.class, r -> Period.of(r.nextInt(), r.nextInt(-99, 99), r.nextInt()));
    all.put(Year.class, r -> Year.of(r.nextInt(Year.MIN_VALUE, Year.MAX_VALUE)));
    all.put(YearMonth.class, r -> YearMonth.from(date(r)));
    all.put(ZoneId.class, Samples::zone);
  }

  private static void addJson(Map<Type, Function<Random, Object>> all) {
    all.put(Json.class, r -> json(r, 4));
    all.put(Json.Obj.class, r -> Json.Obj.of(name(r), json(r, 3)));
    all.put(Json.Arr.class, r -> new Json.Arr(list(r, each -> json(each, 2))));
    all.put(Json.Str.class, r -> new Json.Str(string(r)));
    all.put(Json.Num.class, r -> new Json.Num(decimal(r)));
    all.put(Json.Bool.class, r -> new Json.Bool(r.nextBoolean()));
    all.put(Json.Null.class, r -> new Json.Null());
  }

  private static void addRecords(Map<Type, Function<Random, Object>> all) {
    all.put(Point.class, Samples::point);
    all.put(Empty.class, r -> new Empty());
    all.put(Renamed.class, r -> new Renamed(decimal(r)));
    all.put(Node.class, r -> node(r, 4));
    all.put(Drawing.class, r -> drawing(r, 3));
    all.put(Polygon.class, Samples::polygon);
    all.put(Circle.class, Samples::circle);
    all.put(
        Primitives.class,
        r ->
            new Primitives(
                r.nextBoolean(),
                (byte) r.nextInt(),
                (short) r.nextInt(),
                r.nextInt(),
                r.nextLong(),
                aFloat(r),
                aDouble(r),
                (char) r.nextInt(0x10000),
                string(r)));
    all.put(
        Boxes.class,
        r ->
            new Boxes(
                r.nextBoolean(),
                (byte) r.nextInt(),
                (short) r.nextInt(),
                r.nextInt(),
                r.nextLong(),
                aFloat(r),
                aDouble(r),
                (char) r.nextInt(0x10000)));
    all.put(Spelled.class, Samples::spelled);
  }

  private static void addContainers(Map<Type, Function<Random, Object>> all) {
    all.put(spelled("strings"), r -> spelled(r).strings());
    all.put(spelled("lists"), r -> spelled(r).lists());
    all.put(spelled("skies"), r -> spelled(r).skies());
    all.put(spelled("polygons"), r -> spelled(r).polygons());
    all.put(spelled("numbers"), r -> spelled(r).numbers());
    all.put(spelled("dates"), r -> spelled(r).dates());
    all.put(spelled("id"), r -> spelled(r).id());
    all.put(spelled("point"), r -> spelled(r).point());
    all.put(spelled("maybeSkies"), r -> spelled(r).maybeSkies());
    all.put(spelled("maybeDrawing"), r -> spelled(r).maybeDrawing());
    all.put(spelled("maybePoints"), r -> spelled(r).maybePoints());
    all.put(spelled("points"), r -> spelled(r).points());
    all.put(spelled("pages"), r -> spelled(r).pages());
    all.put(spelled("answer"), r -> spelled(r).answer());
  }

  static Spelled spelled(Random r) {
    return new Spelled(
        list(r, Samples::string),
        list(r, each -> list(each, Random::nextLong)),
        list(r, each -> maybe(each, e -> oneOf(e, Sky.values()))),
        list(r, Samples::polygon),
        new LinkedHashSet<>(list(r, Random::nextInt)),
        map(r, each -> list(each, Samples::date)),
        maybe(r, each -> new UUID(each.nextLong(), each.nextLong())),
        maybe(r, Samples::point),
        maybe(r, each -> list(each, e -> oneOf(e, Sky.values()))),
        maybe(r, each -> drawing(each, 2)),
        maybe(r, each -> map(each, Samples::point)),
        page(r, Samples::point),
        page(r, each -> page(each, Samples::string)),
        r.nextBoolean()
            ? new Found<>(Sky.RAIN, list(r, e -> oneOf(e, Sky.values())))
            : new Missing<>(string(r)));
  }

  static String string(Random r) {
    StringBuilder text = new StringBuilder();
    for (int length = r.nextInt(12); length > 0; length--) {
      switch (r.nextInt(5)) {
        case 0 -> text.append((char) r.nextInt(0x80));
        case 1 -> text.append((char) r.nextInt(0x10000));
        case 2 -> text.appendCodePoint(r.nextInt(0x110000));
        case 3 -> text.append("\"\\/\b\f\n\r\t\0\u2028".charAt(r.nextInt(10)));
        default -> text.append((char) ('a' + r.nextInt(26)));
      }
    }
    return text.toString();
  }

  /** A string without halves of surrogate pairs, which no name may hold. */
  static String name(Random r) {
    return string(r)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A negative zero is left out: JSON numbers have none, it comes back as zero. */
  private static double aDouble(Random r) {
    double any = Double.longBitsToDouble(r.nextLong());
    return Double.isFinite(any) && any != 0 ? any : r.nextInt();
  }

  private static float aFloat(Random r) {
    float any = Float.intBitsToFloat(r.nextInt());
    return Float.isFinite(any) && any != 0 ? any : r.nextInt(1000);
  }

  private static BigDecimal decimal(Random r) {
    return new BigDecimal(new BigInteger(r.nextInt(200), r), r.nextInt(-250, 250)).negate();
  }

  private static Instant instant(Random r) {
    return Instant.ofEpochSecond(r.nextInt(), oneOf(r, 0, r.nextInt(1_000_000_000)));
  }

  private static LocalDate date(Random r) {
    return LocalDate.ofEpochDay(r.nextInt(-100_000, 100_000));
  }

  private static LocalTime time(Random r) {
    return LocalTime.ofNanoOfDay(r.nextLong(86_400_000_000_000L));
  }

  private static ZoneOffset offset(Random r) {
    return ZoneOffset.ofTotalSeconds(r.nextInt(-64_800, 64_801));
  }

  private static ZoneId zone(Random r) {
    return ZoneId.of(ZONES.get(r.nextInt(ZONES.size())));
  }

  private static Json json(Random r, int depth) {
    return switch (r.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> new Json.Null();
      case 1 -> new Json.Bool(r.nextBoolean());
      case 2 -> new Json.Num(decimal(r));
      case 3 -> new Json.Str(string(r));
      case 4 -> new Json.Arr(list(r, each -> json(each, depth - 1)));
      default -> new Json.Obj(map(r, each -> json(each, depth - 1)));
    };
  }

  private static Point point(Random r) {
    return new Point(r.nextInt(), aDouble(r));
  }

  private static Node node(Random r, int depth) {
    return new Node(
        string(r),
        depth == 0 ? List.of() : list(r, each -> node(each, depth - 1)),
        depth == 0 || r.nextBoolean() ? null : node(r, depth - 1));
  }

  private static Drawing drawing(Random r, int depth) {
    return switch (r.nextInt(depth == 0 ? 3 : 4)) {
      case 0 -> new Nothing();
      case 1 -> circle(r);
      case 2 -> polygon(r);
      default -> new Group(map(r, each -> drawing(each, depth - 1)));
    };
  }

  private static Circle circle(Random r) {
    return new Circle(point(r), aDouble(r));
  }

  private static Polygon polygon(Random r) {
    return r.nextBoolean()
        ? new Triangle(point(r), point(r), point(r))
        : new Rectangle(point(r), r.nextBoolean() ? null : r.nextInt(), maybe(r, Random::nextInt));
  }

  private static <T> Page<T> page(Random r, Function<Random, T> item) {
    return new Page<>(list(r, item), maybe(r, item));
  }

  private static <T> Optional<T> maybe(Random r, Function<Random, T> value) {
    return r.nextBoolean() ? Optional.empty() : Optional.of(value.apply(r));
  }

  private static <T> List<T> list(Random r, Function<Random, T> item) {
    List<T> items = new ArrayList<>();
    for (int size = r.nextInt(4); size > 0; size--) {
      items.add(item.apply(r));
    }
    return List.copyOf(items);
  }

  private static <T> Map<String, T> map(Random r, Function<Random, T> value) {
    Map<String, T> values = new LinkedHashMap<>();
    for (int size = r.nextInt(4); size > 0; size--) {
      values.put(name(r), value.apply(r));
    }
    return values;
  }

  @SafeVarargs
  private static <T> T oneOf(Random r, T... values) {
    return values[r.nextInt(values.length)];
  }
}
