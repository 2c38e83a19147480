package io.factorial.engine.scenario;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;

/** What stands between a process and the ports of its store. */
@SuppressWarnings(
    "FunctionalInterfaceMethodChanged") // a wrapper of queues that is told by one method
@FunctionalInterface
interface Between extends UnaryOperator<TaskQueue> {
  /** A call on its way to the store. */
  @FunctionalInterface
  interface Call {
    Object make() throws Throwable;
  }

  /**
   * Passes a call on, or does not.
   *
   * @param method the name of the port's method
   * @param next makes the call
   * @return what the process is answered
   */
  Object pass(String method, Call next) throws Throwable;

  @Override
  default TaskQueue apply(TaskQueue queue) {
    return around(TaskQueue.class, queue);
  }

  /** What wraps the ports besides the queue. */
  default List<Module> others() {
    return List.of(
        Factorial.decorate(TaskStore.class, store -> around(TaskStore.class, store)),
        Factorial.decorate(EventBus.class, events -> around(EventBus.class, events)),
        Factorial.decorate(ModelLimits.class, limits -> around(ModelLimits.class, limits)));
  }

  private <T> T around(Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            Between.class.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) ->
                pass(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                      }
                    })));
  }
}
