package io.factorial.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** How commands print and read values. */
final class TextTest {

  @Test
  void columnsAreAlignedAlsoBesideUnusualCharacters() {
    Table table = new Table("ID", "NAME");
    table.row(1, "Zo\u00eb \ud83d\ude80");
    table.row(1000, "a\nb\033[31m");
    assertThat(table.lines())
        .containsExactly("ID    NAME", "1     Zo\u00eb \ud83d\ude80", "1000  a b [31m");
  }

  @Test
  void aTextThatIsTooLongEndsInDots() {
    assertThat(Text.plain("0123456789", 10)).isEqualTo("0123456789");
    assertThat(Text.plain("0123456789a", 10)).isEqualTo("0123456...");
  }

  @Test
  void jsonForProgramsIsAscii() {
    Json.Obj said = Json.Obj.of("said", "\u00e4 \ud83d\ude80 \"\n");
    assertThat(Text.ascii(said)).isEqualTo("{\"said\":\"\\u00e4 \\ud83d\\ude80 \\\"\\n\"}");
    assertThat(Json.parse(Text.ascii(said))).isEqualTo(said);
  }

  @Test
  void timesAreReadAsPeopleWriteThem() throws Exception {
    Times times = new Times();
    assertThat(times.convert("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(times.convert("3s")).isEqualTo(Duration.ofSeconds(3));
    assertThat(times.convert("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(times.convert("1h")).isEqualTo(Duration.ofHours(1));
    assertThat(times.convert("7d")).isEqualTo(Duration.ofDays(7));
    assertThat(times.convert("PT3S")).isEqualTo(Duration.ofSeconds(3));
    assertThatThrownBy(() -> times.convert("soon"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'soon' is no length of time");
  }

  @Test
  void timesAreWrittenInTheirLargestUnits() {
    assertThat(Text.of(Duration.ofMillis(450))).isEqualTo("0.4s");
    assertThat(Text.of(Duration.ofSeconds(125))).isEqualTo("2m 5s");
    assertThat(Text.of(Duration.ofHours(25))).isEqualTo("1d 1h");
  }
}
