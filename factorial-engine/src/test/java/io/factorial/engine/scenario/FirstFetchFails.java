package io.factorial.engine.scenario;

import io.factorial.port.TaskQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** A store whose adapter has a bug: its first fetch fails with something that is no fault of it. */
final class FirstFetchFails implements UnaryOperator<TaskQueue> {
  private final AtomicBoolean failed = new AtomicBoolean();

  @Override
  public TaskQueue apply(TaskQueue queue) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            FirstFetchFails.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("fetch") && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("a bug");
              }
              try {
                return method.invoke(queue, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
