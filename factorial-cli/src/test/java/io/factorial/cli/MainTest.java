package io.factorial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"demo --xyzzy", "xyzzy", "", "demo --base-url http://localhost:1/v1"})
  void whatIsNotUnderstoodGivesTheUsageAndExitCode2(String line) {
    assertThat(execute(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Usage: factorial");
  }

  @Test
  void theHelpListsEveryCommand() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("demo", "FACTORIAL_LOG");
  }

  @Test
  void theVersionSaysWhatItIsTheVersionOf() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("factorial ");
  }

  @Test
  void aFolderWithSomethingInItIsNotWrittenTo(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThat(execute("demo", "--once", "--folder", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("folder: " + folder + " (expected: an empty one, or none)");
    assertThat(folder.resolve("ana")).doesNotExist();
  }

  @Test
  void aModelWithoutAProviderIsRefusedByName() {
    assertThat(execute("demo", "--model", "gpt")).isEqualTo(1);
    assertThat(err.toString()).contains("model: gpt (expected: provider:model");
  }

  private int execute(String... args) {
    CommandLine line = FactorialCommand.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(args);
  }
}
