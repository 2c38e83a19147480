package io.factorial.engine.worker;

import io.factorial.agent.Agent;
import io.factorial.engine.journal.Payloads;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.port.AgentCard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An agent that a process runs, and how.
 *
 * @param agent the agent
 * @param config slots, retries, times
 * @param maintenance what is kept, and for how long
 * @param <O> the agent's output type
 */
public record Runner<O>(
    Agent<O> agent, AgentWorkerConfig config, MaintenanceWorkerConfig maintenance) {
  /**
   * How many tasks run at once.
   *
   * @return workers times batch size
   */
  public int slots() {
    return config.workers() * config.batchSize();
  }

  /**
   * How long a worker may be silent before its tasks are recovered.
   *
   * @return missed heartbeats and grace together
   */
  public Duration leaseLength() {
    return config
        .heartbeatInterval()
        .multipliedBy(config.missedHeartbeatsThreshold())
        .plus(config.missedHeartbeatsGracePeriod());
  }

  @Nullable String version() {
    return agent.version().orElse(null);
  }

  /**
   * What the store is to know about the agent.
   *
   * @return its card
   */
  public AgentCard card() {
    return new AgentCard(
        agent.name(),
        version(),
        agent.definition().fingerprint(),
        maintenance.taskTtl(),
        config.maxRecoveries(),
        maintenance.metricsTimeline(),
        Payloads.of(agent.describe()));
  }
}
