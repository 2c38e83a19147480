package io.factorial.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class TerminalTest {

  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void withoutATerminalThereAreNeitherColoursNorAStatus() {
    try (Terminal terminal = terminal(XTERM, false, UTF_8)) {
      terminal.showStatus(spinner -> List.of("busy"));
      terminal.print(terminal.style().bad("text"));
    }
    assertThat(written()).isEqualTo("text" + System.lineSeparator());
  }

  @Test
  void aDumbTerminalIsNotControlled() {
    try (Terminal terminal = terminal(Map.of("TERM", "dumb"), true, UTF_8)) {
      terminal.print(terminal.style().bad("text"));
    }
    assertThat(written()).doesNotContain("\033");
  }

  @Test
  void coloursAreLeftOutWhereNoColorIsSet() {
    Terminal terminal = terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, UTF_8);
    assertThat(terminal.style().bad("text")).isEqualTo("text");
    assertThat(terminal(XTERM, true, UTF_8).style().bad("text")).isEqualTo("\033[31mtext\033[0m");
  }

  @Test
  void marksAreWordsWhereTheCharacterSetHasNoSigns() {
    assertThat(terminal(Map.of(), false, US_ASCII).style().done()).isEqualTo("ok");
    assertThat(terminal(Map.of(), false, UTF_8).style().done()).isEqualTo("✓");
  }

  @Test
  void aLineIsPrintedAboveTheStatus() throws InterruptedException {
    CountDownLatch drawn = new CountDownLatch(1);
    try (Terminal terminal = terminal(XTERM, true, UTF_8)) {
      terminal.showStatus(
          spinner -> {
            drawn.countDown();
            return List.of("first", "second");
          });
      drawn.await();
      terminal.print("a line");
    }
    // Two lines of status are erased, the line takes their place, and the status follows.
    assertThat(written())
        .contains("\033[2F\033[Ja line" + System.lineSeparator() + "\033[?7lfirst")
        .endsWith("\033[2F\033[J\033[?25h");
  }

  @Test
  void whatIsPrintedWhileAQuestionIsOpenComesAfterTheAnswer() throws IOException {
    try (Terminal terminal = terminal(XTERM, true, UTF_8)) {
      BufferedReader keyboard =
          new BufferedReader(
              new StringReader("yes\n") {
                @Override
                public int read(char[] buffer, int from, int length) throws IOException {
                  terminal.print("meanwhile");
                  return super.read(buffer, from, length);
                }
              });
      assertThat(terminal.ask("Really?", keyboard)).contains("yes");
      assertThat(terminal.ask("Really?", keyboard)).isEmpty();
    }
    assertThat(written()).startsWith("Really? meanwhile" + System.lineSeparator());
  }

  private Terminal terminal(Map<String, String> environment, boolean isTerminal, Charset charset) {
    return Terminal.of(new PrintStream(out, true, charset), environment, isTerminal);
  }

  private String written() {
    return out.toString(UTF_8);
  }
}
