package io.factorial.cli.store;

import io.factorial.Factorial;
import io.factorial.cli.terminal.CommandFailure;
import io.factorial.error.StoreException;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The Redis that a command looks into, which others run tasks on. */
public final class ClientOptions {

  @ArgGroup private @Nullable Server server;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description =
          "the namespace in that Redis; by default FACTORIAL_REDIS_NAMESPACE, else factorial")
  private @Nullable String namespace;

  /** One server or a cluster. */
  static final class Server {

    @Option(
        names = "--redis",
        paramLabel = "URI",
        description =
            "redis://HOST:PORT; by default what FACTORIAL_REDIS_URI and its sisters say, else"
                + " redis://localhost:6379")
    private @Nullable String uri;

    @Option(
        names = "--redis-cluster",
        paramLabel = "HOST:PORT,...",
        description = "some nodes of a Redis Cluster")
    private @Nullable String nodes;
  }

  /**
   * Opens a client of that Redis.
   *
   * @return an orchestrator that runs nothing; close it
   * @throws CommandFailure when Redis is not there
   */
  public Orchestrator open() {
    RedisConfig config = config();
    try {
      return Factorial.orchestrator(new RedisModule(config));
    } catch (StoreException notReached) {
      throw Address.notReached(config, notReached);
    }
  }

  private RedisConfig config() {
    if (server != null && StoreOptions.EMBEDDED.equals(server.uri)) {
      throw new CommandFailure(
          "--redis embedded: a server of this command's own would be empty (expected: the URI that"
              + " the worker shows at its start)");
    }
    RedisConfig.Builder config =
        server == null ? Address.config(null, null) : Address.config(server.uri, server.nodes);
    return (namespace == null ? config : config.namespace(namespace)).build();
  }
}
