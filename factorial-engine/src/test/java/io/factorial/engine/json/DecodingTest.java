package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import io.factorial.json.JsonCodec.Property;
import io.factorial.tool.Param;
import java.lang.reflect.Type;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {

  private final JsonCodec codec = new JacksonJsonCodec();

  enum Sky {
    CLEAR,
    CLOUDS
  }

  sealed interface Warning {}

  record Storm(int strength) implements Warning {}

  record Flood(@Nullable String river) implements Warning {}

  record Order(String id, BigDecimal amount, List<Item> items, @Nullable Warning warning) {
    Order {
      if (amount.signum() < 0) {
        throw new IllegalArgumentException("amount is negative");
      }
    }
  }

  record Item(String name, @Param(defaultValue = "1") int count, Map<String, Sky> skies) {}

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("{}", "id: missing (expected: a string)"),
        refusal("[]", "value: an array (expected: an object)"),
        refusal("\"x\"", "value: \"x\" (expected: an object)"),
        refusal("{'id':null}", "id: null (expected: a string)"),
        refusal("{'id':7}", "id: 7 (expected: a string)"),
        refusal("{'id':'7'}", "amount: missing (expected: a number)"),
        refusal("{'id':'7','amount':'abc'}", "amount: \"abc\" (expected: a number)"),
        refusal("{'id':'7','amount':true}", "amount: true (expected: a number)"),
        refusal("{'id':'7','amount':{}}", "amount: an object (expected: a number)"),
        refusal("{'id':'7','amount':1,'items':{}}", "items: an object (expected: an array)"),
        refusal("{'id':'7','amount':1,'items':[1]}", "items[0]: 1 (expected: an object)"),
        refusal(
            "{'id':'7','amount':1,'items':[{'name':'a','skies':{}},{}]}",
            "items[1].name: missing (expected: a string)"),
        refusal(
            "{'id':'7','amount':1,'items':[{'name':'a','count':1.5,'skies':{}}]}",
            "items[0].count: 1.5 (expected: a whole number from -2147483648 to 2147483647)"),
        refusal(
            "{'id':'7','amount':1,'items':[{'name':'a','skies':{'today':'SNOW'}}]}",
            "items[0].skies.today: \"SNOW\" (expected: one of CLEAR, CLOUDS)"),
        refusal(
            "{'id':'7','amount':1,'items':[{'name':'a','skies':{'today':'clear'}}]}",
            "items[0].skies.today: \"clear\" (expected: one of CLEAR, CLOUDS)"),
        refusal(
            "{'id':'7','amount':1,'items':[],'warning':{}}",
            "warning.type: missing (expected: one of Storm, Flood)"),
        refusal(
            "{'id':'7','amount':1,'items':[],'warning':{'type':'Snow'}}",
            "warning.type: \"Snow\" (expected: one of Storm, Flood)"),
        refusal(
            "{'id':'7','amount':1,'items':[],'warning':{'type':1}}",
            "warning.type: 1 (expected: one of Storm, Flood)"),
        refusal(
            "{'id':'7','amount':1,'items':[],'warning':'Storm'}",
            "warning: \"Storm\" (expected: an object whose type is one of Storm, Flood)"),
        refusal(
            "{'id':'7','amount':1,'items':[],'warning':{'type':'Storm','strength':'5'}}",
            "warning.strength: \"5\" (expected: a whole number from -2147483648 to 2147483647)"),
        refusal(
            "{'id':'7','amount':-1,'items':[]}",
            "value: refused, amount is negative (expected: a valid Order)"));
  }

  private static Arguments refusal(String text, String message) {
    return Arguments.of(text.replace('\'', '"'), message);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatDoesNotFitIsRefusedInWordsToActOn(String text, String message) {
    assertThatThrownBy(() -> codec.decode(codec.parse(text), Order.class))
        .isInstanceOf(DecodingException.class)
        .hasMessage(message);
  }

  record Orders(List<Order> all) {}

  @Test
  void theExceptionOfAConstructorKeepsItsPathAndCause() {
    Json value = codec.parse("{\"all\":[{\"id\":\"1\",\"amount\":-1,\"items\":[]}]}");

    assertThatThrownBy(() -> codec.decode(value, Orders.class))
        .isInstanceOf(DecodingException.class)
        .hasMessage("all[0]: refused, amount is negative (expected: a valid Order)")
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .extracting(e -> ((DecodingException) e).path())
        .isEqualTo("all[0]");
  }

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of(Instant.class, "a time with its offset, like 2026-03-28T14:30:00Z"),
        Arguments.of(
            OffsetDateTime.class, "a time with its offset, like 2026-03-28T14:30:00+01:00"),
        Arguments.of(LocalDate.class, "a date, like 2026-03-28"),
        Arguments.of(LocalTime.class, "a time of day, like 14:30:00"),
        Arguments.of(
            LocalDateTime.class, "a date and time without offset, like 2026-03-28T14:30:00"),
        Arguments.of(
            ZonedDateTime.class,
            "a time with its zone, like 2026-03-28T14:30:00+01:00[Europe/Paris]"),
        Arguments.of(Duration.class, "a duration, like PT1H30M or P2D"),
        Arguments.of(Period.class, "a period of days, months and years, like P1Y2M3D"),
        Arguments.of(YearMonth.class, "a month, like 2026-03"),
        Arguments.of(Year.class, "a year"),
        Arguments.of(ZoneId.class, "a time zone, like Europe/Paris"),
        Arguments.of(UUID.class, "a UUID"),
        Arguments.of(URI.class, "a URI"),
        Arguments.of(char.class, "a single character"),
        Arguments.of(boolean.class, "true or false"),
        Arguments.of(BigInteger.class, "a whole number"),
        Arguments.of(double.class, "a number"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aWrongFormIsAnsweredWithTheRightOne(Type type, String expected) {
    assertThatThrownBy(() -> codec.decode(new Json.Str("1 -2- 3"), type))
        .isInstanceOf(DecodingException.class)
        .hasMessage("value: \"1 -2- 3\" (expected: " + expected + ")");
    assertThatThrownBy(() -> codec.decode(Json.Obj.of(), type))
        .isInstanceOf(DecodingException.class)
        .hasMessage("value: an object (expected: " + expected + ")");
  }

  @Test
  void aShortenedUuidIsRefused() {
    assertThatThrownBy(() -> codec.decode(new Json.Str("1-1-1-1-1"), UUID.class))
        .isInstanceOf(DecodingException.class)
        .hasMessage("value: \"1-1-1-1-1\" (expected: a UUID)");
  }

  @Test
  void aLongValueIsShownShortened() {
    assertThatThrownBy(() -> codec.decode(new Json.Str("x".repeat(500)), int.class))
        .hasMessageStartingWith("value: \"" + "x".repeat(60) + "…\" (expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3.0", "3.000", "0.3e1", "30e-1"})
  void aWholeNumberMayBeWrittenAsAnyNumber(String text) {
    for (Class<?> type : List.of(int.class, long.class, byte.class, short.class, Integer.class)) {
      assertThat(((Number) codec.decode(Json.parse(text), type)).intValue()).isEqualTo(3);
    }
    assertThat(codec.decode(Json.parse(text), BigInteger.class)).isEqualTo(BigInteger.valueOf(3));
    assertThat(codec.decode(Json.parse(text), Year.class)).isEqualTo(Year.of(3));
  }

  @ParameterizedTest
  @CsvSource({
    "int, 2147483648",
    "int, -2147483649",
    "int, 1e999999999",
    "int, 1e-999999999",
    "int, 0.5",
    "long, 9223372036854775808",
    "long, -9223372036854775809",
    "long, 18446744073709551617",
    "byte, 128",
    "short, 40000",
    "float, 1e39",
    "double, 1e309",
    "double, -1e999999999",
    "year, 1000000000"
  })
  void whatIsOutOfRangeIsRefused(String type, String text) {
    Map<String, Class<?>> types =
        Map.of(
            "int", int.class,
            "long", long.class,
            "byte", byte.class,
            "short", short.class,
            "float", float.class,
            "double", double.class,
            "year", Year.class);
    Class<?> asked = types.getOrDefault(type, Void.class);

    assertThatThrownBy(() -> codec.decode(Json.parse(text), asked))
        .isInstanceOf(DecodingException.class)
        .hasMessageStartingWith("value: ");
  }

  @Test
  void aWholeNumberOfTooManyDigitsIsRefusedBeforeItIsMade() {
    assertThatThrownBy(() -> codec.decode(Json.parse("1e999999999"), BigInteger.class))
        .isInstanceOf(DecodingException.class)
        .hasMessage("value: 1E+999999999 (expected: a whole number)");
  }

  @Test
  void allDigitsOfADecimalAreKept() {
    String digits = "123456789.123456789012345678901234567890";

    assertThat(codec.decode(Json.parse(digits), BigDecimal.class))
        .isEqualTo(new BigDecimal(digits));
  }

  record Loose(
      Optional<String> wrapped, @Nullable String bare, @Param(defaultValue = "x") String filled) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"wrapped\":null,\"bare\":null,\"filled\":null}",
        "{\"unknown\":{\"a\":[1]},\"filled\":\"x\"}"
      })
  void whatMayBeAbsentMayBeNull(String text) {
    assertThat(codec.decode(Json.parse(text), Loose.class))
        .isEqualTo(new Loose(Optional.empty(), null, "x"));
  }

  record FilledOptional(@Param(defaultValue = "x") Optional<String> value) {}

  @Test
  void aDefaultOfAnOptionalIsForItsAbsenceOnly() {
    assertThat(codec.decode(Json.parse("{}"), FilledOptional.class))
        .isEqualTo(new FilledOptional(Optional.of("x")));
    assertThat(codec.decode(Json.parse("{\"value\":null}"), FilledOptional.class))
        .isEqualTo(new FilledOptional(Optional.empty()));
  }

  @Test
  void collectionsCannotBeChanged() {
    record Collections(List<String> list, Set<String> set, Map<String, String> map) {}
    Collections read =
        (Collections)
            codec.decode(
                Json.parse("{\"list\":[\"a\"],\"set\":[\"a\",\"b\",\"a\"],\"map\":{\"a\":\"b\"}}"),
                Collections.class);

    assertThat(read.set()).containsExactly("a", "b");
    assertThatThrownBy(() -> read.list().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.set().add("x")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.map().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRecordOfASealedInterfaceMayOmitItsTypeWhereItIsKnown() {
    assertThat(codec.decode(Json.parse("{\"strength\":5}"), Storm.class)).isEqualTo(new Storm(5));
    assertThatThrownBy(
            () -> codec.decode(Json.parse("{\"type\":\"Flood\",\"strength\":5}"), Storm.class))
        .isInstanceOf(DecodingException.class)
        .hasMessage("type: \"Flood\" (expected: Storm)");
  }

  @Test
  void aTreeDeeperThanTextIsRefused() {
    Json value = new Json.Arr(List.of());
    for (int i = 0; i < 20_000; i++) {
      value = Json.Obj.of("label", "x", "children", List.of(value));
    }
    Json deep = value;

    assertThatThrownBy(() -> codec.decode(deep, Samples.Node.class))
        .isInstanceOf(DecodingException.class)
        .hasMessage("value: nested too deeply (expected: at most 256 levels)");
  }

  @Test
  void theArgumentsOfAToolAreReadInOrder() {
    List<Property> properties =
        List.of(
            property("city", String.class, null),
            property("days", int.class, "3"),
            property("sky", Samples.spelled("point"), null),
            property("units", Sky.class, "CLOUDS"),
            new Property("at", Instant.class, Optional.empty(), Optional.empty(), true));

    assertThat(codec.decode(Json.Obj.of("city", "Paris", "ctx", "forged"), properties))
        .containsExactly("Paris", 3, Optional.empty(), Sky.CLOUDS, null);
    assertThat(codec.decode(Json.Obj.of("days", 5.0, "city", "", "units", "CLEAR"), properties))
        .containsExactly("", 5, Optional.empty(), Sky.CLEAR, null);
    assertThatThrownBy(() -> codec.decode(Json.Obj.of("days", 5), properties))
        .isInstanceOf(DecodingException.class)
        .hasMessage("city: missing (expected: a string)");
  }

  private static Property property(String name, Type type, @Nullable String defaultValue) {
    return new Property(name, type, Optional.empty(), Optional.ofNullable(defaultValue));
  }
}
