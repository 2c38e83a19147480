package io.factorial.redis.server;

import java.util.List;

/**
 * The servers that all tests of a process share, started at the first use and ended with the
 * process. Tests keep apart by namespaces of their own, and start a {@link LocalRedis} where they
 * restart or break the server.
 *
 * <p>The single server is that of {@value #VARIABLE} where this is set, else a {@link LocalRedis}.
 * Where neither can be had a test fails, it is never skipped.
 */
public final class SharedRedis {
  /** The variable of the environment that names a server to test with. */
  public static final String VARIABLE = "FACTORIAL_TEST_REDIS_URI";

  private SharedRedis() {}

  /** Started at the first use. */
  private static final class Single {
    static final LocalRedis SERVER = LocalRedis.start();
  }

  /** Started at the first use. */
  private static final class Three {
    static final LocalRedisCluster CLUSTER = LocalRedisCluster.start(3);
  }

  /**
   * The single server.
   *
   * @return its Redis URI
   */
  public static String uri() {
    String given = System.getenv(VARIABLE);
    return given == null || given.isBlank() ? Single.SERVER.uri() : given.strip();
  }

  /**
   * The cluster of three masters.
   *
   * @return {@code 127.0.0.1:PORT} of each of its nodes
   */
  public static List<String> clusterNodes() {
    return Three.CLUSTER.nodes();
  }

  /**
   * The servers of the cluster of three masters, to look into.
   *
   * @return the servers, in the order of their slots
   */
  public static List<LocalRedis> clusterServers() {
    return Three.CLUSTER.servers();
  }
}
