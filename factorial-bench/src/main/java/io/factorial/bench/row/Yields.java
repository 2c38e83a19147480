package io.factorial.bench.row;

import io.factorial.port.CommitResult;
import io.factorial.port.TaskQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a task gave up its slot at the end of a turn. */
final class Yields {
  private final AtomicLong count = new AtomicLong();

  TaskQueue watching(TaskQueue queue) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            Yields.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(queue, arguments);
                if (result instanceof CommitResult.Released released
                    && released.outcome() == CommitResult.Outcome.YIELDED) {
                  count.incrementAndGet();
                }
                return result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause() == null ? thrown : thrown.getCause();
              }
            });
  }

  long count() {
    return count.get();
  }
}
