package io.factorial.inmemory;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.ModelLimitsContract;

final class InMemoryModelLimitsContractTest implements ModelLimitsContract {
  private final Stage stage = new InMemoryStage();

  @Override
  public Stage stage() {
    return stage;
  }
}
