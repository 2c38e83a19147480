package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import io.factorial.json.JsonCodec.Property;
import io.factorial.tool.Param;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

  private static final String CLOSED_SET =
      " (expected: a primitive or its box, String, an enum, a record, a sealed interface of records,"
          + " List, Set, Map with String keys, Optional, a value of java.time, UUID, URI,"
          + " BigDecimal, BigInteger or Json)";

  private final JsonCodec codec = new JacksonJsonCodec();

  enum Sky {
    CLEAR,
    CLOUDS
  }

  record Day(LocalDate date, @Param("In degrees") double low, Optional<Sky> sky) {}

  sealed interface Warning {}

  record Storm(int strength) implements Warning {}

  record Flood(@Nullable String river) implements Warning {}

  record Forecast(
      @Param("City name") String city,
      @Param("When to start") LocalTime from,
      @Param("Coldest first") List<Day> days,
      Optional<Day> best,
      @Nullable Warning warning,
      Set<Sky> skies,
      Map<String, BigDecimal> prices,
      Json extra,
      @Param(name = "max_days", defaultValue = "3") int maxDays) {}

  @Test
  void theSchemaOfARecordIsThisText() {
    assertThat(codec.schema(Forecast.class).text())
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "city":{"description":"City name","type":"string"},\
            "from":{"description":"When to start (a time of day, like 14:30:00)","type":"string"},\
            "days":{"description":"Coldest first","type":"array","items":\
            {"type":"object","properties":{\
            "date":{"type":"string","format":"date"},\
            "low":{"description":"In degrees","type":"number"},\
            "sky":{"type":["string","null"],"enum":["CLEAR","CLOUDS",null]}},\
            "required":["date","low","sky"],"additionalProperties":false}},\
            "best":{"anyOf":[{"type":"object","properties":{\
            "date":{"type":"string","format":"date"},\
            "low":{"description":"In degrees","type":"number"},\
            "sky":{"type":["string","null"],"enum":["CLEAR","CLOUDS",null]}},\
            "required":["date","low","sky"],"additionalProperties":false},{"type":"null"}]},\
            "warning":{"anyOf":[\
            {"type":"object","properties":{"type":{"type":"string","const":"Storm"},\
            "strength":{"type":"integer"}},\
            "required":["type","strength"],"additionalProperties":false},\
            {"type":"object","properties":{"type":{"type":"string","const":"Flood"},\
            "river":{"type":["string","null"]}},\
            "required":["type","river"],"additionalProperties":false},\
            {"type":"null"}]},\
            "skies":{"type":"array","items":{"type":"string","enum":["CLEAR","CLOUDS"]}},\
            "prices":{"type":"object","additionalProperties":{"type":"number"}},\
            "extra":{},\
            "max_days":{"type":"integer","default":3}},\
            "required":["city","from","days","best","warning","skies","prices","extra"],\
            "additionalProperties":false}""");
  }

  record Tree(@Param("The left one") Tree left, Optional<Tree> right, List<Leaf> leaves) {}

  record Leaf(Optional<Tree> below) {}

  @Test
  void aTypeThatContainsItselfStandsInDefs() {
    String body =
        """
        "type":"object","properties":{\
        "left":{"description":"The left one","anyOf":[{"$ref":"#/$defs/Tree"}]},\
        "right":{"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}]},\
        "leaves":{"type":"array","items":{"type":"object","properties":{\
        "below":{"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}]}},\
        "required":["below"],"additionalProperties":false}}},\
        "required":["left","right","leaves"],"additionalProperties":false""";

    assertThat(codec.schema(Tree.class).text())
        .isEqualTo("{" + body + ",\"$defs\":{\"Tree\":{" + body + "}}}");
  }

  static final class One {
    record Item(List<Item> items) {}
  }

  static final class Two {
    record Item(List<Item> items) {}
  }

  record Both(One.Item one, Two.Item two) {}

  @Test
  void twoTypesOfOneSimpleNameHaveTwoNamesInDefs() {
    Json.Obj definitions = (Json.Obj) codec.schema(Both.class).get("$defs").orElseThrow();

    assertThat(definitions.fields().keySet()).containsExactly("Item", "Item2");
  }

  record Shelf(Samples.Page<Shelf> page) {}

  record Library(Samples.Page<Shelf> page, Tree tree) {}

  @Test
  void aSchemaDoesNotDependOnWhatWasSeenBefore() {
    Type page = Library.class.getRecordComponents()[0].getGenericType();
    List<Type> types = List.of(page, Shelf.class, Library.class, Leaf.class, Tree.class);
    for (Type first : types) {
      JsonCodec used = new JacksonJsonCodec();
      used.schema(first);
      for (Type type : types) {
        assertThat(used.schema(type).text()).isEqualTo(new JacksonJsonCodec().schema(type).text());
      }
    }
  }

  @Test
  void aGenericRecordHasTheTypesOfItsArguments() {
    assertThat(codec.schema(Samples.spelled("points")).text())
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "items":{"type":"array","items":{"type":"object","properties":{\
            "x":{"type":"integer"},"y":{"type":"number"}},\
            "required":["x","y"],"additionalProperties":false}},\
            "next":{"anyOf":[{"type":"object","properties":{\
            "x":{"type":"integer"},"y":{"type":"number"}},\
            "required":["x","y"],"additionalProperties":false},{"type":"null"}]}},\
            "required":["items","next"],"additionalProperties":false}""");
  }

  @Test
  void aGenericSealedInterfacePassesItsArgumentsToItsRecords() {
    assertThat(codec.schema(Samples.spelled("answer")).text())
        .isEqualTo(
            """
            {"anyOf":[{"type":"object","properties":{"type":{"type":"string","const":"Found"},\
            "value":{"type":"string","enum":["CLEAR","CLOUDS","RAIN"]},\
            "others":{"type":"array","items":{"type":"string","enum":["CLEAR","CLOUDS","RAIN"]}}},\
            "required":["type","value","others"],"additionalProperties":false},\
            {"type":"object","properties":{"type":{"type":"string","const":"Missing"},\
            "reason":{"type":"string"}},\
            "required":["type","reason"],"additionalProperties":false}]}""");
  }

  @Test
  void aSealedInterfaceInsideAnotherGivesItsRecords() {
    Json.Arr variants = (Json.Arr) codec.schema(Samples.Polygon.class).get("anyOf").orElseThrow();
    Json.Arr all =
        (Json.Arr)
            ((Json.Obj)
                    ((Json.Obj) codec.schema(Samples.Drawing.class).get("$defs").orElseThrow())
                        .get("Drawing")
                        .orElseThrow())
                .get("anyOf")
                .orElseThrow();

    assertThat(variants.items()).hasSize(2);
    assertThat(all.items()).hasSize(5);
  }

  @Test
  void theParametersOfAToolAreAnObject() {
    List<Property> properties =
        List.of(
            property("city", String.class, "City name", null),
            property("units", Sky.class, null, "CLEAR"),
            new Property("at", Instant.class, Optional.empty(), Optional.empty(), true));

    assertThat(codec.schema(properties).text())
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "city":{"description":"City name","type":"string"},\
            "units":{"type":"string","enum":["CLEAR","CLOUDS"],"default":"CLEAR"},\
            "at":{"type":["string","null"],"format":"date-time"}},\
            "required":["city","at"],"additionalProperties":false}""");
  }

  @Test
  void aToolWithoutParametersHasAnEmptyObject() {
    assertThat(codec.schema(List.of()).text())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}");
  }

  record Inner(Map<String, List<Locale>> extra) {}

  record Outer(List<Optional<Inner>> days) {}

  @SuppressWarnings("ArrayRecordComponent") // what a user may try
  record Arrays(byte[] bytes) {}

  record AnyNumber(Number n) {}

  record AnyObject(Object o) {}

  record Implementation(ArrayList<String> list) {}

  record Unbounded(List<?> list) {}

  record EnumKeys(Map<Sky, String> map) {}

  record Twice(Optional<Optional<String>> value) {}

  @SuppressWarnings("rawtypes")
  record RawList(List list) {}

  record Generic<T>(T value) {}

  record AnyEnum(Enum<Sky> value) {}

  record Nothing(Void nothing) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Outer          | Outer.days[].extra{}[]: java.util.Locale",
        "Arrays         | Arrays.bytes: byte[]",
        "AnyNumber      | AnyNumber.n: java.lang.Number",
        "AnyObject      | AnyObject.o: java.lang.Object",
        "Implementation | Implementation.list: ArrayList<String>",
        "Unbounded      | Unbounded.list[]: java.lang.Object",
        "EnumKeys       | EnumKeys.map: Map<Sky, String>",
        "Twice          | Twice.value: Optional<Optional<String>>",
        "Generic        | Generic.value: T",
        "AnyEnum        | AnyEnum.value: Enum<Sky>",
        "Nothing        | Nothing.nothing: java.lang.Void",
      })
  void aTypeOutsideTheSetIsRefusedWithItsPath(String type, String problem) throws Exception {
    Class<?> outside = Class.forName(SchemaTest.class.getName() + "$" + type);

    assertThatThrownBy(() -> codec.schema(outside))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(problem + CLOSED_SET);
  }

  @Test
  void aTypeOutsideTheSetIsRefusedAtTheRootToo() {
    assertThatThrownBy(() -> codec.schema(Thread.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("Thread: java.lang.Thread" + CLOSED_SET);
    assertThatThrownBy(() -> codec.schema(void.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("void: void" + CLOSED_SET);
  }

  @Test
  void aParameterOutsideTheSetIsNamed() {
    List<Property> properties = List.of(property("when", Locale.class, null, null));

    assertThatThrownBy(() -> codec.schema(properties))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("when: java.util.Locale" + CLOSED_SET);
  }

  @Test
  void aRawListIsRefused() {
    assertThatThrownBy(() -> codec.schema(RawList.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("RawList.list: List (expected: its type arguments, as in List<String>)");
  }

  record Growing<T>(Optional<Growing<List<T>>> next) {}

  record Grown(Growing<String> first) {}

  @Test
  void aTypeThatGrowsForEverIsRefused() {
    assertThatThrownBy(() -> codec.schema(Grown.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageEndingWith("(expected: types nested in at most 100 others)");
  }

  sealed interface Mixed {}

  record Fine() implements Mixed {}

  static final class NoRecord implements Mixed {}

  @Test
  void aSealedInterfaceOfOtherThanRecordsIsRefused() {
    assertThatThrownBy(() -> codec.schema(Mixed.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "Mixed: io.factorial.engine.json.SchemaTest$NoRecord (expected: a sealed interface of"
                + " records)");
  }

  sealed interface SameNames {}

  static final class Left {
    record Part() implements SameNames {}
  }

  static final class Right {
    record Part() implements SameNames {}
  }

  @Test
  void recordsOfOneSimpleNameInASealedInterfaceAreRefused() {
    assertThatThrownBy(() -> codec.schema(SameNames.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "SameNames: two records Part (io.factorial.engine.json.SchemaTest$Left$Part,"
                + " io.factorial.engine.json.SchemaTest$Right$Part) (expected: simple names that"
                + " differ)");
  }

  sealed interface Tagged {}

  record OwnType(String type) implements Tagged {}

  record RenamedType(@Param(name = "kind") String type) implements Tagged {}

  record TwiceNamed(String a, @Param(name = "a") String b) {}

  @Test
  void twoFieldsOfOneNameAreRefused() {
    assertThatThrownBy(() -> codec.schema(TwiceNamed.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "record TwiceNamed, component b: a second field a (expected: each name once;"
                + " @Param(name = …) renames)");
    assertThatThrownBy(() -> codec.schema(OwnType.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "record OwnType, component type: a second field type (expected: each name once; a record"
                + " of a sealed interface has a field type; @Param(name = …) renames)");
    assertThat(codec.encode(new RenamedType("x")).text())
        .isEqualTo("{\"type\":\"RenamedType\",\"kind\":\"x\"}");
  }

  record WrongDefault(@Param(defaultValue = "many") int count) {}

  record WrongNested(List<WrongDefault> list) {}

  record WrongEnum(@Param(defaultValue = "SNOW") Sky sky) {}

  @Test
  void aDefaultThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> codec.schema(WrongNested.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "WrongNested.list[].count: default value \"many\" (expected: a whole number from"
                + " -2147483648 to 2147483647)");
    assertThatThrownBy(() -> codec.schema(WrongEnum.class))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("WrongEnum.sky: default value \"SNOW\" (expected: one of CLEAR, CLOUDS)");
  }

  @Test
  void aRefusedTypeIsRefusedAgain() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> codec.schema(Outer.class))
          .isInstanceOf(InvalidDefinitionException.class);
      assertThatThrownBy(() -> codec.schema(WrongNested.class))
          .isInstanceOf(InvalidDefinitionException.class);
    }
  }

  private static Property property(
      String name, Type type, @Nullable String description, @Nullable String defaultValue) {
    return new Property(
        name, type, Optional.ofNullable(description), Optional.ofNullable(defaultValue));
  }
}
