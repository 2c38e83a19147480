package io.factorial.examples.review;

import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder with the change that is reviewed, and what an agent may do in it. Deleted at the end.
 */
final class Checkout implements AutoCloseable {

  private static final int LONGEST_OUTPUT = 2_000;

  private final Path root;

  private Checkout(Path root) {
    this.root = root;
  }

  static Checkout make() {
    try {
      Path root = Files.createTempDirectory("factorial-review-");
      Files.writeString(
          root.resolve("Basket.java"),
          """
          final class Basket {
            /** The price after a discount in percent. */
            static int discounted(int cents, int percent) {
              // TODO what about more than 100?
              return cents - cents / 100 * percent;
            }
          }
          """);
      Files.writeString(
          root.resolve("check.sh"),
          """
          # Looks for lines that nobody should merge; with --fix, takes them out.
          grep -n TODO *.java
          [ "$1" != --fix ] || sed -i.orig /TODO/d *.java
          """);
      Files.writeString(root.resolve("Basket.java.bak"), "the only copy of last week's version\n");
      return new Checkout(root);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Path root() {
    return root;
  }

  @Tool("List the files of the change")
  List<String> listFiles() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Tool("Read a file of the change")
  ToolResult readFile(@Param("Name of the file") String name) throws IOException {
    return listFiles().contains(name)
        ? ToolResult.of(Files.readString(root.resolve(name)))
        : ToolResult.failed("name: " + name + " (expected: one of " + listFiles() + ")");
  }

  /** What {@link #run} is called with. */
  record Command(@Param("A command for sh, run in the folder of the change") String command) {}

  /** What a command said. */
  record Ran(int exitCode, String output) {
    String forTheModel() {
      return output + "(exit code " + exitCode + ")";
    }
  }

  Ran run(Command wanted) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", wanted.command())
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    try {
      byte[] output = process.getInputStream().readNBytes(LONGEST_OUTPUT);
      process.waitFor(10, TimeUnit.SECONDS);
      return new Ran(process.waitFor(), new String(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).forEach(Checkout::delete);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
