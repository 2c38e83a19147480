package io.factorial.inmemory;

import io.factorial.testkit.contract.Stage;
import io.factorial.testkit.contract.EventBusContract;

final class InMemoryEventBusContractTest implements EventBusContract {
  private final Stage stage = new InMemoryStage();

  @Override
  public Stage stage() {
    return stage;
  }
}
