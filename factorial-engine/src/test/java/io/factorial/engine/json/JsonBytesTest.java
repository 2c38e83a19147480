package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.tool.Param;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written without a tree is what a tree would have been written as. */
class JsonBytesTest {
  private static final byte FIRST = 7;

  private record Event(String type, Samples.Point meta, @Nullable String text) {}

  private record Half(@Param(name = "\ud83d") int value) {}

  static Stream<Object> values() {
    Random random = new Random(20_261_201);
    return Samples.all().values().stream()
        .flatMap(make -> Stream.generate(() -> make.apply(random)).limit(50));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueIsWrittenAsItsTree(Object value) {
    assertThat(written(value)).isEqualTo(Json.of(value).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"\\\n\r\t\b\f",
        "\u0000\u001f\u007f\u0080\u07ff\u0800\uffff",
        "é😀x",
        "\ud83d",
        "\ude00\ud83d",
        "a\ud83d\ud83d\ude00"
      })
  void everyStringIsWrittenAsItsTree(String text) {
    assertThat(written(text)).isEqualTo(Json.of(text).text());
    assertThat(written("x".repeat(3_000) + text))
        .isEqualTo(Json.of("x".repeat(3_000) + text).text());
  }

  @Test
  void nestingThatIsUnusualIsWrittenAsItsTree() {
    Object nested = 1;
    for (int depth = 0; depth < 200; depth++) {
      nested = List.of(nested);
    }
    assertThat(written(nested)).isEqualTo(Json.of(nested).text());
  }

  @Test
  void aComponentIsLeftOut() {
    Samples.Point point = new Samples.Point(1, 2.5);

    assertThat(text(JsonBytes.without(FIRST, new Event("t", point, null), "meta")))
        .isEqualTo("{\"type\":\"t\",\"text\":null}");
    assertThat(text(JsonBytes.without(FIRST, new Samples.Circle(point, 2.5), "centre")))
        .isEqualTo("{\"radius\":2.5}");
    assertThat(text(JsonBytes.without(FIRST, new Samples.Nothing(), "meta"))).isEqualTo("{}");
  }

  @Test
  void whatHasNoJsonFormIsRefusedByTheTree() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    Map<Object, Object> numbered = new HashMap<>();
    numbered.put(1, 1);
    for (Object value : List.of(Double.NaN, new Half(1), numbered, List.of("a", Float.NaN))) {
      assertThatThrownBy(() -> JsonBytes.of(FIRST, value)).isInstanceOf(DecodingException.class);
    }
    assertThatThrownBy(() -> JsonBytes.of(FIRST, endless)).isInstanceOf(DecodingException.class);
    assertThatThrownBy(() -> JsonBytes.of(FIRST, new Object()))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  private static String written(Object value) {
    return text(JsonBytes.of(FIRST, value));
  }

  private static String text(byte[] bytes) {
    assertThat(bytes[0]).isEqualTo(FIRST);
    return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
  }
}
