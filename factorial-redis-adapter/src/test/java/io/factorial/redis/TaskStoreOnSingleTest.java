package io.factorial.redis;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.TaskStoreContract;

/** The promises of TaskStore, on one server. */
class TaskStoreOnSingleTest implements TaskStoreContract {
  private final Stage stage = new RedisStage(TestRedis.single().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
