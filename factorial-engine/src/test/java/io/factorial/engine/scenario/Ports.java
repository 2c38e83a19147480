package io.factorial.engine.scenario;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.multibindings.Multibinder;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.util.Set;

/** The store itself, behind no process. */
record Ports(
    TaskQueue queue,
    TaskStore store,
    EventBus events,
    ModelLimits limits,
    Set<AutoCloseable> closeables)
    implements AutoCloseable {
  static Ports of(Module store) {
    Injector injector =
        Guice.createInjector(
            store,
            new AbstractModule() {
              @Override
              protected void configure() {
                Multibinder.newSetBinder(binder(), AutoCloseable.class);
              }
            });
    return new Ports(
        injector.getInstance(TaskQueue.class),
        injector.getInstance(TaskStore.class),
        injector.getInstance(EventBus.class),
        injector.getInstance(ModelLimits.class),
        injector.getInstance(new Key<Set<AutoCloseable>>() {}));
  }

  /** What a process of the scene reaches the store by; whoever opened the store closes it. */
  Module module() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(TaskQueue.class).toInstance(queue);
        bind(TaskStore.class).toInstance(store);
        bind(EventBus.class).toInstance(events);
        bind(ModelLimits.class).toInstance(limits);
      }
    };
  }

  @Override
  public void close() {
    for (AutoCloseable closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception failed) {
        throw new AssertionError("the store is not closed", failed);
      }
    }
  }
}
