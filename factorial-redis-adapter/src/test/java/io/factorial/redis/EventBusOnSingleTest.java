package io.factorial.redis;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.EventBusContract;

/** The promises of EventBus, on one server. */
class EventBusOnSingleTest implements EventBusContract {
  private final Stage stage = new RedisStage(TestRedis.single().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
