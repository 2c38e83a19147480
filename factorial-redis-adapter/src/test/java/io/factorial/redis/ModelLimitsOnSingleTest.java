package io.factorial.redis;

import io.factorial.testkit.contract.ModelLimitsContract;
import io.factorial.testkit.contract.Stage;

/** The promises of ModelLimits, on one server. */
class ModelLimitsOnSingleTest implements ModelLimitsContract {
  private final Stage stage = new RedisStage(TestRedis.single().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
