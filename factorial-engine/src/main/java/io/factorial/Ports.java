package io.factorial;

import io.factorial.engine.worker.StorePorts;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.llm.LlmClient;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The ports as the modules bound them, with their decorators around them. */
record Ports(
    TaskQueue queue, TaskStore store, EventBus events, ModelLimits limits, Set<LlmClient> llms) {
  /**
   * A wrapper of a port.
   *
   * @param port the port's interface
   * @param wrap makes the wrapper
   */
  record Decorator(Class<?> port, UnaryOperator<Object> wrap) {}

  Ports decorated(Set<Decorator> decorators) {
    checkOneAdapter();
    return new Ports(
        wrapped(TaskQueue.class, queue, decorators),
        wrapped(TaskStore.class, store, decorators),
        wrapped(EventBus.class, events, decorators),
        wrapped(ModelLimits.class, limits, decorators),
        llms);
  }

  StorePorts storePorts() {
    return new StorePorts(queue, store, events, limits);
  }

  private void checkOneAdapter() {
    List<String> adapters =
        List.<Object>of(queue, store, events, limits).stream()
            .map(port -> port.getClass().getPackageName())
            .distinct()
            .toList();
    if (adapters.size() > 1) {
      throw InvalidDefinitionException.of("ports", adapters, "all from one adapter");
    }
  }

  private static <T> T wrapped(Class<T> port, T raw, Set<Decorator> decorators) {
    T wrapped = raw;
    for (Decorator decorator : decorators) {
      if (decorator.port().equals(port)) {
        wrapped = port.cast(decorator.wrap().apply(wrapped));
      }
    }
    return wrapped;
  }
}
