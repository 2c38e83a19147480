package io.factorial.it.browser;

import com.google.inject.Module;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import io.factorial.redis.server.LocalRedis;
import org.junit.jupiter.api.AfterAll;

final class DashboardOnRedisTest extends DashboardWalk {
  private final LocalRedis redis = LocalRedis.start();

  @Override
  Module store() {
    return new RedisModule(RedisConfig.of(redis.uri()));
  }

  @Override
  String adapter() {
    return "redis";
  }

  @AfterAll
  void stop() {
    redis.close();
  }
}
