package io.factorial.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster that is whole when it is handed out. */
class LocalRedisClusterTest {
  @Test
  void eachMasterOfANewClusterKnowsTheOthersAndServesItsSlots() {
    List<LocalRedis> servers;
    try (LocalRedisCluster cluster = LocalRedisCluster.start(3)) {
      servers = cluster.servers();
      assertThat(cluster.nodes()).hasSize(3).doesNotHaveDuplicates();
      assertThat(servers)
          .allSatisfy(
              server -> {
                assertThat(server.command("CLUSTER", "INFO")).contains("cluster_size:3");
                assertThat(server.command("CLUSTER", "NODES").lines())
                    .hasSize(3)
                    .allMatch(line -> line.contains("master") && line.contains("connected"));
              });
      // The key is in slot 3,300, of the first third.
      assertThat(servers.getFirst().command("SET", "b", "1")).isEqualTo("OK");
      assertThatThrownBy(() -> servers.get(2).command("SET", "b", "1"))
          .hasMessageContaining("MOVED 3300");
    }
    assertThat(servers).noneMatch(LocalRedis::isAlive);
  }

  @Test
  void aClusterOfTwoIsRefused() {
    assertThatThrownBy(() -> LocalRedisCluster.start(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("masters: 2 (expected: 3 or more)");
  }
}
