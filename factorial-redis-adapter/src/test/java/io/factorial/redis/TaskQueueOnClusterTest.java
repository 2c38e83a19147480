package io.factorial.redis;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.TaskQueueContract;

/** The promises of TaskQueue, on a cluster of three masters. */
class TaskQueueOnClusterTest implements TaskQueueContract {
  private final Stage stage = new RedisStage(TestRedis.cluster().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
