package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.llm.ModelName;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Enqueued;
import io.factorial.port.Estimate;
import io.factorial.port.Grant;
import io.factorial.port.Held;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Rates;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.task.TaskId;
import io.factorial.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What only a namespace with the server's own time shows: Redisson, expiry by Redis, lost scripts.
 */
class ServerTimeTest {
  private static final WorkerId WORKER = new WorkerId("worker");
  private static final ModelName MODEL = ModelName.parse("test:model");

  private static RedisConfig config(boolean cluster) {
    return (cluster ? TestRedis.cluster() : TestRedis.single()).build();
  }

  private static void register(RedisPorts ports, Duration ttl) {
    ports
        .queue()
        .register(
            new AgentCard(
                "agent",
                null,
                "",
                new TaskTtlConfig(ttl, ttl, ttl),
                3,
                MetricsTimelineConfig.defaults(),
                Payload.EMPTY));
  }

  private static TaskId enqueue(RedisPorts ports) {
    TaskId id = ports.queue().id("ada", Nonce.random());
    NewTask task = NewTask.builder(id, "agent", "ada", Payload.utf8("hello")).build();
    assertThat(ports.queue().enqueue(List.of(task))).containsExactly(new Enqueued.Created(id));
    return id;
  }

  private static LeasedTask fetch(RedisPorts ports) {
    Wish wish =
        new Wish(Nonce.random(), Duration.ofSeconds(8), List.of(new Wish.Want("agent", null, 1)));
    return ports.queue().fetch(WORKER, wish).getFirst();
  }

  private static void complete(RedisPorts ports, LeasedTask task) {
    ports
        .queue()
        .commit(
            task.lease(),
            Write.builder(OpId.random(), task.journal().size()).build(),
            new Next.Complete(Payload.utf8("done"), List.of(), List.of(), List.of()),
            new Wish(Nonce.random(), Duration.ofSeconds(8), List.of()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTaskRunsAndRedisItselfForgetsIt(boolean cluster) {
    try (RedisPorts ports = new RedisPorts(config(cluster))) {
      register(ports, Duration.ofMillis(300));
      TaskId id = enqueue(ports);
      LeasedTask task = fetch(ports);
      Held held =
          new Held(List.of(task.lease()), Duration.ofSeconds(8), "host", "1", Map.of("agent", 1));
      assertThat(ports.queue().heartbeat(WORKER, held).gone()).isEmpty();
      complete(ports, task);
      assertThat(ports.store().task(id)).isPresent();

      Awaitility.await().until(() -> ports.store().task(id).isEmpty());
      ports.queue().tick(100, 0);
      assertThat(ports.store().fleet().queues().getFirst().counts()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestsPerMinuteAreSharedByAllProcesses(boolean cluster) throws Exception {
    RedisConfig config = config(cluster);
    try (RedisPorts one = new RedisPorts(config);
        RedisPorts two = new RedisPorts(config)) {
      one.limits().configure(MODEL, new Rates(2, null));

      assertThat(one.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO))
          .isInstanceOf(Grant.Granted.class);
      assertThat(two.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO))
          .isInstanceOf(Grant.Granted.class);
      assertThat(two.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO))
          .isInstanceOf(Grant.Later.class);
    }
  }

  @Test
  void aNamespaceKeepsTheNumberOfItsPartitions() {
    RedisConfig.Builder config = TestRedis.single().partitions(4);
    new RedisPorts(config.build()).close();

    assertThatThrownBy(() -> new RedisPorts(config.partitions(8).build()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("partitions: 4 (expected: 8");
  }

  @Test
  void aTestClockIsRefusedInANamespaceOfTheServersTime() {
    RedisConfig config = TestRedis.single().build();
    new RedisPorts(config).close();

    assertThatThrownBy(() -> new RedisPorts(config, new TestClock()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("testClock");
  }
}
