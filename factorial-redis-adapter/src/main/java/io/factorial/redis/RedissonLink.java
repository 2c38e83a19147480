package io.factorial.redis;

import io.factorial.error.StoreException;
import io.factorial.llm.ModelName;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.api.ratelimiter.RateLimiterArgs;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Redisson, for what may wait: request rates that all workers share, and the making of a namespace.
 * Its client is made at the first use: most processes never need it.
 */
final class RedissonLink implements AutoCloseable {
  private static final int THREADS = 2;
  private static final long LOCK_WAIT_SECONDS = 10;
  private static final long LOCK_LEASE_SECONDS = 10;

  private final RedisConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable RedissonClient client;

  RedissonLink(RedisConfig config) {
    this.config = config;
  }

  /** Does something while no other process does it. */
  void alone(String what, Runnable action) {
    RLock only = client().getLock("{" + config.namespace() + "}:lock:" + what);
    try {
      if (!only.tryLock(LOCK_WAIT_SECONDS, LOCK_LEASE_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreException(
            "redis: lock " + what + ": held (expected: free within 10 seconds)", true);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException("redis: lock " + what + ": interrupted", true, interrupted);
    }
    try {
      action.run();
    } finally {
      if (only.isHeldByCurrentThread()) {
        only.unlock();
      }
    }
  }

  RequestRates requestRates() {
    return new Rates();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (client != null) {
        client.shutdown(0, 2, TimeUnit.SECONDS);
        client = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private RedissonClient client() {
    lock.lock();
    try {
      if (client == null) {
        client = Redisson.create(settings());
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  private Config settings() {
    Config settings = new Config();
    settings.setCodec(StringCodec.INSTANCE).setThreads(THREADS).setNettyThreads(THREADS);
    if (!config.clusterNodes().isEmpty()) {
      var cluster = settings.useClusterServers();
      config.clusterNodes().forEach(node -> cluster.addNodeAddress(scheme(config.tls()) + node));
      cluster.setMasterConnectionPoolSize(THREADS).setMasterConnectionMinimumIdleSize(1);
      authenticate(settings, config.username(), config.password());
      return settings;
    }
    String text = config.uri();
    RedisURI uri = text == null ? null : RedisURI.create(text);
    String host = uri == null ? config.host() : uri.getHost();
    int port = uri == null ? config.port() : uri.getPort();
    boolean tls = uri == null ? config.tls() : uri.isSsl();
    var server = settings.useSingleServer();
    server
        .setAddress(scheme(tls) + host + ":" + port)
        .setDatabase(uri == null ? config.db() : uri.getDatabase())
        .setConnectionPoolSize(THREADS)
        .setConnectionMinimumIdleSize(1);
    if (uri == null) {
      authenticate(settings, config.username(), config.password());
      return settings;
    }
    RedisCredentials said = uri.getCredentialsProvider().resolveCredentials().block();
    if (said != null && said.hasPassword()) {
      String user = said.hasUsername() ? said.getUsername() : null;
      authenticate(settings, user, String.valueOf(said.getPassword()));
    }
    return settings;
  }

  private static void authenticate(
      Config settings, @Nullable String user, @Nullable String password) {
    if (password != null) {
      settings.setPassword(password);
      if (user != null) {
        settings.setUsername(user);
      }
    }
  }

  private static String scheme(boolean tls) {
    return tls ? "rediss://" : "redis://";
  }

  /** Requests per minute by Redisson's rate limiter. */
  private final class Rates implements RequestRates {
    @Override
    public boolean isApart() {
      return true;
    }

    @Override
    public Duration take(ModelName model) {
      try {
        RRateLimiter limiter = limiter(model);
        if (!limiter.isExists() || limiter.tryAcquire()) {
          return Duration.ZERO;
        }
        // One of n requests a minute comes back about every n-th part of it.
        long rate = limiter.getConfig().getRate();
        return Duration.ofMillis(Math.max(1, Duration.ofMinutes(1).toMillis() / rate));
      } catch (RedisException fault) {
        throw new StoreException("redis: request rate: " + fault.getMessage(), true, fault);
      }
    }

    @Override
    public void configure(ModelName model, @Nullable Integer perMinute) {
      try {
        RRateLimiter limiter = limiter(model);
        if (perMinute == null) {
          limiter.delete();
        } else {
          limiter.setRate(RateLimiterArgs.of(RateType.OVERALL, perMinute, Duration.ofMinutes(1)));
        }
      } catch (RedisException fault) {
        throw new StoreException("redis: request rate: " + fault.getMessage(), true, fault);
      }
    }

    private RRateLimiter limiter(ModelName model) {
      return client().getRateLimiter(config.namespace() + ":requests:" + model);
    }
  }
}
