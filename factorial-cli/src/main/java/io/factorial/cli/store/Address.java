package io.factorial.cli.store;

import io.factorial.cli.terminal.CommandFailure;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.StoreException;
import io.factorial.redis.RedisConfig;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where Redis is, from what a user wrote to what is shown. */
final class Address {

  private Address() {}

  /** What the environment says, changed by what the options say. */
  static RedisConfig.Builder config(@Nullable String uri, @Nullable String nodes) {
    RedisConfig.Builder config = RedisConfig.fromEnvironment().toBuilder();
    if (uri != null) {
      config.uri(uri(uri)).clusterNodes(List.of());
    } else if (nodes != null) {
      config.uri(null).clusterNodes(nodes(nodes));
    }
    return config;
  }

  private static String uri(String text) {
    String uri = text.contains("://") ? text : "redis://" + text;
    if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
      // It may hold a password, so that it is not repeated.
      throw new InvalidDefinitionException(
          "--redis: not a Redis URI (expected: redis://HOST:PORT,"
              + " rediss://USER:PASSWORD@HOST:PORT/DB, or HOST:PORT)");
    }
    return uri;
  }

  private static List<String> nodes(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** Without user and password. */
  static String shown(RedisConfig config) {
    if (!config.clusterNodes().isEmpty()) {
      return "the Redis Cluster of " + String.join(", ", config.clusterNodes());
    }
    String uri = config.uri();
    if (uri == null) {
      return "redis://" + config.host() + ":" + config.port();
    }
    try {
      URI parsed = URI.create(uri);
      String port = parsed.getPort() < 0 ? "" : ":" + parsed.getPort();
      return parsed.getScheme() + "://" + parsed.getHost() + port + parsed.getPath();
    } catch (IllegalArgumentException unreadable) {
      return "the given Redis URI";
    }
  }

  static CommandFailure notReached(RedisConfig config, StoreException cause) {
    return new CommandFailure(
        "no answer from "
            + shown(config)
            + ": "
            + cause.getMessage()
            + "\n"
            + "Start a server there (redis-server, or ./factorial worker --redis embedded --agents"
            + " demo), or name another one with --redis URI or FACTORIAL_REDIS_URI.",
        cause);
  }
}
