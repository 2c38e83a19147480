package io.factorial.redis;

import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.factorial.testkit.TestClock;
import io.factorial.testkit.contract.Stage;
import java.time.Duration;
import java.time.Instant;

/** A fresh namespace whose time is that of a test clock. */
final class RedisStage implements Stage {
  private final RedisConfig config;
  private final TestClock clock = new TestClock();
  private final RedisPorts ports;

  RedisStage(RedisConfig config) {
    this.config = config;
    this.ports = new RedisPorts(config, clock);
  }

  @Override
  public String adapterPackage() {
    return "io.factorial.redis";
  }

  @Override
  public TaskQueue queue() {
    return ports.queue();
  }

  @Override
  public TaskStore store() {
    return ports.store();
  }

  @Override
  public EventBus events() {
    return ports.events();
  }

  @Override
  public ModelLimits limits() {
    return ports.limits();
  }

  @Override
  public int eventCap() {
    return config.eventCap();
  }

  @Override
  public Duration eventTtl() {
    return config.eventTtl();
  }

  @Override
  public void elapse(Duration time) {
    clock.advance(time);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    ports.close();
  }
}
