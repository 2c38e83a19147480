package io.factorial.redis;

import java.util.UUID;

/**
 * The servers that the test classes share, each test in a namespace of its own: {@code
 * FACTORIAL_TEST_REDIS_URI}, else a {@code redis-server} from the PATH that is started at the first
 * use and ends with the process.
 */
final class TestRedis {
  static final int EVENT_CAP = 500;

  private TestRedis() {}

  /** Started at the first use. */
  private static final class Single {
    static final RedisServer SERVER = closedAtExit(RedisServer.start("--appendonly", "no"));
  }

  /** Started at the first use. */
  private static final class Three {
    static final RedisCluster CLUSTER = closedAtExit(RedisCluster.start(3));
  }

  private static <T extends AutoCloseable> T closedAtExit(T server) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.close();
                  } catch (Exception left) {
                    throw new IllegalStateException(left);
                  }
                }));
    return server;
  }

  /** A new namespace on the single server. */
  static RedisConfig.Builder single() {
    String uri = System.getenv("FACTORIAL_TEST_REDIS_URI");
    RedisConfig.Builder config = namespace();
    return uri == null || uri.isBlank()
        ? config.host("127.0.0.1").port(Single.SERVER.port())
        : config.uri(uri);
  }

  /** A new namespace on the cluster. */
  static RedisConfig.Builder cluster() {
    return namespace().clusterNodes(Three.CLUSTER.nodes());
  }

  static RedisCluster threeNodes() {
    return Three.CLUSTER;
  }

  static RedisServer server() {
    return Single.SERVER;
  }

  private static RedisConfig.Builder namespace() {
    return RedisConfig.builder()
        .namespace("t" + UUID.randomUUID().toString().substring(0, 8))
        .eventCap(EVENT_CAP);
  }
}
