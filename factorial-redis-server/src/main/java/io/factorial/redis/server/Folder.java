package io.factorial.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder that is deleted with what is in it.
 *
 * @param path where it is
 */
record Folder(Path path) implements AutoCloseable {
  static Folder create() {
    try {
      return new Folder(Files.createTempDirectory("factorial-redis-"));
    } catch (IOException failed) {
      throw new LocalRedisException(
          "no temporary folder for redis-server (expected: java.io.tmpdir can be written)", failed);
    }
  }

  static Folder ofThisProcess() {
    Folder folder = create();
    Runtime.getRuntime().addShutdownHook(new Thread(folder::close, "factorial-redis-folder"));
    return folder;
  }

  /** Best effort: what cannot be deleted is left to the system, which owns the folder above. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(Folder::delete);
    } catch (IOException | UncheckedIOException gone) {
      // A file that disappears during the walk is what was wanted.
      delete(path);
    }
  }

  private static void delete(Path file) {
    file.toFile().delete();
  }
}
