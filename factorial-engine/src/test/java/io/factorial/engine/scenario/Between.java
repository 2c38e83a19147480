package io.factorial.engine.scenario;

import io.factorial.port.TaskQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/** What stands between a process and the queue of its store. */
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
   * @param method the name of the queue's method
   * @param next makes the call
   * @return what the process is answered
   */
  Object pass(String method, Call next) throws Throwable;

  @Override
  default TaskQueue apply(TaskQueue queue) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            Between.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) ->
                pass(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(queue, arguments);
                      } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                      }
                    }));
  }
}
