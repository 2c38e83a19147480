package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.port.Held;
import io.factorial.port.Signals;
import io.factorial.port.WorkerId;
import io.factorial.redis.server.LocalRedis;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How many connections a process has, and that none is left. */
class ConnectionsTest {
  private static final WorkerId WORKER = new WorkerId("worker");

  private static RedisConfig.Builder config(LocalRedis server) {
    return RedisConfig.builder().host("127.0.0.1").port(server.port());
  }

  /** The clients of a server, without the one that asks. */
  private static long clients(LocalRedis server) {
    return server.command("CLIENT", "LIST").lines().filter(line -> line.contains("addr=")).count()
        - 1;
  }

  private static void useEverything(RedisPorts ports) {
    for (int i = 0; i < 5; i++) {
      ports.queue().listen(new WorkerId("worker" + i), new Deaf());
    }
    Held held = new Held(List.of(), Duration.ofSeconds(8), "host", "1", Map.of());
    ports.queue().heartbeat(WORKER, held);
    ports.queue().tick(10, 0);
  }

  @Test
  void workSignalsAndHeartbeatsHaveTheirConnectionsAndNoneIsLeft() {
    try (LocalRedis server = LocalRedis.start()) {
      // The first process makes the namespace, which takes a lock.
      new RedisPorts(config(server).build()).close();
      try (RedisPorts ports = new RedisPorts(config(server).build())) {
        useEverything(ports);

        assertThat(clients(server)).isEqualTo(4);
      }
      Awaitility.await().untilAsserted(() -> assertThat(clients(server)).isZero());
    }
  }

  @Test
  void aNamespaceThatIsRefusedLeavesNoConnection() {
    try (LocalRedis server = LocalRedis.start()) {
      new RedisPorts(config(server).build()).close();

      assertThatThrownBy(() -> new RedisPorts(config(server).partitions(3).build()))
          .isInstanceOf(InvalidDefinitionException.class);
      Awaitility.await().untilAsserted(() -> assertThat(clients(server)).isZero());
    }
  }

  @Test
  void aDatabaseOfItsOwnIsKeptApart() {
    try (LocalRedis server = LocalRedis.start()) {
      new RedisPorts(config(server).db(3).build()).close();

      assertThat(server.command("INFO", "keyspace")).contains("db3:").doesNotContain("db0:");
    }
  }

  private static final class Deaf implements Signals {
    @Override
    public void workAt(String agent, int partition) {}

    @Override
    public void cancelled(TaskId task) {}

    @Override
    public void steered(TaskId task, int turn, SteeringMode mode) {}

    @Override
    public void answered(TaskId task) {}
  }
}
