package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.StoreException;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Enqueued;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Payload;
import io.factorial.redis.server.LocalRedis;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What callers see of a server that restarts, forgets its scripts, is full, or is gone. */
class LostServerTest {
  private static RedisPorts ports(LocalRedis server) {
    return new RedisPorts(
        RedisConfig.builder()
            .host("127.0.0.1")
            .port(server.port())
            .commandTimeout(Duration.ofSeconds(1))
            .build());
  }

  private static NewTask task(RedisPorts ports) {
    TaskId id = ports.queue().id("ada", Nonce.random());
    return NewTask.builder(id, "agent", "ada", Payload.utf8("hello")).build();
  }

  private static void register(RedisPorts ports) {
    ports
        .queue()
        .register(
            new AgentCard(
                "agent",
                null,
                "",
                TaskTtlConfig.defaults(),
                3,
                MetricsTimelineConfig.defaults(),
                Payload.EMPTY));
  }

  @Test
  void aServerThatRestartsIsFoundAgainWithAllThatItHeld() {
    try (LocalRedis server = LocalRedis.start("--appendonly", "yes", "--appendfsync", "always");
        RedisPorts ports = ports(server)) {
      register(ports);
      NewTask task = task(ports);
      ports.queue().enqueue(List.of(task));
      server.restart();

      Awaitility.await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .untilAsserted(() -> assertThat(ports.store().task(task.id())).isPresent());
      assertThat(ports.queue().enqueue(List.of(task)))
          .containsExactly(new Enqueued.Existing(task.id()));
    }
  }

  @Test
  void scriptsThatTheServerForgotAreSentAgain() {
    try (LocalRedis server = LocalRedis.start();
        RedisPorts ports = ports(server)) {
      register(ports);
      server.command("SCRIPT", "FLUSH", "SYNC");

      NewTask task = task(ports);
      assertThat(ports.queue().enqueue(List.of(task)))
          .containsExactly(new Enqueued.Created(task.id()));
    }
  }

  @Test
  void aServerThatIsGoneIsAFaultThatMayBeRepeated() {
    try (LocalRedis server = LocalRedis.start();
        RedisPorts ports = ports(server)) {
      register(ports);
      NewTask task = task(ports);
      server.kill();

      assertThatThrownBy(() -> ports.queue().enqueue(List.of(task)))
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.retryable()).isTrue());
    }
  }

  @Test
  void aServerThatIsFullIsAFaultThatMayBeRepeated() {
    try (LocalRedis server = LocalRedis.start();
        RedisPorts ports = ports(server)) {
      register(ports);
      NewTask task = task(ports);
      server.command("CONFIG", "SET", "maxmemory", "1");
      assertThatThrownBy(() -> ports.queue().enqueue(List.of(task)))
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.retryable()).isTrue())
          .hasMessageContaining("OOM");
      server.command("CONFIG", "SET", "maxmemory", "0");

      assertThat(ports.queue().enqueue(List.of(task)))
          .containsExactly(new Enqueued.Created(task.id()));
    }
  }

  @Test
  void aMissingPermissionIsAFaultThatIsNotRepeated() {
    try (LocalRedis server = LocalRedis.start();
        RedisPorts ports = ports(server)) {
      register(ports);
      server.command("ACL", "SETUSER", "default", "-evalsha");

      assertThatThrownBy(() -> ports.queue().enqueue(List.of(task(ports))))
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.retryable()).isFalse());
    }
  }
}
