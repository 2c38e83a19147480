package io.factorial.inmemory;

import io.factorial.testkit.contract.ModelLimitsContract;
import io.factorial.testkit.contract.Stage;

final class InMemoryModelLimitsContractTest implements ModelLimitsContract {
  private final Stage stage = new InMemoryStage();

  @Override
  public Stage stage() {
    return stage;
  }
}
