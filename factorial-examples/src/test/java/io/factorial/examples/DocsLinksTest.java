package io.factorial.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every relative link of the guide leads to a file, and to a heading where it names one. */
final class DocsLinksTest {
  private static final int LEAST_LINKS = 60;
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

  @Test
  void everyRelativeLinkLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Guide.Page page : Guide.pages()) {
      for (String link : links(page)) {
        links++;
        if (!leadsSomewhere(page, link)) {
          broken.add(page.path() + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThanOrEqualTo(LEAST_LINKS);
  }

  @Test
  void everyPageIsReachedFromTheIndex() {
    Set<String> reached =
        Guide.pages().stream()
            .flatMap(page -> links(page).stream().map(link -> target(page, link)))
            .collect(Collectors.toSet());
    assertThat(
            Guide.pages().stream()
                .filter(page -> page.path().startsWith("docs"))
                .filter(page -> !page.path().endsWith("index.md"))
                .filter(page -> !page.path().startsWith("docs/adr"))
                .map(page -> page.resolve(page.path().getFileName().toString()).toString()))
        .isSubsetOf(reached);
  }

  private static List<String> links(Guide.Page page) {
    List<String> links = new ArrayList<>();
    boolean code = false;
    for (String line : page.lines()) {
      code ^= line.startsWith("```");
      Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
      while (!code && link.find()) {
        if (!link.group(1).matches("[a-z]+:.*")) {
          links.add(link.group(1));
        }
      }
    }
    return links;
  }

  private static String target(Guide.Page page, String link) {
    return page.resolve(link.replaceFirst("#.*", "")).toString();
  }

  private static boolean leadsSomewhere(Guide.Page page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    if (!file.isEmpty() && !Files.exists(page.resolve(file))) {
      return false;
    }
    Guide.Page target = file.isEmpty() ? page : hash < 0 ? page : Guide.page(page.resolve(file));
    return hash < 0 || headings(target).contains(link.substring(hash + 1));
  }

  private static Set<String> headings(Guide.Page page) {
    return page.lines().stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
