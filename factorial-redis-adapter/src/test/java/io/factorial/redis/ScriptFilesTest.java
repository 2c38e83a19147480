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
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts as source: each has its header, and the Java side calls what is there. */
class ScriptFilesTest {
  private static final Set<String> LUA =
      Set.of(
          "and",
          "function",
          "if",
          "in",
          "ipairs",
          "not",
          "or",
          "pairs",
          "pcall",
          "return",
          "setmetatable",
          "tonumber",
          "tostring",
          "type",
          "unpack",
          "while",
          "until",
          "elseif");

  /** A command on a key whose name stands in the call. */
  private static final Pattern KEY = Pattern.compile("rc\\('(\\w+)', key\\('([a-zA-Z_]+)");

  private static final Pattern ANSWER = Pattern.compile("\\{\"(\\w+)\"");

  private static final Set<String> WRITING =
      Set.of(
          "SET",
          "HSET",
          "HDEL",
          "HSETNX",
          "HINCRBY",
          "ZADD",
          "ZREM",
          "ZREMRANGEBYSCORE",
          "RPUSH",
          "LPUSH",
          "LTRIM",
          "LPOP",
          "LSET",
          "SADD",
          "XADD",
          "DEL",
          "PEXPIRE",
          "PERSIST");

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

  @ParameterizedTest
  @EnumSource(Script.class)
  void aHeaderNamesTheKeysThatTheFileReadsAndWrites(Script script) {
    String source = Scripts.read(script.file());
    String header = source.substring(0, source.indexOf("]]"));
    String reads = part(header, "Reads", "Writes");
    String writes = part(header, "Writes", "Returns");

    KEY.matcher(source)
        .results()
        .forEach(
            use -> {
              boolean written = WRITING.contains(use.group(1));
              assertThat(names(written ? writes : reads + " " + writes))
                  .as("%s of %s", use.group(1), use.group(2))
                  .contains(use.group(2));
            });
  }

  /** The one that the Java side does not ask for is the one that is left. */
  @ParameterizedTest
  @EnumSource(Script.class)
  void everyAnswerThatAHeaderNamesIsHandled(Script script) throws Exception {
    String source = Scripts.read(script.file());
    String returns = part(source.substring(0, source.indexOf("]]")), "Returns", "Replay");
    List<String> answers = ANSWER.matcher(returns).results().map(found -> found.group(1)).toList();
    String java = javaSources();

    assertThat(answers).isNotEmpty();
    assertThat(answers.stream().filter(name -> !java.contains('"' + name + '"')))
        .hasSizeLessThanOrEqualTo(1);
  }

  private static String part(String header, String from, String to) {
    return header.substring(header.indexOf("\n  " + from), header.indexOf("\n  " + to));
  }

  private static Set<String> names(String part) {
    return Stream.of(part.split("[^a-zA-Z_]+", -1)).collect(Collectors.toSet());
  }

  private static String javaSources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
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

  /** What a file calls by a plain name: a local function of a file is not seen by another. */
  @Test
  void aFileCallsItsOwnLocalsAndThoseOfTheBaseOnly() {
    Set<String> base = localsOf(code("shared/base"));
    for (String file : Scripts.files()) {
      String code = code(file);
      Set<String> called = new TreeSet<>(found("(?<![\\w.:])(\\w+)\\(", code));
      called.removeAll(localsOf(code));
      called.removeAll(base);
      called.removeAll(LUA);

      assertThat(called).as(file).isEmpty();
    }
  }

  private static Set<String> localsOf(String code) {
    Set<String> locals = found("local function (\\w+)", code);
    found("local ([\\w, ]+) =", code)
        .forEach(names -> locals.addAll(List.of(names.split(", ", -1))));
    found("\\(([\\w, ]+)\\)\\n", code)
        .forEach(names -> locals.addAll(List.of(names.split(", ", -1))));
    return locals;
  }

  private static Set<String> found(String pattern, String code) {
    return Pattern.compile(pattern)
        .matcher(code)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A file without comments and texts. */
  private static String code(String file) {
    return Scripts.read(file)
        .replaceAll("(?s)--\\[\\[.*?]]", "")
        .replaceAll("--[^\\n]*", "")
        .replaceAll("'[^'\\n]*'", "''");
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
