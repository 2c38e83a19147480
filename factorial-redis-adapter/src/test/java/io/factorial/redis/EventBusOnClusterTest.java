package io.factorial.redis;

import io.factorial.testkit.contract.EventBusContract;
import io.factorial.testkit.contract.Stage;

/** The promises of EventBus, on a cluster of three masters. */
class EventBusOnClusterTest implements EventBusContract {
  private final Stage stage = new RedisStage(TestRedis.cluster().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
