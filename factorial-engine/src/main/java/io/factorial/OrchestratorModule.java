package io.factorial;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.factorial.budget.PriceTable;
import io.factorial.engine.client.EngineOrchestrator;
import io.factorial.engine.inline.EngineInlineRunner;
import io.factorial.engine.model.Models;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.engine.turn.TurnServices;
import io.factorial.llm.LlmClient;
import io.factorial.port.EventBus;
import io.factorial.port.Extension;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** What an orchestrator is made of besides the engine: the ports of a store. */
final class OrchestratorModule extends AbstractModule {
  @Provides
  @Singleton
  EngineOrchestrator orchestrator(
      TaskQueue queue,
      TaskStore store,
      EventBus events,
      ModelLimits limits,
      Set<LlmClient> clients,
      Set<Ports.Decorator> decorators,
      Set<Extension> extensions,
      Set<AutoCloseable> closeables,
      PriceTable prices,
      Telemetry telemetry) {
    Ports ports = new Ports(queue, store, events, limits, clients).decorated(decorators);
    Models models = new Models(ports.llms(), ports.limits(), prices);
    EngineInlineRunner nested =
        new EngineInlineRunner(models, prices, telemetry, Instant::now, Set.of());
    TurnServices services =
        new TurnServices(
            models,
            prices,
            nested::nested,
            telemetry,
            Instant::now,
            () -> ThreadLocalRandom.current().nextDouble(),
            null);
    return new EngineOrchestrator(ports.storePorts(), services, extensions, closeables);
  }
}
