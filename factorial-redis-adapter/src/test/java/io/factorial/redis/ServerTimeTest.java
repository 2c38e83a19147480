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
import io.factorial.redis.server.SharedRedis;
import io.factorial.task.TaskId;
import io.factorial.testkit.TestClock;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void callsToAModelWithoutLimitsCostRedisNextToNothing() throws Exception {
    int calls = 1_000;
    try (RedisPorts ports = new RedisPorts(config(false))) {
      ports.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO);
      long before = scriptsRun();
      for (int i = 0; i < calls; i++) {
        Grant grant = ports.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO);
        ports.limits().settle((Grant.Granted) grant, 50);
      }
      assertThat(scriptsRun() - before).isLessThan(calls / 10);
    }
  }

  private static long scriptsRun() {
    try (RedisClient client = RedisClient.create(SharedRedis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      Matcher calls =
          Pattern.compile("cmdstat_evalsha:calls=(\\d+)")
              .matcher(connection.sync().info("commandstats"));
      assertThat(calls.find()).isTrue();
      return Long.parseLong(calls.group(1));
    }
  }

  @Test
  void aPauseIsKeptAtOnceByItsProcessAndSoonByOthers() throws Exception {
    RedisConfig config = config(false);
    try (RedisPorts one = new RedisPorts(config);
        RedisPorts two = new RedisPorts(config)) {
      for (RedisPorts ports : List.of(one, two)) {
        assertThat(ports.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO))
            .isInstanceOf(Grant.Granted.class);
      }
      one.limits().pause(MODEL, Duration.ofMinutes(5));

      assertThat(one.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO))
          .isInstanceOf(Grant.Later.class);
      Awaitility.await()
          .until(
              () ->
                  two.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO)
                      instanceof Grant.Later);
    }
  }

  @Test
  void aCallThatBeganWithoutLimitsIsNotChargedToLaterOnes() throws Exception {
    try (RedisPorts ports = new RedisPorts(config(false))) {
      Grant before = ports.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO);
      ports.limits().configure(MODEL, new Rates(null, 1_000L));
      assertThat(ports.limits().acquire(MODEL, new Estimate(10, 0), Duration.ZERO))
          .isEqualTo(new Grant.Granted(MODEL, 10));
      ports.limits().settle((Grant.Granted) before, 1_000);

      assertThat(ports.limits().acquire(MODEL, new Estimate(900, 0), Duration.ZERO))
          .isEqualTo(new Grant.Granted(MODEL, 900));
      assertThat(ports.limits().acquire(MODEL, new Estimate(900, 0), Duration.ZERO))
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
