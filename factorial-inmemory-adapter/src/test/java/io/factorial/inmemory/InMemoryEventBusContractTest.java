package io.factorial.inmemory;

import io.factorial.testkit.contract.EventBusContract;
import io.factorial.testkit.contract.Stage;

final class InMemoryEventBusContractTest implements EventBusContract {
  private final Stage stage = new InMemoryStage();

  @Override
  public Stage stage() {
    return stage;
  }
}
