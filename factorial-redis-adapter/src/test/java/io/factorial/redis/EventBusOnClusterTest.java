package io.factorial.redis;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.EventBusContract;

/** The promises of EventBus, on a cluster of three masters. */
class EventBusOnClusterTest implements EventBusContract {
  private final Stage stage = new RedisStage(TestRedis.cluster().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
