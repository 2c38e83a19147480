package io.factorial.bench.peer;

import io.factorial.bench.site.RedisServers;
import io.factorial.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * BullMQ, given the same work by a program for Node. It has a Redis server of its own, because it
 * empties it.
 */
public final class BullMq implements AutoCloseable {
  private static final long INSTALL_MINUTES = 3;
  private static final long RUN_MINUTES = 5;
  private static final String FOLDER = "bullmq";
  private static final List<String> FILES = List.of("bench.js", "package.json");

  private final Path folder;
  private final RedisServers redis;

  /**
   * What the peer did in a run.
   *
   * @param perSecond turns per second
   * @param workerMicros processor time of its worker per turn
   * @param redisMicros processor time of Redis per turn
   */
  public record Turns(double perSecond, double workerMicros, double redisMicros) {}

  private BullMq(Path folder, RedisServers redis) {
    this.folder = folder;
    this.redis = redis;
  }

  /**
   * Installs the peer into the user's cache, unless it is there, and starts a server for it.
   *
   * @return the peer
   * @throws IOException when Node or npm are missing, or its packages cannot be had
   * @throws InterruptedException when the thread is interrupted
   */
  public static BullMq install() throws IOException, InterruptedException {
    Path folder = cache().resolve("factorial").resolve("bench").resolve(FOLDER);
    Files.createDirectories(folder);
    for (String file : FILES) {
      try (InputStream in = BullMq.class.getResourceAsStream(FOLDER + "/" + file)) {
        if (in == null) {
          throw new IllegalStateException("resource " + file + ": missing");
        }
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!Files.isDirectory(folder.resolve("node_modules").resolve(FOLDER))) {
      run(folder, INSTALL_MINUTES, List.of("npm", "install", "--no-audit", "--no-fund"));
    }
    return new BullMq(folder, RedisServers.start());
  }

  private static Path cache() {
    String given = System.getenv("XDG_CACHE_HOME");
    return given == null || given.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(given);
  }

  /**
   * Its version.
   *
   * @return the version of its package
   * @throws IOException when it is not installed
   */
  public String version() throws IOException {
    Path file = folder.resolve("node_modules").resolve(FOLDER).resolve("package.json");
    return Json.parse(Files.readString(file)) instanceof Json.Obj described
        ? described.text("version").orElse("unknown")
        : "unknown";
  }

  /**
   * Tasks of three steps, each step stored and told.
   *
   * @param tasks how many
   * @param concurrency how many at once
   * @return what it took
   * @throws IOException when it failed
   * @throws InterruptedException when the thread is interrupted
   */
  public Turns turns(int tasks, int concurrency) throws IOException, InterruptedException {
    Json.Obj said = bench("throughput", "--n=" + tasks, "--conc=" + concurrency);
    if (number(said, "done") != tasks) {
      throw new IOException("bullmq: " + said.text() + " (expected: done " + tasks + ")");
    }
    return new Turns(
        number(said, "turns_s"),
        number(said, "worker_cpu_us_turn"),
        number(said, "redis_cpu_us_turn"));
  }

  /**
   * The rate of {@code addBulk}.
   *
   * @param tasks how many
   * @return tasks per second
   * @throws IOException when it failed
   * @throws InterruptedException when the thread is interrupted
   */
  public double enqueuedInBulk(int tasks) throws IOException, InterruptedException {
    return number(bench("enqueue", "--n=" + tasks), "enq_per_s");
  }

  /**
   * The time from the enqueue of a task to its first step, with an idle worker.
   *
   * @param tasks how many, one after the other
   * @return the p50, in milliseconds
   * @throws IOException when it failed
   * @throws InterruptedException when the thread is interrupted
   */
  public double pickupMillis(int tasks) throws IOException, InterruptedException {
    return number(bench("latency", "--n=" + tasks), "p50_ms");
  }

  private Json.Obj bench(String mode, String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("node", "bench.js", mode, "--port=" + redis.port()));
    command.addAll(List.of(options));
    String said = run(folder, RUN_MINUTES, command);
    redis.first().flushall();
    for (String line : said.lines().toList()) {
      if (line.startsWith("{") && Json.parse(line) instanceof Json.Obj object) {
        return object;
      }
    }
    throw new IOException("bullmq: " + said + " (expected: a line of JSON)");
  }

  private static double number(Json.Obj said, String name) throws IOException {
    return Double.parseDouble(
        said.text(name).orElseThrow(() -> new IOException("bullmq: no " + name + " in " + said)));
  }

  private static String run(Path folder, long minutes, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("factorial-bench-peer", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            "%s: %s%n%s"
                .formatted(
                    command.getFirst(),
                    ended ? "exit code " + process.exitValue() : "not done in " + minutes + " min",
                    said));
      }
      return said;
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
