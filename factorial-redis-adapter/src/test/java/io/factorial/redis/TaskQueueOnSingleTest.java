package io.factorial.redis;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.TaskQueueContract;

/** The promises of TaskQueue, on one server. */
class TaskQueueOnSingleTest implements TaskQueueContract {
  private final Stage stage = new RedisStage(TestRedis.single().build());

  @Override
  public Stage stage() {
    return stage;
  }
}
