package io.factorial.redis.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of this process on loopback: masters without replicas, the slots shared evenly.
 * It ends as a {@link LocalRedis} does.
 *
 * <pre>{@code
 * try (LocalRedisCluster cluster = LocalRedisCluster.start(3)) {
 *   connect(cluster.nodes());
 * }
 * }</pre>
 */
public final class LocalRedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int LEAST = 3;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(20);

  private final List<LocalRedis> servers;

  private LocalRedisCluster(List<LocalRedis> servers) {
    this.servers = List.copyOf(servers);
  }

  /**
   * Starts a cluster.
   *
   * @param masters how many; 3 or more, with fewer Redis decides nothing
   * @param options of every {@code redis-server} in it
   * @return the cluster, each of its nodes ready for commands
   */
  public static LocalRedisCluster start(int masters, String... options) {
    if (masters < LEAST) {
      throw new IllegalArgumentException("masters: " + masters + " (expected: 3 or more)");
    }
    List<LocalRedis> servers = new ArrayList<>();
    try {
      List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes"));
      all.addAll(List.of("--cluster-node-timeout", "2000"));
      all.addAll(List.of(options));
      for (int i = 0; i < masters; i++) {
        servers.add(LocalRedis.start(all.toArray(String[]::new)));
      }
      LocalRedisCluster cluster = new LocalRedisCluster(servers);
      cluster.join();
      return cluster;
    } catch (RuntimeException failed) {
      servers.forEach(LocalRedis::close);
      throw failed;
    }
  }

  /** Each node gets its slots and an epoch of its own, then meets the first one. */
  private void join() {
    for (int i = 0; i < servers.size(); i++) {
      int end = SLOTS * (i + 1) / servers.size();
      List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      IntStream.range(SLOTS * i / servers.size(), end).forEach(n -> slots.add(String.valueOf(n)));
      servers.get(i).command(slots.toArray(String[]::new));
      servers.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    LocalRedis first = servers.getFirst();
    for (LocalRedis other : servers.subList(1, servers.size())) {
      first.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()));
    }
    awaitAgreement();
  }

  private void awaitAgreement() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!servers.stream().allMatch(this::seesAll)) {
      if (System.nanoTime() - deadline > 0) {
        throw new LocalRedisException(
            "the cluster's nodes do not find each other: "
                + servers.getFirst().command("CLUSTER", "INFO"),
            null);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private boolean seesAll(LocalRedis server) {
    List<String> info = server.command("CLUSTER", "INFO").lines().toList();
    return info.contains("cluster_state:ok")
        && info.contains("cluster_slots_ok:" + SLOTS)
        && info.contains("cluster_known_nodes:" + servers.size());
  }

  /**
   * Its servers.
   *
   * @return the servers, in the order of their slots
   */
  public List<LocalRedis> servers() {
    return servers;
  }

  /**
   * Where its servers are reached.
   *
   * @return {@code 127.0.0.1:PORT} of each
   */
  public List<String> nodes() {
    return servers.stream().map(LocalRedis::node).toList();
  }

  /**
   * Leaves its end to {@link #close} alone, as {@link LocalRedis#keepAtExit} does.
   *
   * @return this
   */
  public LocalRedisCluster keepAtExit() {
    servers.forEach(LocalRedis::keepAtExit);
    return this;
  }

  /** Ends all its servers. A second call does nothing. */
  @Override
  public void close() {
    servers.forEach(LocalRedis::close);
  }
}
