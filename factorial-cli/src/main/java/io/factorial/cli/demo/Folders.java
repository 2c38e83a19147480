package io.factorial.cli.demo;

import io.factorial.error.InvalidDefinitionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that the demo's agents work on: one folder for each owner, and no way out of it. An
 * owner that the demo does not know has all the files.
 *
 * @param root the folder that holds the owners' folders
 */
record Folders(Path root) {

  private static final Map<String, String> FILES =
      Map.of(
          "ana/handover.md",
          """
          # Handover, week 13

          - The import of the old orders is done.
          - Three customers still wait for their invoices; see the desk.
          - The new label printer arrives on Tuesday.
          """,
          "ana/incidents.md",
          """
          # Incidents in March

          - 2026-03-02 checkout slow for 40 minutes. Cause: disk full on db-1
          - 2026-03-09 no invoices for two hours. Cause: certificate expired
          - 2026-03-17 search returned nothing. Cause: disk full on db-2
          - 2026-03-21 orders taken twice. Cause: retry without a key
          - 2026-03-30 reports a day late. Cause: disk full on db-1

          Every incident was closed within the day.
          """,
          "ana/meeting.md",
          """
          # Meeting of 3 April

          Ana reports on the incidents. Ben sends the figures.
          """,
          "ben/handbook.md",
          """
          # Handbook of the Falcon

          The Falcon starts when the green button is pressed.
          Never open the Falcon while its lamp is red.
          Clean it once a week with a dry cloth.
          """,
          "ben/sales.csv",
          """
          region,quarter,amount
          north,1,1200
          south,1,1450
          west,1,900
          north,2,2100
          south,2,1150
          west,2,1600
          """,
          "chen/tickets.csv",
          """
          ticket,person,state
          101,mia,open
          102,tom,closed
          103,mia,open
          104,eva,open
          105,tom,open
          106,mia,closed
          """);

  /** Makes the sample files in a folder that does not exist yet, or is empty. */
  static Folders make(Path root) throws IOException {
    Files.createDirectories(root);
    try (Stream<Path> found = Files.list(root)) {
      if (found.findAny().isPresent()) {
        throw InvalidDefinitionException.of("folder", root, "an empty one, or none");
      }
    }
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(parent(path));
      Files.writeString(path, file.getValue());
    }
    return new Folders(root);
  }

  /** Goes on with the sample files of another process, or makes them. */
  static Folders share(Path root) throws IOException {
    return Files.isDirectory(root.resolve("ana")) ? new Folders(root) : make(root);
  }

  /** The file that a model means, empty if it is not in the owner's folder. */
  Optional<Path> file(String owner, String name) {
    try {
      Path folder = folder(owner);
      Path file = folder.resolve(name).normalize();
      return file.startsWith(folder) && !file.equals(folder) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException malformed) {
      return Optional.empty();
    }
  }

  /** The names of the files of an owner. */
  List<String> names(String owner) {
    Path folder = folder(owner);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Path folder(String owner) {
    // An owner is any text, also one that would lead out of the root.
    Path folder = root.resolve(owner.replaceAll("[^A-Za-z0-9_-]", "_"));
    if (!Files.isDirectory(folder)) {
      try {
        makeAll(folder);
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    }
    return folder;
  }

  private static void makeAll(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      String name = file.getKey().substring(file.getKey().indexOf('/') + 1);
      Files.writeString(folder.resolve(name), file.getValue());
    }
  }

  /** Deletes everything, the root too. */
  void delete() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
