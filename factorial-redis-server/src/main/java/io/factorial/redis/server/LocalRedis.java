package io.factorial.redis.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@code redis-server} of this process on a free port of loopback, with a temporary folder of its
 * own. It ends, and its folder is deleted, by {@link #close} or when the process ends.
 *
 * <pre>{@code
 * try (LocalRedis redis = LocalRedis.start("--appendonly", "yes")) {
 *   connect(redis.uri());
 * }
 * }</pre>
 *
 * <p>The program is the {@code redis-server} of the PATH, else one of release 6.2 that came along.
 *
 * <p><b>Threads.</b> Any number of threads may read and send commands; one at a time may restart,
 * kill or freeze.
 *
 * <p><b>Faults.</b> {@link LocalRedisException}. A process that is itself killed at once leaves its
 * servers behind, as it leaves all its children.
 */
public final class LocalRedis implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(5);
  private static final int PORTS_TRIED = 20;

  private final ServerProgram program;
  private final int port;
  private final Folder folder;
  private final List<String> options;
  private final Thread atExit = new Thread(this::stop, "factorial-redis-exit");
  private volatile Process process;

  private LocalRedis(ServerProgram program, Folder folder, List<String> options) {
    this.program = program;
    this.folder = folder;
    this.options = options;
    int tried = Ports.free();
    Process started = launch(tried);
    for (int i = 1; i < PORTS_TRIED && !isReady(started) && log().contains("in use"); i++) {
      tried = Ports.free();
      started = launch(tried);
    }
    this.port = tried;
    this.process = started;
    awaitReady(started);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a server that writes nothing to the disk, unless the options say so.
   *
   * @param options of {@code redis-server}, for example {@code "--appendonly", "yes"}
   * @return the server, ready for commands
   */
  public static LocalRedis start(String... options) {
    return start(ServerProgram.find(), List.of(options));
  }

  static LocalRedis start(ServerProgram program, List<String> options) {
    Folder folder = Folder.create();
    try {
      return new LocalRedis(program, folder, options);
    } catch (RuntimeException failed) {
      folder.close();
      throw failed;
    }
  }

  private Process launch(int onPort) {
    List<String> command = new ArrayList<>(program.command());
    command.addAll(List.of("--port", Integer.toString(onPort), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.path().toString(), "--save", "", "--daemonize", "no"));
    command.addAll(options);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(logFile().toFile())
          .start();
    } catch (IOException failed) {
      throw new LocalRedisException("redis-server did not start: " + failed.getMessage(), failed);
    }
  }

  /** Waits until the server takes commands or has ended: true in the first case. */
  private boolean isReady(Process started) {
    long deadline = System.nanoTime() + START.toNanos();
    while (started.isAlive() && System.nanoTime() - deadline < 0) {
      // Its own words, not an open port: that could be another server's.
      if (log().contains("Ready to accept connections")) {
        return true;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return false;
  }

  private void awaitReady(Process started) {
    if (!isReady(started)) {
      destroy(started);
      throw new LocalRedisException("redis-server did not start: " + log().strip(), null);
    }
  }

  private Path logFile() {
    return folder.path().resolve("server.log");
  }

  private String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException unreadable) {
      return "";
    }
  }

  /**
   * The port that it listens on.
   *
   * @return the port, on 127.0.0.1
   */
  public int port() {
    return port;
  }

  /**
   * Where it is reached.
   *
   * @return {@code redis://127.0.0.1:PORT}
   */
  public String uri() {
    return "redis://" + node();
  }

  /**
   * Where it is reached, in the form in which nodes of a cluster are named.
   *
   * @return {@code 127.0.0.1:PORT}
   */
  public String node() {
    return "127.0.0.1:" + port;
  }

  /**
   * The id of its process, another one after {@link #restart}.
   *
   * @return the id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * Whether its process lives, frozen or not.
   *
   * @return whether it does
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Sends one command.
   *
   * @param words the command and its arguments
   * @return the answer as text; the elements of a list on lines
   * @throws LocalRedisException when the server refuses it or is not there
   */
  public String command(String... words) {
    try {
      return Resp.call(port, List.of(words));
    } catch (IOException failed) {
      throw new LocalRedisException(
          "redis-server on " + node() + ", " + words[0] + ": " + failed.getMessage(), failed);
    }
  }

  /**
   * Leaves its end to {@link #close} alone: it is not ended when this process ends. For programs
   * that have something to put away first, in a shutdown hook of their own.
   *
   * @return this
   */
  public LocalRedis keepAtExit() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    return this;
  }

  /** Ends its process without warning. What its files hold stays for {@link #restart}. */
  public void kill() {
    destroy(process);
  }

  /** Kills it if it lives, and starts it again on the same port with what its files hold. */
  public void restart() {
    kill();
    Process started = launch(port);
    process = started;
    awaitReady(started);
  }

  /** Stops its process where it stands: connections stay open, nothing is answered. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0) {
        throw new LocalRedisException("kill -" + name + " " + pid() + ": no such process", null);
      }
    } catch (IOException failed) {
      throw new LocalRedisException("kill -" + name + ": " + failed.getMessage(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LocalRedisException("interrupted", interrupted);
    }
  }

  private static void destroy(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    kill();
    folder.close();
  }

  /** Ends the server and deletes its folder. A second call does nothing. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // The hook does the same.
    }
    stop();
  }
}
