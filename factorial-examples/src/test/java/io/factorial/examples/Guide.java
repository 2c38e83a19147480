package io.factorial.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the user guide: README.md and everything under docs. */
final class Guide {
  private static final Path ROOT = root();

  private Guide() {}

  /** A page: its path from the root of the repository, and its lines. */
  record Page(Path path, List<String> lines) {
    Path resolve(String link) {
      Path folder = ROOT.resolve(path).getParent();
      return folder == null ? ROOT.resolve(link) : folder.resolve(link).normalize();
    }
  }

  static List<Page> pages() {
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> found = Files.walk(ROOT.resolve("docs"))) {
      found.filter(path -> path.toString().endsWith(".md")).sorted().forEach(p -> add(pages, p));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Path readme = ROOT.resolve("README.md");
    if (Files.exists(readme)) {
      add(pages, readme);
    }
    return pages;
  }

  static Page page(String path) {
    return read(ROOT.resolve(path));
  }

  static Page page(Path path) {
    return read(path);
  }

  /** The sources of a module's main code, as one text. */
  static String sources(String module) {
    try (Stream<Path> found = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      StringBuilder all = new StringBuilder();
      for (Path path : found.filter(p -> p.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(path)).append('\n');
      }
      return all.toString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void add(List<Page> pages, Path path) {
    pages.add(read(path));
  }

  private static Page read(Path path) {
    try {
      return new Page(ROOT.relativize(path), Files.readAllLines(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Tests run in their module's folder, or in the root: the folder above that has the docs. */
  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("docs/adr"))) {
        return at;
      }
    }
    throw new IllegalStateException("docs/adr: not found (expected: in a folder above this one)");
  }
}
