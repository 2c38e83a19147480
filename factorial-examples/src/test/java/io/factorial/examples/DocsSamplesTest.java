package io.factorial.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in the guide is code that compiles. {@link Sample} says how it is marked. */
final class DocsSamplesTest {
  /** Fewer samples than this mean that the parser does not see them. */
  private static final int LEAST_SAMPLES = 50;

  private static final int LEAST_RUN = 3;

  /** What a sample need not import. */
  private static final String IMPORTS =
      """
      import static org.assertj.core.api.Assertions.assertThat;
      import io.factorial.*;
      import io.factorial.agent.*;
      import io.factorial.budget.*;
      import io.factorial.error.*;
      import io.factorial.event.*;
      import io.factorial.guard.*;
      import io.factorial.inmemory.*;
      import io.factorial.json.*;
      import io.factorial.llm.*;
      import io.factorial.message.*;
      import io.factorial.openai.*;
      import io.factorial.orchestrator.*;
      import io.factorial.port.TaskStore;
      import io.factorial.redis.*;
      import io.factorial.run.*;
      import io.factorial.task.*;
      import io.factorial.testkit.*;
      import io.factorial.tool.*;
      import io.factorial.wait.*;
      import java.math.BigDecimal;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      import java.util.stream.Stream;
      import org.jspecify.annotations.Nullable;
      import org.junit.jupiter.api.Test;
      """;

  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public )?(?:final |abstract )?(?:class|record) (\\w+)", Pattern.MULTILINE);

  @TempDir private Path classes;

  @Test
  void everySampleIsMarked() {
    List<Sample> samples = samples();
    assertThat(samples.size()).isGreaterThanOrEqualTo(LEAST_SAMPLES);
    assertThat(samples.stream().filter(sample -> !sample.isMarked()).map(Sample::where))
        .as("blocks without a comment such as <!-- sample: body --> above them")
        .isEmpty();
  }

  /** Compiles everything, builds every agent of a page, and runs what says that it can be run. */
  @Test
  void everySampleCompilesAndWhatCanRunRuns() throws Exception {
    Map<String, List<Sample>> pages = pages();
    List<JavaFileObject> sources = new ArrayList<>();
    pages.forEach((page, samples) -> sources.addAll(sourcesOf(page, samples)));
    assertThat(compiled(sources)).isEmpty();
    int ran = 0;
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, DocsSamplesTest.class.getClassLoader())) {
      for (String page : pages.keySet()) {
        ran += runTests(Class.forName(typeOf(page), true, loader));
      }
      for (Sample program : samples().stream().filter(Sample::runs).toList()) {
        runMain(loader.loadClass(typeOf(program)));
        ran++;
      }
    }
    assertThat(ran).isGreaterThanOrEqualTo(LEAST_RUN);
  }

  private static int runTests(Class<?> page) throws ReflectiveOperationException {
    int ran = 0;
    for (Method method : page.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        Constructor<?> made = page.getDeclaredConstructor();
        made.setAccessible(true);
        method.setAccessible(true);
        method.invoke(made.newInstance());
        ran++;
      }
    }
    return ran;
  }

  private static void runMain(Class<?> program) throws ReflectiveOperationException {
    Method main = program.getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) new String[0]);
  }

  private static List<Sample> samples() {
    return Guide.pages().stream().flatMap(page -> Sample.of(page).stream()).toList();
  }

  private static Map<String, List<Sample>> pages() {
    Map<String, List<Sample>> pages = new LinkedHashMap<>();
    for (Sample sample : samples()) {
      pages.computeIfAbsent(sample.page().path().toString(), p -> new ArrayList<>()).add(sample);
    }
    return pages;
  }

  /** One class for the fragments of a page, and a file for each sample that is one. */
  private static List<JavaFileObject> sourcesOf(String page, List<Sample> samples) {
    String name = typeOf(page);
    StringBuilder shared = new StringBuilder(IMPORTS);
    shared.append("@SuppressWarnings(\"all\")\nclass ").append(name).append(" {\n");
    List<JavaFileObject> sources = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.isFile()) {
        sources.add(fileOf(sample));
      } else if (sample.isMarked()) {
        shared.append("// ").append(sample.where()).append('\n').append(sample.members());
        shared.append('\n');
      }
    }
    sources.add(new Source(name, page, shared.append("}\n").toString()));
    return sources;
  }

  private static String typeOf(String page) {
    return "Page_" + page.replaceAll("[^A-Za-z0-9]", "_");
  }

  private static JavaFileObject fileOf(Sample sample) {
    return new Source(typeOf(sample), sample.where(), sample.code());
  }

  private static String typeOf(Sample sample) {
    Matcher type = TYPE.matcher(sample.code());
    assertThat(type.find()).as("%s declares a class", sample.where()).isTrue();
    return type.group(1);
  }

  /** Compiles; what is wrong is shown with the lines around it. */
  private List<String> compiled(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release",
            "21",
            "-parameters",
            "-proc:none",
            "-nowarn",
            "-classpath",
            classPath(),
            "-d",
            classes.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      boolean done = compiler.getTask(null, files, found, options, null, sources).call();
      List<String> errors =
          found.getDiagnostics().stream()
              .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
              .map(DocsSamplesTest::shown)
              .toList();
      assertThat(done || !errors.isEmpty()).as("the compiler says what is wrong").isTrue();
      return errors;
    } catch (IOException notClosed) {
      throw new IllegalStateException(notClosed);
    }
  }

  private static String classPath() {
    String tested = System.getProperty("surefire.test.class.path");
    return tested == null ? System.getProperty("java.class.path", "") : tested;
  }

  private static String shown(Diagnostic<? extends JavaFileObject> error) {
    JavaFileObject source = error.getSource();
    String text = source instanceof Source file ? file.around(error.getLineNumber()) : "";
    return error.getMessage(Locale.ROOT) + "\n" + text;
  }

  /** A source in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String where;
    private final String code;

    Source(String type, String where, String code) {
      super(URI.create("string:///" + type + ".java"), Kind.SOURCE);
      this.where = where;
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }

    /** Some lines, with the last comment that says which page they come from. */
    String around(long line) {
      List<String> lines = code.lines().toList();
      int at = (int) line - 1;
      String nearest =
          lines.subList(0, Math.min(lines.size(), at + 1)).stream()
              .filter(each -> each.startsWith("// docs/") || each.startsWith("// README"))
              .reduce(where, (before, each) -> each);
      int from = Math.max(0, at - 2);
      int to = Math.min(lines.size(), at + 3);
      return nearest + "\n" + String.join("\n", lines.subList(from, to));
    }
  }
}
