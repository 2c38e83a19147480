package io.factorial.examples;

import io.factorial.Factorial;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.openai.OpenAiModule;
import io.factorial.orchestrator.Orchestrator;
import java.util.function.Supplier;

/**
 * Where an example takes place. The example itself neither knows nor cares which model answers and
 * where its tasks are kept.
 *
 * @param model the model, as {@code provider:model}
 * @param orchestrators opens an orchestrator; all of them share one store
 * @param person whoever sits before it
 */
public record Setting(String model, Supplier<Orchestrator> orchestrators, Person person) {

  /**
   * The usual setting of a {@code main}: a model of OpenAI, with the key in {@code OPENAI_API_KEY};
   * tasks in the memory of this process; a person at the console.
   *
   * @return the setting
   */
  public static Setting usual() {
    InMemoryModule store = new InMemoryModule();
    return new Setting(
        "openai:gpt-4.1-mini",
        () -> Factorial.orchestrator(store, new OpenAiModule(), Factorial.prices(new ListPrices())),
        Person.atConsole());
  }

  /**
   * Opens an orchestrator.
   *
   * @return the orchestrator; whoever opened it closes it
   */
  public Orchestrator open() {
    return orchestrators.get();
  }
}
