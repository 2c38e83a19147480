package io.factorial.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new BenchCommand(new PrintStream(out, true, UTF_8)))
        .setErr(new PrintWriter(err))
        .setOut(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | NAME: nothing (expected: turns, history",
        "turns --store=disk | store: disk (expected: memory or redis)",
        "turns --peer=celery | peer: celery (expected: bullmq)",
        "turns --rounds=-1 | rounds: -1 (expected: 1 or more)",
        "turns --store=memory --cluster | --cluster: goes with --store redis"
      })
  void whatIsNotUnderstoodIsSaid(String line, String message) {
    assertThat(run(line.split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
    assertThat(out.size()).isZero();
  }

  @Test
  void theHelpNamesTheBenchmarks() {
    new CommandLine(new BenchCommand()).usage(new PrintWriter(err));

    assertThat(err.toString()).contains("turns", "recovery", "--quick", "--peer");
  }
}
