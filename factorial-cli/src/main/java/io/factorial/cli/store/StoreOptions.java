package io.factorial.cli.store;

import io.factorial.cli.terminal.CommandFailure;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import io.factorial.redis.server.LocalRedis;
import io.factorial.redis.server.LocalRedisCluster;
import io.factorial.redis.server.LocalRedisException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The store that a command runs tasks on; it may start a Redis of its own. */
public final class StoreOptions {

  static final String EMBEDDED = "embedded";

  private static final int MASTERS = 3;

  @ArgGroup private @Nullable Server server;

  @Option(names = "--namespace", paramLabel = "NAME", description = "the namespace in that Redis")
  private @Nullable String namespace;

  /** One server or a cluster. */
  static final class Server {

    @Option(
        names = "--redis",
        paramLabel = "URI",
        description =
            "run on this Redis, for example redis://127.0.0.1:6379; embedded starts one on a free"
                + " port, which ends with the command and keeps nothing")
    private @Nullable String uri;

    @Option(
        names = "--redis-cluster",
        arity = "0..1",
        fallbackValue = EMBEDDED,
        paramLabel = "HOST:PORT,...",
        description =
            "run on the Redis Cluster with these nodes; without them, on one of three nodes that"
                + " ends with the command")
    private @Nullable String nodes;
  }

  /**
   * The store of a demo: in memory unless a Redis is named, in which it keeps to a new namespace.
   *
   * @return the store
   */
  public OpenStore openForDemo() {
    return server == null
        ? OpenStore.inMemory()
        : open("demo-" + UUID.randomUUID().toString().substring(0, 8), false);
  }

  /**
   * The store of a worker: the Redis that is named here or by the environment.
   *
   * @return the store, whose servers outlive the begin of the process's end
   */
  public OpenStore openForWorker() {
    return open(null, true);
  }

  private OpenStore open(@Nullable String newNamespace, boolean keepAtExit) {
    String uri = server == null ? null : server.uri;
    String nodes = server == null ? null : server.nodes;
    String space = namespace == null ? newNamespace : namespace;
    try {
      if (EMBEDDED.equals(uri)) {
        LocalRedis redis = LocalRedis.start();
        return open(
            own(space).uri(redis.uri()).build(),
            (keepAtExit ? redis.keepAtExit() : redis)::close,
            "started by this command");
      }
      if (EMBEDDED.equals(nodes)) {
        LocalRedisCluster cluster = LocalRedisCluster.start(MASTERS);
        return open(
            own(space).clusterNodes(cluster.nodes()).build(),
            (keepAtExit ? cluster.keepAtExit() : cluster)::close,
            "started by this command");
      }
    } catch (LocalRedisException notStarted) {
      throw new CommandFailure(String.valueOf(notStarted.getMessage()), notStarted);
    }
    return open(config(uri, nodes, space), () -> {}, "");
  }

  /** What the environment says is about another server. */
  private static RedisConfig.Builder own(@Nullable String space) {
    return space == null ? RedisConfig.builder() : RedisConfig.builder().namespace(space);
  }

  private static RedisConfig config(
      @Nullable String uri, @Nullable String nodes, @Nullable String space) {
    RedisConfig.Builder config = Address.config(uri, nodes);
    return (space == null ? config : config.namespace(space)).build();
  }

  private static OpenStore open(RedisConfig config, OpenStore.Servers servers, String remark) {
    return new OpenStore(
        Optional.of(config),
        new RedisModule(config),
        "on " + Address.shown(config) + (remark.isEmpty() ? "" : ", " + remark),
        options(config),
        servers);
  }

  private static String options(RedisConfig config) {
    String where =
        config.clusterNodes().isEmpty()
            ? "--redis " + Address.shown(config)
            : "--redis-cluster " + String.join(",", config.clusterNodes());
    boolean usual = config.namespace().equals(RedisConfig.builder().build().namespace());
    return where + (usual ? "" : " --namespace " + config.namespace());
  }
}
