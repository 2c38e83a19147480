package io.factorial.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a test wait for the next heartbeat of a worker. */
final class Heartbeat implements Between {
  private final Semaphore beats = new Semaphore(0);

  @Override
  public Object pass(String method, Call next) throws Throwable {
    Object answer = next.make();
    if (method.equals("heartbeat")) {
      beats.release();
    }
    return answer;
  }

  /** Waits for a beat that is sent after this call: the first one may be on its way already. */
  void next() throws InterruptedException {
    beats.drainPermits();
    boolean beaten = beats.tryAcquire(2, Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(beaten).as("two heartbeats in time").isTrue();
  }
}
