package io.factorial.inmemory;

import com.google.inject.AbstractModule;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.time.InstantSource;

/**
 * Deploys every port in this process's memory. Nothing outlives the process.
 *
 * <p>The store belongs to the module object: whoever is made with the same object shares one store,
 * as processes share a server; another object is another store.
 */
public final class InMemoryModule extends AbstractModule {
  private final Store store;
  private final InstantSource clock;

  /** A store of its own, on the system's clock. */
  public InMemoryModule() {
    this(InstantSource.system());
  }

  /**
   * A store of its own, on a given clock.
   *
   * @param clock the store's only clock
   */
  public InMemoryModule(InstantSource clock) {
    this.clock = clock;
    this.store = new Store(clock);
  }

  @Override
  protected void configure() {
    bind(TaskQueue.class).toInstance(new InMemoryTaskQueue(store));
    bind(TaskStore.class).toInstance(new InMemoryTaskStore(store));
    bind(EventBus.class).toInstance(new InMemoryEventBus(store));
    bind(ModelLimits.class).toInstance(new InMemoryModelLimits(clock));
  }
}
