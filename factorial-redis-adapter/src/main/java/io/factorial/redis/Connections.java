package io.factorial.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a process: a few for work, one with an event loop of its own for heartbeats,
 * and one for signals to each server that sends them. Commands are refused while a connection is
 * broken, and never sent twice by the client itself.
 */
final class Connections implements AutoCloseable {
  private static final int MOST_FOR_WORK = 2;

  /** Connections that are not for work: heartbeats, and signals. */
  private static final int OTHERS = 2;

  private static final Duration TOPOLOGY = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ZERO;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final RedisConfig config;
  private final ClientResources resources = SharedLoops.WORK.open();
  private final RedisClient client;
  private final @Nullable RedisClusterClient cluster;
  private final List<StatefulConnection<byte[], byte[]>> open = new ArrayList<>();
  private final List<RedisClusterAsyncCommands<byte[], byte[]>> work = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Pulse pulse;

  /** The connection for heartbeats with its own event loop; made at the first heartbeat. */
  private record Pulse(
      AbstractRedisClient client, RedisClusterAsyncCommands<byte[], byte[]> commands) {}

  Connections(RedisConfig config) {
    this.config = config;
    client = single(resources);
    cluster = config.clusterNodes().isEmpty() ? null : cluster(resources);
    int number = Math.max(1, Math.min(MOST_FOR_WORK, config.maxConnections() - OTHERS));
    try {
      for (int i = 0; i < number; i++) {
        work.add(connect(client, cluster));
      }
    } catch (RuntimeException unreachable) {
      close();
      throw unreachable;
    }
  }

  boolean isCluster() {
    return cluster != null;
  }

  /** A connection for work; the same for the same number, so that its commands keep their order. */
  RedisClusterAsyncCommands<byte[], byte[]> work(int number) {
    return work.get(number % work.size());
  }

  /** The connection for heartbeats. */
  RedisClusterAsyncCommands<byte[], byte[]> heartbeats() {
    lock.lock();
    try {
      if (pulse == null) {
        pulse = makePulse();
      }
      return pulse.commands();
    } finally {
      lock.unlock();
    }
  }

  private Pulse makePulse() {
    ClientResources own = SharedLoops.HEARTBEATS.open();
    try {
      if (cluster != null) {
        RedisClusterClient several = cluster(own);
        return new Pulse(several, connect(client, several));
      }
      RedisClient one = single(own);
      return new Pulse(one, connect(one, null));
    } catch (RuntimeException unreachable) {
      SharedLoops.HEARTBEATS.close();
      throw unreachable;
    }
  }

  private RedisClient single(ClientResources of) {
    RedisClient made = RedisClient.create(of);
    made.setOptions(options(ClientOptions.builder()).build());
    return made;
  }

  /** A new connection for signals to the server that holds a slot. */
  StatefulRedisPubSubConnection<byte[], byte[]> signals(RedisURI server) {
    StatefulRedisPubSubConnection<byte[], byte[]> connection =
        client.connectPubSub(ByteArrayCodec.INSTANCE, server);
    track(connection);
    return connection;
  }

  /** The server that holds a key's slot; without a cluster the one server. */
  RedisURI serverOf(String key) {
    if (cluster == null) {
      return uri();
    }
    RedisClusterNode node = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    if (node == null) {
      throw new RedisException("no master holds the slot of " + key);
    }
    RedisURI server = node.getUri();
    RedisURI first = uris().getFirst();
    server.applyAuthentication(first);
    server.applySsl(first);
    return server;
  }

  /** Asks the cluster again which server holds which slot. */
  void refreshTopology() {
    if (cluster != null) {
      cluster.refreshPartitions();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      open.forEach(StatefulConnection::close);
      open.clear();
    } finally {
      lock.unlock();
    }
    client.shutdown(QUIET, SHUTDOWN);
    if (cluster != null) {
      cluster.shutdown(QUIET, SHUTDOWN);
    }
    if (pulse != null) {
      pulse.client().shutdown(QUIET, SHUTDOWN);
      SharedLoops.HEARTBEATS.close();
    }
    SharedLoops.WORK.close();
  }

  private RedisClusterAsyncCommands<byte[], byte[]> connect(
      RedisClient single, @Nullable RedisClusterClient several) {
    if (several == null) {
      StatefulRedisConnection<byte[], byte[]> connection =
          single.connect(ByteArrayCodec.INSTANCE, uri());
      track(connection);
      return connection.async();
    }
    StatefulRedisClusterConnection<byte[], byte[]> connection =
        several.connect(ByteArrayCodec.INSTANCE);
    track(connection);
    return connection.async();
  }

  private void track(StatefulConnection<byte[], byte[]> connection) {
    connection.setTimeout(config.commandTimeout());
    lock.lock();
    try {
      open.add(connection);
    } finally {
      lock.unlock();
    }
  }

  private RedisClusterClient cluster(ClientResources of) {
    RedisClusterClient made = RedisClusterClient.create(of, uris());
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    options(options);
    options.topologyRefreshOptions(
        ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(TOPOLOGY).build());
    made.setOptions(options.build());
    return made;
  }

  private <B extends ClientOptions.Builder> B options(B builder) {
    builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    builder.socketOptions(
        SocketOptions.builder().connectTimeout(config.commandTimeout()).keepAlive(true).build());
    builder.timeoutOptions(TimeoutOptions.enabled(config.commandTimeout()));
    return builder;
  }

  private RedisURI uri() {
    String text = config.uri();
    if (text != null) {
      RedisURI uri = RedisURI.create(text);
      uri.setTimeout(config.commandTimeout());
      return uri;
    }
    return uri(config.host(), config.port(), config.db());
  }

  private List<RedisURI> uris() {
    return config.clusterNodes().stream()
        .map(node -> node.split(":", 2))
        .map(node -> uri(node[0], Integer.parseInt(node[1]), 0))
        .toList();
  }

  private RedisURI uri(String host, int port, int db) {
    RedisURI.Builder builder =
        RedisURI.builder()
            .withHost(host)
            .withPort(port)
            .withDatabase(db)
            .withSsl(config.tls())
            .withTimeout(config.commandTimeout());
    String password = config.password();
    if (password != null) {
      String user = config.username();
      if (user == null) {
        builder.withPassword(password.toCharArray());
      } else {
        builder.withAuthentication(user, password.toCharArray());
      }
    }
    return builder.build();
  }
}
