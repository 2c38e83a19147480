package io.factorial.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of scenarios says which test is for which situation, and leaves none out. */
final class ScenariosTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "scenarios.md");
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  /** What this suite is for; what is between belongs to the queue, the store and the dashboard. */
  private static final IntStream OURS =
      Stream.of(
              IntStream.rangeClosed(1, 13),
              IntStream.of(18),
              IntStream.rangeClosed(20, 29),
              IntStream.of(40),
              IntStream.rangeClosed(42, 46))
          .flatMapToInt(numbers -> numbers);

  @Test
  void thePageNamesTheTestsOfEachSituation() throws Exception {
    Map<Integer, SortedSet<String>> onPage = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      SortedSet<String> tests = new TreeSet<>();
      Matcher test = TEST.matcher(row.group(2));
      while (test.find()) {
        if (test.group(2) == null) {
          assertThat(isFile(test.group(1))).as("a test class " + test.group(1)).isTrue();
        } else {
          tests.add(test.group(1) + "." + test.group(2));
        }
      }
      if (!tests.isEmpty()) {
        onPage.put(Integer.parseInt(row.group(1)), tests);
      }
    }
    assertThat(onPage).isEqualTo(annotated());
  }

  @Test
  void everySituationOfTheEngineIsTestedOnEveryStore() throws Exception {
    assertThat(annotated()).containsKeys(OURS.boxed().toArray(Integer[]::new));
    for (Class<?> suite : suites()) {
      for (Method method : suite.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Scenario.class)) {
          assertThat(suite).hasAnnotation(OnEveryStore.class);
        }
      }
    }
  }

  private static Map<Integer, SortedSet<String>> annotated() throws Exception {
    Map<Integer, SortedSet<String>> tests = new TreeMap<>();
    for (Class<?> suite : suites()) {
      for (Method method : suite.getDeclaredMethods()) {
        Scenario scenario = method.getAnnotation(Scenario.class);
        if (scenario != null) {
          for (int number : scenario.value()) {
            tests
                .computeIfAbsent(number, n -> new TreeSet<>())
                .add(suite.getSimpleName() + "." + method.getName());
          }
        }
      }
    }
    return tests;
  }

  private static Iterable<Class<?>> suites() throws IOException, URISyntaxException {
    Class<?> here = ScenariosTest.class;
    Path folder =
        Path.of(here.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(here.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.class"))
          .<Class<?>>map(name -> suite(name.substring(0, name.length() - ".class".length())))
          .toList();
    }
  }

  private static Class<?> suite(String name) {
    try {
      return Class.forName(ScenariosTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(name, missing);
    }
  }

  /** Whether some module has a test class of this name. */
  private static boolean isFile(String name) {
    try (Stream<Path> files =
        Files.find(
            Path.of(".."),
            12,
            (file, attributes) -> file.getFileName().toString().equals(name + ".java"))) {
      return files.findAny().isPresent();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
