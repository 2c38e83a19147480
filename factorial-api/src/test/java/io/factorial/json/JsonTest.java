package io.factorial.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** JSON without a codec, which the api alone does not have. */
class JsonTest {

  @Test
  void plainValuesNeedNoCodec() {
    Json.Obj value =
        Json.Obj.of(
            "text",
            "a\"b",
            "int",
            1,
            "long",
            2L,
            "short",
            (short) 3,
            "byte",
            (byte) 4,
            "double",
            0.5,
            "float",
            0.1f,
            "decimal",
            new BigDecimal("1.50"),
            "integer",
            new BigInteger("12345678901234567890"),
            "truth",
            true,
            "nothing",
            null,
            "json",
            new Json.Str("x"),
            "list",
            Arrays.asList(1, null, Set.of("y")),
            "map",
            Map.of("k", List.of()));

    assertThat(value.text())
        .isEqualTo(
            """
            {"text":"a\\"b","int":1,"long":2,"short":3,"byte":4,"double":0.5,"float":0.1,\
            "decimal":1.50,"integer":12345678901234567890,"truth":true,"nothing":null,"json":"x",\
            "list":[1,null,["y"]],"map":{"k":[]}}""");
  }

  @Test
  void whatNeedsTheCodecSaysWhatIsMissing() {
    assertThatThrownBy(() -> Json.parse("{}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("JsonCodec: none found (expected: factorial-engine on the class path)");
    assertThatThrownBy(() -> Json.of(Optional.of(1)))
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> Json.of(List.of(Double.NaN)))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @Test
  void anObjectKeepsItsOrderAndIsACopy() {
    Map<String, Json> given = new LinkedHashMap<>();
    given.put("z", new Json.Bool(true));
    given.put("a", new Json.Null());
    Json.Obj object = new Json.Obj(given);
    given.clear();

    assertThat(object.fields().keySet()).containsExactly("z", "a");
    assertThatThrownBy(() -> object.fields().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void withReplacesInPlaceAndLeavesTheOriginal() {
    Json.Obj first = Json.Obj.of("a", 1, "b", 2);

    assertThat(first.with("a", "x").with("c", null).text())
        .isEqualTo("{\"a\":\"x\",\"b\":2,\"c\":null}");
    assertThat(first.text()).isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void aFieldIsFoundAsValueAndAsText() {
    Json.Obj object =
        Json.Obj.of(
            "s", "text", "n", new BigDecimal("1.50"), "b", false, "o", Map.of(), "null", null);

    assertThat(object.get("null")).contains(new Json.Null());
    assertThat(object.get("none")).isEmpty();
    assertThat(object.text("s")).contains("text");
    assertThat(object.text("n")).contains("1.50");
    assertThat(object.text("b")).contains("false");
    assertThat(object.text("o")).isEmpty();
    assertThat(object.text("null")).isEmpty();
    assertThat(object.text("none")).isEmpty();
  }

  @Test
  void fieldsThatDoNotPairUpAreRefused() {
    assertThatThrownBy(() -> Json.Obj.of("a", 1, "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fields: 3 arguments (expected: names and values in turn)");
    assertThatThrownBy(() -> Json.Obj.of("a", 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name of field 2: 2 (expected: a string)");
    assertThatThrownBy(() -> Json.Obj.of("a", 1, "b", 2, "a", 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field: a (expected: each name once)");
  }
}
