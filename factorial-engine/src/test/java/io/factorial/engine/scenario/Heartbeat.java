package io.factorial.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.TaskQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Lets a test wait for the next heartbeat of a worker. */
final class Heartbeat implements UnaryOperator<TaskQueue> {
  private final Semaphore beats = new Semaphore(0);

  @Override
  public TaskQueue apply(TaskQueue queue) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            Heartbeat.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(queue, arguments);
                if (method.getName().equals("heartbeat")) {
                  beats.release();
                }
                return answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** Waits for a beat that is sent after this call. */
  void next() throws InterruptedException {
    beats.drainPermits();
    boolean beaten = beats.tryAcquire(2, Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(beaten).as("two heartbeats in time").isTrue();
  }
}
