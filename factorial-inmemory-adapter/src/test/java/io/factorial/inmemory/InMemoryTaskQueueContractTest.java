package io.factorial.inmemory;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.TaskQueueContract;

final class InMemoryTaskQueueContractTest implements TaskQueueContract {
  private final Stage stage = new InMemoryStage();

  @Override
  public Stage stage() {
    return stage;
  }
}
