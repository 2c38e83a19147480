package io.factorial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/reference/cli.md names every command and option, and none that there is not. */
final class CliReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "cli.md");
  private static final int LEAST_COMMANDS = 14;

  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    Map<String, Set<String>> code = new LinkedHashMap<>();
    collect(FactorialCommand.commandLine().getCommandSpec(), code);
    assertThat(code).hasSizeGreaterThanOrEqualTo(LEAST_COMMANDS);
    assertThat(page()).containsExactlyInAnyOrderEntriesOf(code);
  }

  /** What has subcommands is a group, and does nothing by itself. */
  private static void collect(CommandSpec command, Map<String, Set<String>> into) {
    if (command.subcommands().isEmpty()) {
      into.put(
          command.qualifiedName(),
          Stream.concat(
                  command.positionalParameters().stream()
                      .map(parameter -> parameter.paramLabel().replaceAll("[\\[\\].]", "")),
                  command.options().stream()
                      .filter(option -> !option.usageHelp() && !option.versionHelp())
                      .map(CliReferenceTest::name))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    for (CommandLine sub : command.subcommands().values()) {
      collect(sub.getCommandSpec(), into);
    }
  }

  private static String name(OptionSpec option) {
    return Arrays.stream(option.names()).max(Comparator.comparingInt(String::length)).orElseThrow();
  }

  private static Map<String, Set<String>> page() throws IOException {
    Map<String, Set<String>> sections = new LinkedHashMap<>();
    Set<String> options = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        options = new TreeSet<>();
        sections.put(line.substring("## ".length()), options);
      } else if (line.startsWith("| `")) {
        options.add(line.substring("| `".length(), line.indexOf('`', "| `".length())));
      }
    }
    return sections;
  }
}
