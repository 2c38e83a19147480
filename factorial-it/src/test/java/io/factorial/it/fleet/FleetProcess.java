package io.factorial.it.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Java process of the test, with what it said. Ended by its id. */
final class FleetProcess {
  /** Far more than it takes; a machine that builds something else at the same time is slow. */
  private static final Duration START = Duration.ofMinutes(4);

  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private FleetProcess(Process process) {
    this.process = process;
  }

  static FleetProcess start(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What shortens a start matters here: each test makes several processes.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      FleetProcess started =
          new FleetProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
      Thread.ofVirtual().start(started::read);
      return started;
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(said::add);
    } catch (IOException | java.io.UncheckedIOException ended) {
      said.add("(ended)");
    }
  }

  long pid() {
    return process.pid();
  }

  List<String> said() {
    return List.copyOf(said);
  }

  FleetProcess awaitLine(String line) {
    Awaitility.await("'" + line + "' from process " + pid())
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> said.contains(line) || !isAlive());
    if (!said.contains(line)) {
      throw new IllegalStateException("process " + pid() + " ended: " + said);
    }
    return this;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int awaitEnd() {
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + pid() + " does not end: " + said);
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  void signal(String name) {
    try {
      int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid() + ": " + status);
      }
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
