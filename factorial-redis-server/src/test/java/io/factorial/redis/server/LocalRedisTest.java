package io.factorial.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Servers that start, break and leave nothing behind. */
class LocalRedisTest {
  private static Path folder(LocalRedis redis) {
    return Path.of(redis.command("CONFIG", "GET", "dir").lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void aServerAnswersAsSoonAsItIsStarted() {
    try (LocalRedis redis = LocalRedis.start()) {
      assertThat(redis.command("PING")).isEqualTo("PONG");
      assertThat(redis.command("INFO", "server")).contains("process_id:" + redis.pid());
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
    }
  }

  @Test
  void theProgramThatCameAlongRuns() {
    try (LocalRedis redis = LocalRedis.start(ServerProgram.bundled(), List.of())) {
      assertThat(redis.command("INFO", "server")).contains("redis_version:6.2.");
    }
  }

  @Test
  void theProgramOfThePathComesFirst() throws IOException {
    try (Folder folder = Folder.create()) {
      String name = "redis-server";
      assertThat(ServerProgram.onPath(name, folder.path().toString())).isEmpty();
      Path program = Files.createFile(folder.path().resolve(name));
      assertThat(ServerProgram.onPath(name, folder.path().toString())).isEmpty();
      assertThat(program.toFile().setExecutable(true)).isTrue();
      assertThat(ServerProgram.onPath(name, "/nowhere:" + folder.path())).contains(program);
    }
  }

  @Test
  void aClosedServerLeavesNeitherProcessNorFolder() {
    LocalRedis redis = LocalRedis.start();
    Path folder = folder(redis);
    assertThat(folder).isDirectory();
    long pid = redis.pid();

    redis.close();
    redis.close();

    assertThat(folder).doesNotExist();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aRestartedServerHasWhatItsFilesHold() {
    try (LocalRedis redis = LocalRedis.start("--appendonly", "yes", "--appendfsync", "always")) {
      redis.command("SET", "key", "value");
      int port = redis.port();
      long pid = redis.pid();
      redis.restart();

      assertThat(redis.command("GET", "key")).isEqualTo("value");
      assertThat(redis.port()).isEqualTo(port);
      assertThat(redis.pid()).isNotEqualTo(pid);
    }
  }

  @Test
  void aKilledServerIsGoneAndSaysSo() {
    try (LocalRedis redis = LocalRedis.start()) {
      redis.kill();

      assertThat(redis.isAlive()).isFalse();
      assertThatThrownBy(() -> redis.command("PING"))
          .isInstanceOf(LocalRedisException.class)
          .hasMessageContaining(redis.node() + ", PING");
    }
  }

  @Test
  void aFrozenServerAnswersWhenItThaws() throws InterruptedException {
    try (LocalRedis redis = LocalRedis.start()) {
      redis.freeze();
      Thread asks = Thread.ofVirtual().start(() -> redis.command("PING"));
      assertThat(asks.join(Duration.ofMillis(200))).isFalse();
      redis.thaw();

      assertThat(asks.join(Duration.ofSeconds(10))).isTrue();
      assertThat(redis.isAlive()).isTrue();
    }
  }

  @Test
  void aRefusedOptionIsSaid() {
    assertThatThrownBy(() -> LocalRedis.start("--no-such-option", "1"))
        .isInstanceOf(LocalRedisException.class)
        .hasMessageContaining("no-such-option");
  }

  @Test
  void aRefusedCommandIsSaid() {
    try (LocalRedis redis = LocalRedis.start()) {
      assertThatThrownBy(() -> redis.command("NOSUCHCOMMAND"))
          .isInstanceOf(LocalRedisException.class)
          .hasMessageContaining("unknown command");
    }
  }

  @Test
  void aServerEndsWithTheProcessThatStartedIt() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forgetful.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String[] said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .split("\\s", -1);
    assertThat(process.waitFor()).isZero();

    assertThat(Path.of(said[1])).doesNotExist();
    Awaitility.await()
        .until(
            () ->
                ProcessHandle.of(Long.parseLong(said[0])).filter(ProcessHandle::isAlive).isEmpty());
  }

  /** Starts a server, says its process and folder, and ends without closing it. */
  static final class Forgetful {
    private Forgetful() {}

    public static void main(String[] args) {
      LocalRedis redis = LocalRedis.start();
      System.out.println(redis.pid() + " " + folder(redis));
    }
  }
}
