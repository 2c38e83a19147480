package io.factorial.redis;

import io.factorial.testkit.contract.EventBusContract;
import io.factorial.testkit.contract.Stage;

/** The promises of EventBus, on one server. */
class EventBusOnSingleTest implements EventBusContract {
  private final Stage stage = new RedisStage(TestRedis.single().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
