package io.factorial.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that keep the pages within their content security policy, and their files together. */
final class PageFilesTest {
  private static final Path WEB = Path.of("src/main/resources/io/factorial/dashboard/web");
  private static final Pattern IMPORT = Pattern.compile("(?:from|import) ?\"([^\"]+)\"");
  private static final Pattern PRELOADED =
      Pattern.compile("rel=\"modulepreload\" href=\"/observability/assets/([^\"]+)\"");

  private final Map<String, String> scripts = read(".js");
  private final String index = text(WEB.resolve("index.html"));

  @Test
  void everyImportIsRelativeAndLeadsToAFile() {
    assertThat(scripts).hasSizeGreaterThan(60);
    scripts.forEach(
        (name, text) ->
            assertThat(matches(IMPORT, text))
                .as(name)
                .allSatisfy(
                    imported -> {
                      assertThat(imported).startsWith(".");
                      Path target = WEB.resolve(name).resolveSibling(imported).normalize();
                      assertThat(target).exists();
                    }));
  }

  @Test
  void theBrowserIsToldOfEveryModuleAtOnce() {
    List<String> expected =
        scripts.keySet().stream()
            .filter(name -> !List.of("app.js", "early.js").contains(name))
            .toList();
    assertThat(matches(PRELOADED, index)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void nothingIsInlineAndNoTextBecomesMarkup() {
    assertThat(index).doesNotContainPattern("<script(?![^>]* src=)").doesNotContain("<style");
    assertThat(index).doesNotContainPattern(" (style|on[a-z]+)=");
    own()
        .forEach(
            (name, text) ->
                assertThat(text)
                    .as(name)
                    .doesNotContain("innerHTML", "dangerouslySetInnerHTML", "insertAdjacentHTML")
                    .doesNotContain("document.write", "eval(", "new Function")
                    .doesNotContainPattern(" style=\\$?[{\"]"));
  }

  @Test
  void noOtherHostIsAsked() {
    own()
        .forEach(
            (name, text) -> assertThat(text).as(name).doesNotContainPattern("[\"'`]https?://"));
    assertThat(text(WEB.resolve("factorial.css"))).doesNotContain("url(http", "@import");
  }

  @Test
  void everyIconThatIsUsedIsDefined() {
    List<String> defined = matches(Pattern.compile("<symbol id=\"i-([a-z]+)\""), index);
    own()
        .forEach(
            (name, text) ->
                assertThat(
                        matches(Pattern.compile("(?:Icon\\} name=|icon[:=] ?)\"([a-z]+)\""), text))
                    .as(name)
                    .isSubsetOf(defined));
  }

  @Test
  void everyLibraryHasItsLicence() {
    Path vendor = WEB.resolve("vendor");
    for (String library : List.of("preact", "signals", "htm")) {
      assertThat(vendor.resolve("LICENSE-" + library + ".txt")).isNotEmptyFile();
    }
  }

  private Map<String, String> own() {
    return scripts.entrySet().stream()
        .filter(each -> !each.getKey().startsWith("vendor/"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static Map<String, String> read(String ending) {
    try (Stream<Path> files = Files.walk(WEB)) {
      Map<String, String> all = new TreeMap<>();
      files
          .filter(file -> file.toString().endsWith(ending))
          .forEach(file -> all.put(WEB.relativize(file).toString().replace('\\', '/'), text(file)));
      return all;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
