package io.factorial.redis;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.TaskStoreContract;

/** The promises of TaskStore, on a cluster of three masters. */
class TaskStoreOnClusterTest implements TaskStoreContract {
  private final Stage stage = new RedisStage(TestRedis.cluster().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
