package io.factorial.redis.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * The program {@code redis-server}: that of the PATH, else the one that came along, which needs
 * OpenSSL 3 on Linux.
 *
 * @param path where it is
 */
record ServerProgram(Path path) {
  private static final int ANSWERS_WITHIN_SECONDS = 10;
  private static final String INSTALL =
      " Install it, and start again: apt-get install redis-server (Debian, Ubuntu), dnf install"
          + " redis (Fedora), brew install redis (macOS).";

  /** Looked for once: neither answer changes while a process runs. */
  private static final class Found {
    static final ServerProgram PROGRAM =
        onPath("redis-server", System.getenv().getOrDefault("PATH", ""))
            .map(ServerProgram::new)
            .orElseGet(ServerProgram::bundled);
  }

  /**
   * What starts it: in a session of its own where that can be had, so that the Ctrl-C of a terminal
   * reaches the program that uses the server and not the server before it.
   */
  List<String> command() {
    return Session.PROGRAM
        .map(setsid -> List.of(setsid.toString(), path.toString()))
        .orElseGet(() -> List.of(path.toString()));
  }

  /** Looked for once, as above. */
  private static final class Session {
    static final Optional<Path> PROGRAM =
        onPath("setsid", System.getenv().getOrDefault("PATH", ""));
  }

  static ServerProgram find() {
    return Found.PROGRAM;
  }

  static Optional<Path> onPath(String name, String folders) {
    return Arrays.stream(folders.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Unpacks the program that came along into a folder that is gone with this process. */
  static ServerProgram bundled() {
    try {
      Folder folder = Folder.ofThisProcess();
      File file = ExecutableProvider.newJarResourceProvider(folder.path().toFile()).get();
      ServerProgram program = new ServerProgram(file.toPath());
      program.checkThatItRuns();
      return program;
    } catch (IOException | RuntimeException absent) {
      throw new LocalRedisException(
          "no redis-server: none is on the PATH, and the one that came along does not run here ("
              + absent.getMessage()
              + ")."
              + INSTALL,
          absent);
    }
  }

  private void checkThatItRuns() throws IOException {
    Process process =
        new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(said.strip());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
