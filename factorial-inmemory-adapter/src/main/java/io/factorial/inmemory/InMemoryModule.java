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
  private final TaskQueue queue;
  private final TaskStore store;
  private final EventBus events;
  private final ModelLimits limits;

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
    Store all = new Store(clock);
    queue = new InMemoryTaskQueue(all);
    store = new InMemoryTaskStore(all);
    events = new InMemoryEventBus(all);
    limits = new InMemoryModelLimits(clock);
  }

  @Override
  protected void configure() {
    bind(TaskQueue.class).toInstance(queue);
    bind(TaskStore.class).toInstance(store);
    bind(EventBus.class).toInstance(events);
    bind(ModelLimits.class).toInstance(limits);
  }
}
