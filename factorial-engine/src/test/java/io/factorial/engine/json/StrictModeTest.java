package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import io.factorial.json.JsonCodec.Property;
import io.factorial.tool.Param;
import java.net.URI;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictModeTest {

  private final JsonCodec codec = new JacksonJsonCodec();

  record Complex(
      String text,
      Optional<Samples.Sky> sky,
      @Nullable Integer count,
      List<Samples.Point> points,
      Set<Instant> times,
      LocalTime time,
      URI link,
      Optional<Samples.Node> node,
      @Param("Which") Samples.Polygon polygon) {}

  record WithDefault(@Param(defaultValue = "1") int count) {}

  record WithMap(Map<String, String> map) {}

  record WithJson(Json json) {}

  record WithObject(Json.Obj json) {}

  record WithArray(List<Json.Arr> json) {}

  record Inside(List<Optional<WithMap>> inside) {}

  @Test
  void theSchemaOfClosedRecordsQualifies() {
    assertThat(codec.qualifiesForStrict(codec.schema(Complex.class))).isTrue();
    assertThat(codec.qualifiesForStrict(codec.schema(Samples.Node.class))).isTrue();
    assertThat(codec.qualifiesForStrict(codec.schema(Samples.Empty.class))).isTrue();
    assertThat(codec.qualifiesForStrict(codec.schema(List.of()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        WithDefault.class,
        WithMap.class,
        WithJson.class,
        WithObject.class,
        WithArray.class,
        Inside.class,
        Samples.Polygon.class,
        Samples.Drawing.class,
        Samples.Sky.class,
        String.class
      })
  void theSchemaOfAnOpenTypeDoesNot(Class<?> type) {
    assertThat(codec.qualifiesForStrict(codec.schema(type))).isFalse();
  }

  @Test
  void aDefaultOfAParameterIsForWhenTheModelSaysNothing() {
    Property property = new Property("days", int.class, Optional.empty(), Optional.of("3"));

    assertThat(codec.qualifiesForStrict(codec.schema(List.of(property)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'object'}",
        "{'type':'object','properties':{}}",
        "{'type':'object','properties':{},'additionalProperties':true}",
        "{'type':['object','null'],'properties':{},'required':[],'additionalProperties':false}",
        "{'type':'object','properties':{},'additionalProperties':false,'anyOf':[{'type':'null'}]}",
        "{'type':'object','properties':{},'additionalProperties':false,'$schema':'x'}",
        "{'type':'object','properties':{'a':true},'required':['a'],'additionalProperties':false}",
        "{'type':'object','properties':{'a':{}},'required':['a'],'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'string'}},'required':[],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'string'}},'required':['a','b'],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'text'}},'required':['a'],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'string','format':'uri'}},'required':['a'],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'array'}},'required':['a'],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'oneOf':[{'type':'null'}]}},'required':['a'],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'anyOf':[]}},'required':['a'],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/A','description':'x'}},"
            + "'required':['a'],'additionalProperties':false,'$defs':{'A':{'type':'null'}}}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'}},'required':['a'],"
            + "'additionalProperties':false,'$defs':{'A':{'type':'object'}}}",
        "{'type':'object','properties':{'a':{'$ref':'https://example.org'}},'required':['a'],"
            + "'additionalProperties':false}"
      })
  void aForeignSchemaThatTheModeRefusesDoesNot(String text) {
    Json.Obj schema = (Json.Obj) Json.parse(text.replace('\'', '"'));

    assertThat(codec.qualifiesForStrict(schema)).isFalse();
  }

  @Test
  void aForeignSchemaThatTheModeTakesQualifies() {
    Json.Obj schema =
        (Json.Obj)
            Json.parse(
                """
                {"type":"object","title":"T","additionalProperties":false,"required":["b","a"],
                 "properties":{"a":{"$ref":"#/$defs/A"},
                   "b":{"type":["array","null"],"items":{"type":"integer","minimum":0},"minItems":1}},
                 "$defs":{"A":{"type":"string","pattern":"a+","format":"email"}}}
                """);

    assertThat(codec.qualifiesForStrict(schema)).isTrue();
  }

  @Test
  void objectsNestedTooDeeplyDoNotQualify() {
    Json.Obj schema = object("x", Json.Obj.of("type", "string"));
    for (int level = 1; level < 10; level++) {
      assertThat(codec.qualifiesForStrict(schema)).isTrue();
      schema = object("x", schema);
    }
    assertThat(codec.qualifiesForStrict(schema)).isTrue();
    assertThat(codec.qualifiesForStrict(object("x", schema))).isFalse();
  }

  private static Json.Obj object(String name, Json.Obj property) {
    return Json.Obj.of(
        "type",
        "object",
        "properties",
        Json.Obj.of(name, property),
        "required",
        List.of(name),
        "additionalProperties",
        false);
  }
}
