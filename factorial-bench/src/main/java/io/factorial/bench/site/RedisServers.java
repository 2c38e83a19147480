package io.factorial.bench.site;

import io.factorial.redis.RedisConfig;
import io.factorial.redis.server.LocalRedis;
import io.factorial.redis.server.LocalRedisCluster;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Redis servers, and a connection to each that asks what they took. */
public final class RedisServers implements AutoCloseable {
  private static final int MASTERS = 3;

  /** As one runs Redis for queues; a log that is not rewritten tells how much was written. */
  private static final String[] OPTIONS = {
    "--appendonly",
    "yes",
    "--appendfsync",
    "everysec",
    "--auto-aof-rewrite-percentage",
    "0",
    "--slowlog-log-slower-than",
    "1000"
  };

  private static final double MICROS = 1e6;
  private static final int SCANNED = 1_000;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final List<Integer> ports;
  private final String uri;
  private final boolean cluster;
  private final @Nullable AutoCloseable servers;
  private final RedisClient client = RedisClient.create();
  private final List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();

  private RedisServers(
      String uri, List<Integer> ports, boolean cluster, @Nullable AutoCloseable servers) {
    this.uri = uri;
    this.ports = ports;
    this.cluster = cluster;
    this.servers = servers;
    if (ports.isEmpty()) {
      connections.add(client.connect(RedisURI.create(uri)));
    }
    for (int port : ports) {
      connections.add(client.connect(RedisURI.create("127.0.0.1", port)));
    }
  }

  /**
   * Starts a server on a free port, that writes its log once a second.
   *
   * @return the server; it ends, and its files go, when this is closed
   */
  public static RedisServers start() {
    LocalRedis server = LocalRedis.start(OPTIONS);
    return new RedisServers("", List.of(server.port()), false, server);
  }

  /**
   * Starts a cluster of three masters on free ports.
   *
   * @return the servers; they end, and their files go, when this is closed
   */
  public static RedisServers startCluster() {
    LocalRedisCluster servers = LocalRedisCluster.start(MASTERS, OPTIONS);
    List<Integer> ports = servers.servers().stream().map(LocalRedis::port).toList();
    return new RedisServers("", ports, true, servers);
  }

  /**
   * A server that is there already. It is left running, without what the benchmarks wrote.
   *
   * @param uri its URI
   * @return the server
   */
  public static RedisServers at(String uri) {
    return new RedisServers(uri, List.of(), false, null);
  }

  /**
   * Servers that another process of the benchmarks started.
   *
   * @param ports their ports on loopback
   * @return the servers
   */
  public static RedisServers at(List<Integer> ports) {
    return new RedisServers("", List.copyOf(ports), ports.size() > 1, null);
  }

  /**
   * How another process finds these servers.
   *
   * @return ports, separated by commas, or a URI
   */
  public String address() {
    return ports.isEmpty() ? uri : String.join(",", ports.stream().map(String::valueOf).toList());
  }

  /**
   * Finds servers by their address.
   *
   * @param address what {@link #address} said
   * @return the servers
   */
  public static RedisServers find(String address) {
    return address.contains(":")
        ? at(address)
        : at(List.of(address.split(",", -1)).stream().map(Integer::valueOf).toList());
  }

  boolean isCluster() {
    return cluster;
  }

  /**
   * Whether the servers were started for the benchmarks, so that all in them may be removed.
   *
   * @return false for a server that was there already
   */
  public boolean isOwn() {
    return servers != null;
  }

  /**
   * The port of the first server.
   *
   * @return the port; servers that were there already have none here
   */
  public int port() {
    return ports.getFirst();
  }

  /**
   * A connection to the first server.
   *
   * @return the connection's commands
   */
  public RedisCommands<String, String> first() {
    return connections.getFirst().sync();
  }

  /**
   * The URI of the first server.
   *
   * @return the URI
   */
  public RedisURI firstUri() {
    return ports.isEmpty() ? RedisURI.create(uri) : RedisURI.create("127.0.0.1", port());
  }

  RedisConfig.Builder config(String namespace) {
    RedisConfig.Builder config = RedisConfig.builder().namespace(namespace);
    if (cluster) {
      return config.clusterNodes(ports.stream().map(port -> "127.0.0.1:" + port).toList());
    }
    return ports.isEmpty() ? config.uri(uri) : config.host("127.0.0.1").port(port());
  }

  /**
   * The version of the servers.
   *
   * @return the version
   */
  public String version() {
    return info(first(), "server", "redis_version");
  }

  /**
   * Whether the servers write a log of all changes.
   *
   * @return what they say
   */
  public String persistence() {
    return first().configGet("appendonly").getOrDefault("appendonly", "no").equals("yes")
        ? "AOF " + first().configGet("appendfsync").getOrDefault("appendfsync", "")
        : "no AOF";
  }

  double cpuMicros() {
    return sum(
        commands ->
            MICROS
                * (Double.parseDouble(info(commands, "cpu", "used_cpu_user"))
                    + Double.parseDouble(info(commands, "cpu", "used_cpu_sys"))));
  }

  long writtenBytes() {
    return (long)
        sum(
            commands -> {
              String bytes = info(commands, "persistence", "aof_current_size");
              return bytes.isEmpty() ? 0 : Double.parseDouble(bytes);
            });
  }

  /**
   * The memory that the servers' data takes.
   *
   * @return bytes
   */
  public long usedMemory() {
    return (long) sum(commands -> Double.parseDouble(info(commands, "memory", "used_memory")));
  }

  /**
   * The longest time that a script has blocked a server since its start, as far as its slow log
   * tells.
   *
   * @return milliseconds; 0 when nothing was slow
   */
  public double slowestMillis() {
    double slowest = 0;
    for (StatefulRedisConnection<String, String> connection : connections) {
      for (Object entry : connection.sync().slowlogGet(SCANNED)) {
        if (entry instanceof List<?> fields
            && fields.get(2) instanceof Long micros
            && fields.get(3) instanceof List<?> command
            && String.valueOf(command.getFirst()).startsWith("EVAL")) {
          slowest = Math.max(slowest, micros / 1e3);
        }
      }
    }
    return slowest;
  }

  /** Forgets what was slow. */
  public void resetSlowLog() {
    connections.forEach(connection -> connection.sync().slowlogReset());
  }

  private double sum(ToDoubleFunction<RedisCommands<String, String>> of) {
    return connections.stream().mapToDouble(each -> of.applyAsDouble(each.sync())).sum();
  }

  private static String info(RedisCommands<String, String> commands, String section, String name) {
    for (String line : commands.info(section).split("\r\n", -1)) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1);
      }
    }
    return "";
  }

  void clear(String namespace) {
    for (StatefulRedisConnection<String, String> connection : connections) {
      if (isOwn()) {
        connection.sync().flushall();
      } else {
        clear(connection.sync(), namespace);
      }
    }
  }

  private static void clear(RedisCommands<String, String> commands, String namespace) {
    ScanArgs all = ScanArgs.Builder.matches("{" + namespace + ":*").limit(SCANNED);
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      KeyScanCursor<String> page = commands.scan(cursor, all);
      // Each on its own: in a cluster they need not share a slot.
      page.getKeys().forEach(commands::unlink);
      cursor = page;
    } while (!cursor.isFinished());
  }

  @Override
  public void close() {
    connections.forEach(StatefulRedisConnection::close);
    client.shutdown(Duration.ZERO, SHUTDOWN);
    if (servers == null) {
      return;
    }
    try {
      servers.close();
    } catch (Exception left) {
      throw new IllegalStateException("redis servers: not ended", left);
    }
  }
}
