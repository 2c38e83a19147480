package io.factorial.port;

import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about an agent. The newest registration of a name counts; tasks keep the
 * TTLs and the number of recoveries that stood when they were enqueued.
 *
 * @param name the agent's name
 * @param version its version, or null
 * @param fingerprint tells two definitions apart
 * @param ttl how long ended tasks are kept
 * @param maxRecoveries how many deaths of its worker a task survives without recording a step
 * @param timeline how its metrics are kept
 * @param description its definition, in the engine's codec, for people
 */
public record AgentCard(
    String name,
    @Nullable String version,
    String fingerprint,
    TaskTtlConfig ttl,
    int maxRecoveries,
    MetricsTimelineConfig timeline,
    Payload description) {
  /**
   * Checks name and number.
   *
   * @throws IllegalArgumentException when the name is blank or the number negative
   */
  public AgentCard {
    Checks.named("agent", name);
    Checks.atLeast("max recoveries", maxRecoveries, 0);
  }
}
