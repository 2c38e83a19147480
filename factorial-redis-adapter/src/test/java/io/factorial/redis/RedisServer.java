package io.factorial.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A {@code redis-server} of the tests, on a free port of loopback, with a folder of its own. */
final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(10);

  private final int port;
  private final Path folder;
  private final List<String> options;
  private Process process;

  private RedisServer(int port, Path folder, List<String> options) throws IOException {
    this.port = port;
    this.folder = folder;
    this.options = options;
    this.process = launch();
  }

  static RedisServer start(String... options) {
    try {
      return new RedisServer(
          freePort(), Files.createTempDirectory("factorial-redis"), List.of(options));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A port below those that the system gives out by itself: a cluster's bus is 10,000 above. */
  private static int freePort() throws IOException {
    for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 1_000) * 2; ; port++) {
      try (ServerSocket one = new ServerSocket();
          ServerSocket two = new ServerSocket()) {
        one.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        two.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + 10_000));
        return port;
      } catch (IOException taken) {
        if (port > 32_000) {
          throw taken;
        }
      }
    }
  }

  private Process launch() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--daemonize",
                "no"));
    command.addAll(options);
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    awaitPort(started);
    return started;
  }

  private void awaitPort(Process started) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException notYet) {
        if (!started.isAlive() || System.nanoTime() - deadline > 0) {
          throw new IOException("redis-server did not start, see " + folder, notYet);
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Kills the server, and starts it again with what its files hold. */
  void restart() {
    kill();
    try {
      process = launch();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Ends the server at once. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one command, for what only tests do. */
  <T> T command(java.util.function.Function<StatefulRedisConnection<String, String>, T> call) {
    RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return call.apply(connection);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
