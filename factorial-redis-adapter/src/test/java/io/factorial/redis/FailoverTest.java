package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.StoreException;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.TaskStore;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.redis.server.LocalRedis;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What workers see of a server that lost its newest writes, was away for long, or became a replica.
 */
class FailoverTest {
  private static final WorkerId WORKER = new WorkerId("worker");

  private static RedisPorts ports(LocalRedis server) {
    return new RedisPorts(
        RedisConfig.builder()
            .uri(server.uri())
            .partitions(1)
            .commandTimeout(Duration.ofSeconds(20))
            .build());
  }

  private static LeasedTask running(RedisPorts ports, Duration lease) {
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
    enqueue(ports);
    return ports
        .queue()
        .fetch(WORKER, new Wish(Nonce.random(), lease, List.of(new Wish.Want("agent", null, 1))))
        .getFirst();
  }

  private static TaskId enqueue(RedisPorts ports) {
    TaskId id = ports.queue().id("ada", Nonce.random());
    NewTask task = NewTask.builder(id, "agent", "ada", Payload.utf8("hello")).build();
    assertThat(ports.queue().enqueue(List.of(task))).containsExactly(new Enqueued.Created(id));
    return id;
  }

  private static WriteResult record(RedisPorts ports, LeasedTask task, int from, String... notes) {
    Write.Builder write = Write.builder(OpId.random(), from);
    for (String note : notes) {
      write.entry(new Entry(0, 0, 0, Entry.Kind.NOTE, Payload.utf8(note)));
    }
    return ports.queue().record(task.lease(), write.build());
  }

  private static List<String> notes(TaskStore store, LeasedTask task) {
    return store.journal(task.lease().task(), 1, 10).stream()
        .map(entry -> entry.payload().utf8())
        .toList();
  }

  /** The server comes back with its last snapshot, as a replica that had not heard the newest. */
  @Test
  void aLostSuffixIsNoticedAndSentAgain() {
    try (LocalRedis server = LocalRedis.start("--appendonly", "no");
        RedisPorts ports = ports(server)) {
      LeasedTask task = running(ports, Duration.ofMinutes(5));
      assertThat(record(ports, task, 1, "one")).isInstanceOf(WriteResult.Written.class);
      server.command("SAVE");
      assertThat(record(ports, task, 2, "two")).isInstanceOf(WriteResult.Written.class);
      server.restart();

      Awaitility.await()
          .ignoreExceptionsInstanceOf(StoreException.class)
          .untilAsserted(
              () -> assertThat(record(ports, task, 3, "three")).isEqualTo(new WriteResult.Gap(2)));
      assertThat(notes(ports.store(), task)).containsExactly("one");
      assertThat(record(ports, task, 2, "two", "three")).isInstanceOf(WriteResult.Written.class);
      assertThat(notes(ports.store(), task)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void aServerThatWasAwayForLongerThanALeaseDeclaresNobodyDead() {
    try (LocalRedis server = LocalRedis.start("--appendonly", "no");
        RedisPorts ports = ports(server)) {
      Duration lease = Duration.ofMillis(1_500);
      LeasedTask task = running(ports, lease);
      ports.queue().tick(100, 1);
      server.freeze();
      Awaitility.await().pollDelay(lease.multipliedBy(2)).until(() -> true);
      server.thaw();

      ports.queue().tick(100, 1);
      assertThat(ports.store().task(task.lease().task()).orElseThrow().status())
          .isEqualTo(TaskStatus.PROCESSING);
      assertThat(record(ports, task, 1, "still mine")).isInstanceOf(WriteResult.Written.class);
    }
  }

  @Test
  void aReplicaIsAFaultThatMayBeRepeatedUntilItIsAMaster() {
    try (LocalRedis server = LocalRedis.start("--appendonly", "no");
        LocalRedis master = LocalRedis.start("--appendonly", "no");
        RedisPorts ports = ports(server)) {
      LeasedTask task = running(ports, Duration.ofMinutes(5));
      server.command("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
      assertThatThrownBy(() -> record(ports, task, 1, "one"))
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.retryable()).isTrue())
          .hasMessageContaining("READONLY");
      server.command("REPLICAOF", "NO", "ONE");

      assertThat(ports.queue().id("ada", Nonce.random()).partition()).isZero();
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
      assertThat(ports.store().task(enqueue(ports))).isPresent();
    }
  }
}
