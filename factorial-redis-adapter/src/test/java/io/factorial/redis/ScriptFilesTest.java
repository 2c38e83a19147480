package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts as source: each has its header, and the Java side calls what is there. */
class ScriptFilesTest {
  private static final List<String> PARTS =
      List.of("KEYS[1]", "ARGV", "Reads", "Writes", "Returns", "Replay", "Cost");

  @ParameterizedTest
  @EnumSource(Script.class)
  void aScriptBeginsWithItsHeader(Script script) {
    String source = Scripts.read(script.file());

    assertThat(source).startsWith("--[[\n  " + script.file() + ".lua: ");
    String header = source.substring(0, source.indexOf("]]"));
    assertThat(PARTS).allSatisfy(part -> assertThat(header).contains("\n  " + part));
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void aScriptDefinesTheFunctionThatIsCalled(Script script) {
    assertThat(Scripts.read(script.file())).contains("function F." + script.function() + "()");
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void everyAnswerOfAScriptIsNamedInItsHeader(Script script) {
    String source = Scripts.read(script.file());
    String header = source.substring(0, source.indexOf("]]"));
    Set<String> names =
        Pattern.compile("return \\{'([a-zA-Z]+)'")
            .matcher(source)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(names).allSatisfy(name -> assertThat(header).contains("{\"" + name + "\""));
  }

  @Test
  void noScriptReadsJson() throws Exception {
    assertThat(files()).hasSizeGreaterThan(40);
    for (String file : files()) {
      assertThat(Scripts.read(file)).as(file).doesNotContain("cjson").doesNotContain("'KEYS'");
    }
  }

  @Test
  void everyFileIsUsed() throws Exception {
    assertThat(Scripts.files()).doesNotHaveDuplicates().containsAll(files());
  }

  private static List<String> files() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(Scripts.class.getResource("enqueue.lua"));
    Path root = Objects.requireNonNull(Path.of(folder.toURI()).getParent());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".lua"))
          .map(name -> name.substring(0, name.length() - ".lua".length()))
          .toList();
    }
  }
}
