package io.factorial.bench.site;

import com.google.inject.Module;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The store that is measured. Each namespace in it begins empty. */
public final class Site implements AutoCloseable {
  private static final int PARTITIONS = 8;

  private final @Nullable RedisServers redis;
  private final AtomicInteger namespaces = new AtomicInteger();

  private Site(@Nullable RedisServers redis) {
    this.redis = redis;
  }

  /**
   * A store in this process.
   *
   * @return the site
   */
  public static Site memory() {
    return new Site(null);
  }

  /**
   * Redis servers; closed with the site.
   *
   * @param servers the servers
   * @return the site
   */
  public static Site of(RedisServers servers) {
    return new Site(servers);
  }

  /**
   * What the store is called in reports.
   *
   * @return {@code memory}, {@code redis} or {@code redis cluster}
   */
  public String name() {
    if (redis == null) {
      return "memory";
    }
    return redis.isCluster() ? "redis cluster" : "redis";
  }

  /**
   * The servers behind the store.
   *
   * @return empty for a store in memory
   */
  public Optional<RedisServers> redis() {
    return Optional.ofNullable(redis);
  }

  /**
   * A name that nothing uses yet.
   *
   * @return the namespace
   */
  public String namespace() {
    return "bench" + ProcessHandle.current().pid() + "-" + namespaces.incrementAndGet();
  }

  /**
   * The module of the store.
   *
   * @param namespace keeps apart what is stored
   * @return the module; a store in memory is a new one each time
   */
  public Module module(String namespace) {
    return module(namespace, PARTITIONS);
  }

  /**
   * The module of the store, in a number of partitions.
   *
   * @param namespace keeps apart what is stored
   * @param partitions how many partitions it is laid out in
   * @return the module
   */
  public Module module(String namespace, int partitions) {
    return module(namespace, config -> config.partitions(partitions));
  }

  /**
   * The module of the store, configured otherwise than usual.
   *
   * @param namespace keeps apart what is stored
   * @param change what is configured otherwise, where the store is Redis
   * @return the module
   */
  public Module module(String namespace, UnaryOperator<RedisConfig.Builder> change) {
    return redis == null
        ? new InMemoryModule()
        : new RedisModule(change.apply(redis.config(namespace)).build());
  }

  /**
   * The processor time of the store's servers so far.
   *
   * @return microseconds; 0 for a store in memory
   */
  public double storeMicros() {
    return redis == null ? 0 : redis.cpuMicros();
  }

  /**
   * What the store's servers wrote to their logs so far.
   *
   * @return bytes; 0 when they write none
   */
  public long writtenBytes() {
    return redis == null ? 0 : redis.writtenBytes();
  }

  /**
   * Removes what a namespace holds.
   *
   * @param namespace the namespace
   */
  public void clear(String namespace) {
    if (redis != null) {
      redis.clear(namespace);
    }
  }

  @Override
  public void close() {
    if (redis != null) {
      redis.close();
    }
  }
}
