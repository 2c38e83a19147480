package io.factorial.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.cli.terminal.Style;
import io.factorial.event.AgentEvent;
import io.factorial.event.AgentEvent.Meta;
import io.factorial.event.EventCursor;
import io.factorial.event.RunEvent;
import io.factorial.event.ToolEvent;
import io.factorial.event.TurnEvent;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EventLineTest {

  private static final EventLine LINES = new EventLine(new Style(false, true));
  private static final RunError BUSY = new RunError("busy", "too busy", true);

  @Test
  void eachToolCallHasALineOfItsOwn() {
    assertThat(line(done("readFile", Json.Obj.of("path", "a.md")))).isEqualTo("read 'a.md'");
    assertThat(line(done("listFiles", Json.Obj.of()))).isEqualTo("listed the files");
    assertThat(line(done("writeFile", Json.Obj.of()))).isEqualTo("wrote 'unknown'");
    assertThat(line(done("other", Json.Obj.of()))).isEqualTo("ran other");
  }

  @Test
  void whatAModelWritesDoesNotSteerTheTerminal() {
    assertThat(line(done("readFile", Json.Obj.of("path", "a\033[2J\nb"))))
        .isEqualTo("read 'a [2J b'");
    assertThat(line(new RunEvent.Output(meta(0), new Json.Str("one\r\n\033two"))))
        .isEqualTo("✓ one two");
  }

  @Test
  void aLongArgumentIsCut() {
    assertThat(line(done("readFile", Json.Obj.of("path", "x".repeat(200))))).hasSizeLessThan(80);
  }

  @Test
  void aTypedAnswerIsShownWithItsFigures() {
    Json output =
        Json.parse("{\"answer\":\"Two.\",\"figures\":[{\"name\":\"files\",\"value\":2}]}");
    assertThat(line(new RunEvent.Output(meta(0), output))).isEqualTo("✓ Two. (files 2)");
    assertThat(line(new RunEvent.Output(meta(0), Json.Obj.of("a", 1)))).isEqualTo("✓ {\"a\":1}");
  }

  @Test
  void aTurnThatIsTriedAgainSaysSo() {
    assertThat(line(new TurnEvent.Failed(meta(0), BUSY, Instant.EPOCH)))
        .isEqualTo("error: too busy");
    assertThat(line(new TurnEvent.Started(meta(1)))).isEqualTo("tries again");
    assertThat(line(new TurnEvent.Started(meta(0)))).isEmpty();
  }

  private static ToolEvent done(String tool, Json.Obj arguments) {
    ToolCall call = ToolCall.of("call_1", tool, arguments.text());
    return new ToolEvent.Completed(meta(0), call, "text", Json.of("text"), Instant.EPOCH);
  }

  private static Meta meta(int attempt) {
    return new Meta(
        new EventCursor("1"),
        1,
        TaskId.parse("0-0123456789abcdefghijkl"),
        "ana",
        "analyst",
        0,
        attempt,
        "",
        Instant.EPOCH);
  }

  private static String line(AgentEvent event) {
    return LINES.of(event).orElse("");
  }
}
