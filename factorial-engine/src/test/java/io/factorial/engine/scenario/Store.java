package io.factorial.engine.scenario;

import com.google.inject.Module;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import io.factorial.redis.server.SharedRedis;
import io.factorial.testkit.TestClock;
import java.time.Duration;
import java.util.UUID;

/** What the scenarios run on. */
enum Store {
  /** In the test's memory. */
  IN_MEMORY {
    @Override
    Module open(TestClock clock) {
      return new InMemoryModule(clock);
    }
  },

  /** A new namespace on a real server. */
  REDIS {
    @Override
    Module open(TestClock clock) {
      RedisConfig config =
          RedisConfig.builder()
              .uri(SharedRedis.uri())
              .namespace("s" + UUID.randomUUID().toString().substring(0, 8))
              .commandTimeout(PATIENT)
              .build();
      return new RedisModule(config, clock);
    }
  };

  /** A busy machine that builds and tests much at once is no broken server. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final ThreadLocal<Store> IN_USE = ThreadLocal.withInitial(() -> IN_MEMORY);

  /**
   * Makes a new store whose time is that of a clock.
   *
   * @return its ports; whoever opens them closes them
   */
  abstract Module open(TestClock clock);

  /** Lets the scenes that this thread makes from now on be on this store. */
  void use() {
    IN_USE.set(this);
  }

  static Store inUse() {
    return IN_USE.get();
  }
}
