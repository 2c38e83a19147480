package io.factorial.redis;

import io.factorial.testkit.contract.ModelLimitsContract;
import io.factorial.testkit.contract.Stage;

/** The promises of ModelLimits, on a cluster of three masters. */
class ModelLimitsOnClusterTest implements ModelLimitsContract {
  private final Stage stage = new RedisStage(TestRedis.cluster().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
