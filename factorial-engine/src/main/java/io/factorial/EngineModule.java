package io.factorial;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.factorial.budget.PriceTable;
import io.factorial.engine.inline.EngineInlineRunner;
import io.factorial.engine.model.Models;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.llm.LlmClient;
import io.factorial.port.Extension;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The engine: what every orchestrator and inline runner is made of. {@link Factorial} adds it. A
 * {@link PriceTable} may be bound; without one, costs are unknown. Instances of {@link
 * AutoCloseable} that modules contribute to a set binder are closed with what was made; instances
 * of {@link Extension} are started and closed with an orchestrator.
 */
final class EngineModule extends AbstractModule {
  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), LlmClient.class);
    Multibinder.newSetBinder(binder(), Ports.Decorator.class);
    Multibinder.newSetBinder(binder(), AutoCloseable.class);
    Multibinder.newSetBinder(binder(), Extension.class);
    OptionalBinder.newOptionalBinder(binder(), PriceTable.class)
        .setDefault()
        .toInstance(model -> Optional.empty());
  }

  @Provides
  @Singleton
  Telemetry telemetry() {
    return Telemetry.global();
  }

  @Provides
  @Singleton
  EngineInlineRunner inline(
      Set<LlmClient> clients,
      PriceTable prices,
      Telemetry telemetry,
      Set<AutoCloseable> closeables) {
    Models models = new Models(clients, Models.unlimited(), prices);
    return new EngineInlineRunner(models, prices, telemetry, Instant::now, closeables);
  }
}
