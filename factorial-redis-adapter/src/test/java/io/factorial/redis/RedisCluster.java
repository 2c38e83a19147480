package io.factorial.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A Redis Cluster of the tests on loopback, without replicas. */
final class RedisCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final List<RedisServer> servers;

  private RedisCluster(List<RedisServer> servers) {
    this.servers = servers;
  }

  static RedisCluster start(int masters) {
    List<RedisServer> servers = new ArrayList<>();
    for (int i = 0; i < masters; i++) {
      servers.add(
          RedisServer.start(
              "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--appendonly", "no"));
    }
    RedisCluster cluster = new RedisCluster(servers);
    cluster.join();
    return cluster;
  }

  private void join() {
    List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    command.addAll(nodes());
    command.add("--cluster-yes");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("redis-cli --cluster create failed");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    awaitOk();
  }

  private void awaitOk() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!servers.stream().allMatch(RedisCluster::isOk)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the cluster is not up");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static boolean isOk(RedisServer server) {
    return server
        .command(connection -> connection.sync().clusterInfo())
        .contains("cluster_state:ok");
  }

  List<RedisServer> servers() {
    return servers;
  }

  List<String> nodes() {
    return IntStream.range(0, servers.size())
        .mapToObj(i -> "127.0.0.1:" + servers.get(i).port())
        .toList();
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
