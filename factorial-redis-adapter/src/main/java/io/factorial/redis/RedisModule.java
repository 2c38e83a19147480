package io.factorial.redis;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.lettuce.core.RedisException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Deploys every port on Redis or Redis Cluster, where any number of processes share them.
 *
 * <pre>{@code
 * Factorial.orchestrator(new RedisModule(RedisConfig.of("localhost", 6379)), new OpenAiModule());
 * }</pre>
 */
public final class RedisModule extends AbstractModule {
  private final RedisConfig config;
  private final @Nullable InstantSource clock;

  /** A module by what the environment says, see {@link RedisConfig#fromEnvironment}. */
  public RedisModule() {
    this(RedisConfig.fromEnvironment());
  }

  /**
   * A module.
   *
   * @param config how Redis is reached
   */
  public RedisModule(RedisConfig config) {
    this.config = config;
    this.clock = null;
  }

  /**
   * A module for tests in which time passes when the test says so. What it opens first is a
   * namespace of that kind for ever: processes with the server's time are refused there.
   *
   * @param config how Redis is reached
   * @param clock the time of the namespace, the same in each process
   */
  public RedisModule(RedisConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Provides
  @Singleton
  RedisPorts ports() {
    try {
      return new RedisPorts(config, clock);
    } catch (RedisException notReached) {
      throw Faults.of("connect", notReached);
    }
  }

  @Provides
  TaskQueue taskQueue(RedisPorts ports) {
    return ports.queue();
  }

  @Provides
  TaskStore taskStore(RedisPorts ports) {
    return ports.store();
  }

  @Provides
  EventBus eventBus(RedisPorts ports) {
    return ports.events();
  }

  @Provides
  ModelLimits modelLimits(RedisPorts ports) {
    return ports.limits();
  }

  @ProvidesIntoSet
  AutoCloseable connections(RedisPorts ports) {
    return ports;
  }
}
