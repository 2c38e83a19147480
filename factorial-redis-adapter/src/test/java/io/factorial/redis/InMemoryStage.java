package io.factorial.redis;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.factorial.testkit.TestClock;
import io.factorial.testkit.contract.Stage;
import java.time.Duration;
import java.time.Instant;

/** The adapter that Redis is compared with. */
final class InMemoryStage implements Stage {
  private static final int EVENT_CAP = 10_000;

  private final TestClock clock = new TestClock();
  private final Injector injector = Guice.createInjector(new InMemoryModule(clock));

  @Override
  public String adapterPackage() {
    return "io.factorial.inmemory";
  }

  @Override
  public TaskQueue queue() {
    return injector.getInstance(TaskQueue.class);
  }

  @Override
  public TaskStore store() {
    return injector.getInstance(TaskStore.class);
  }

  @Override
  public EventBus events() {
    return injector.getInstance(EventBus.class);
  }

  @Override
  public ModelLimits limits() {
    return injector.getInstance(ModelLimits.class);
  }

  @Override
  public int eventCap() {
    return EVENT_CAP;
  }

  @Override
  public Duration eventTtl() {
    return Duration.ofHours(24);
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
  public void close() {}
}
