package io.factorial.redis;

import io.factorial.redis.server.SharedRedis;
import java.time.Duration;
import java.util.UUID;

/** New namespaces on the servers that the test classes share. */
final class TestRedis {
  static final int EVENT_CAP = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static {
    // The tests open and close namespaces one after the other, as no program does: their event
    // loops stay.
    SharedLoops.WORK.open();
    SharedLoops.HEARTBEATS.open();
  }

  private TestRedis() {}

  /** A new namespace on the single server. */
  static RedisConfig.Builder single() {
    return namespace().uri(SharedRedis.uri());
  }

  /** A new namespace on the cluster of three masters. */
  static RedisConfig.Builder cluster() {
    return namespace().clusterNodes(SharedRedis.clusterNodes());
  }

  /** Patient: a machine that builds and tests much at once is slow, not broken. */
  private static RedisConfig.Builder namespace() {
    return RedisConfig.builder()
        .commandTimeout(PATIENCE)
        .namespace("t" + UUID.randomUUID().toString().substring(0, 8))
        .eventCap(EVENT_CAP);
  }
}
