package io.factorial.inmemory;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.TaskStoreContract;

final class InMemoryTaskStoreContractTest implements TaskStoreContract {
  private final Stage stage = new InMemoryStage();

  @Override
  public Stage stage() {
    return stage;
  }
}
