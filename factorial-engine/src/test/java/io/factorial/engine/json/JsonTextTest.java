package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "3.0",
        "3.00",
        "123456789012345678901234567890.1234567890",
        "1E+400",
        "1E-400",
        "\"\"",
        "\"a\\\"b\\\\c\\n\\r\\t/\"",
        "\"\\u0000\\u001f\\u007f\"",
        "\"é😀\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[]}],\"x\"]",
        "{\"b\":1,\"a\":2,\"\":3}"
      })
  void compactTextIsWrittenAsItWasRead(String text) {
    assertThat(Json.parse(text).text()).isEqualTo(text);
  }

  @Test
  void theValuesOfATextAreThoseItSays() {
    Json read = Json.parse(" { \"a\" : [ 1.50 , true , null ] , \"b\" : \"\\u00e9\\/\" } ");

    assertThat(read)
        .isEqualTo(
            Json.Obj.of(
                "a",
                List.of(new Json.Num(new BigDecimal("1.50")), true, new Json.Null()),
                "b",
                "é/"));
  }

  @Test
  void fieldsKeepTheirOrder() {
    Json.Obj read = (Json.Obj) Json.parse("{\"z\":1,\"a\":2,\"m\":3}");

    assertThat(read.fields().keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void aNulCharacterSurvives() {
    Json value = new Json.Str("a\0b");

    assertThat(value.text()).isEqualTo("\"a\\u0000b\"");
    assertThat(Json.parse(value.text())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xd800, 0xdbff, 0xdc00, 0xdfff})
  void halfOfASurrogatePairSurvivesUtf8(int half) {
    char c = (char) half;
    for (String text : List.of("" + c, "a" + c, c + "a", "😀" + c, "" + c + '\ud800')) {
      Json value = new Json.Str(text);
      byte[] stored = value.text().getBytes(StandardCharsets.UTF_8);

      assertThat(Json.parse(new String(stored, StandardCharsets.UTF_8))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xd800, 0xdbff, 0xdc00, 0xdfff})
  void halfOfASurrogatePairInANameIsRefusedInReadingAndInWriting(int half) {
    String name = "a" + (char) half;

    assertThatThrownBy(() -> Json.Obj.of(name, 1).text())
        .isInstanceOf(DecodingException.class)
        .hasMessage("name of a field: half of a surrogate pair (expected: whole characters)");
    assertThatThrownBy(() -> Json.parse("{\"a\\u%04x\":1}".formatted(half)))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  void randomStringsSurviveUtf8AsValuesAndAsNames() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Json value = Json.Obj.of(Samples.name(random), Samples.string(random));
      byte[] stored = value.text().getBytes(StandardCharsets.UTF_8);

      assertThat(Json.parse(new String(stored, StandardCharsets.UTF_8))).isEqualTo(value);
    }
  }

  @Test
  void aTextOfFiveMegabytesSurvives() {
    Json value = new Json.Str("0123456789".repeat(500_000));

    assertThat(Json.parse(value.text())).isEqualTo(value);
  }

  @Test
  void aLongNameSurvives() {
    Json value = Json.Obj.of("n".repeat(200_000), 1);

    assertThat(Json.parse(value.text())).isEqualTo(value);
  }

  @Test
  void nestingIsReadAndWrittenUpToItsBound() {
    String text = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);

    assertThat(Json.parse(text).text()).isEqualTo(text);
  }

  @Test
  void deeperNestingIsRefusedInReading() {
    int depth = Json.MAX_DEPTH + 1;

    assertThatThrownBy(() -> Json.parse("[".repeat(depth) + "]".repeat(depth)))
        .isInstanceOf(DecodingException.class)
        .hasMessage(
            "JSON text, line 1, column 257: nested too deeply (expected: at most 256 levels)");
  }

  @Test
  void veryDeepNestingDoesNotOverflowTheStack() {
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(DecodingException.class);
  }

  @Test
  void deeperNestingIsRefusedInWriting() {
    Json value = new Json.Arr(List.of());
    for (int i = 0; i < Json.MAX_DEPTH; i++) {
      value = new Json.Arr(List.of(value));
    }

    assertThatThrownBy(value::text)
        .isInstanceOf(DecodingException.class)
        .hasMessage("JSON nested deeper than 256 (expected: at most 256 levels)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1000, 1006, 5000, -1, -5000, Integer.MAX_VALUE})
  void aNumberIsReadAndWrittenUpToItsDigits(int scale) {
    Json value = new Json.Num(new BigDecimal(digits(Json.MAX_DIGITS), scale).negate());

    assertThat(Json.parse(value.text())).isEqualTo(value);
  }

  @Test
  void aNumberOfMoreDigitsIsRefusedInReadingAndInWriting() {
    String digits = digits(Json.MAX_DIGITS + 1).toString();

    assertThatThrownBy(() -> Json.parse("[1, " + digits + "]"))
        .isInstanceOf(DecodingException.class)
        .hasMessage(
            "JSON text, line 1, column 5: a number of 1001 characters (expected: at most 1000"
                + " digits)");
    assertThatThrownBy(() -> new Json.Num(new BigDecimal(digits)).text())
        .isInstanceOf(DecodingException.class)
        .hasMessage("number of 1001 digits (expected: at most 1000)");
  }

  @Test
  void aVeryLongNumberIsRefusedBeforeItIsMade() {
    assertThatThrownBy(() -> Json.parse("1".repeat(5_000_000)))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("a number of 5000000 characters");
  }

  private static BigInteger digits(int count) {
    return new BigInteger("9".repeat(count));
  }

  @Test
  void aHugeExponentIsKeptWithoutItsDigits() {
    Json value = Json.parse("1e999999999");

    assertThat(value.text()).isEqualTo("1E+999999999");
  }

  @Test
  void aSecondFieldOfTheSameNameIsRefused() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\n \"a\":2}"))
        .isInstanceOf(DecodingException.class)
        .hasMessage("JSON text, line 2, column 2: a second field \"a\" (expected: each name once)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|no value",
        "`  `|no value",
        "`{} {}`|more after the value",
        "`1 x`|Unrecognized token",
        "`{`|end-of-input",
        "`[1,]`|Unexpected character",
        "`{\"a\" 1}`|Unexpected character",
        "`{a:1}`|Unexpected character",
        "`'a'`|Unexpected character",
        "NaN|NaN",
        "Infinity|Infinity",
        "-Infinity|Infinity",
        "+1|Unexpected character",
        "01|Leading zeroes",
        "1.|Decimal point",
        "0x10|Unexpected character",
        "nul|Unrecognized token",
        "`\"\\x\"`|Unrecognized character escape",
        "`// a\n1`|Unexpected character",
        "`\"a\tb\"`|CTRL-CHAR"
      })
  void whatIsNotJsonIsRefusedWithItsPlace(String text, String problem) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(DecodingException.class)
        .hasMessageStartingWith("JSON text, line ")
        .hasMessageContaining(problem)
        .hasMessageEndingWith("(expected: exactly one JSON value)");
  }
}
