package io.factorial.cli.worker;

import io.factorial.orchestrator.AgentWorkerConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a worker runs tasks: the options of {@link AgentWorkerConfig} by their names. */
final class SlotOptions {

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "groups of slots for each agent; 1 by default")
  private @Nullable Integer workers;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "tasks that a group runs at once; 25 by default")
  private @Nullable Integer batchSize;

  @Option(
      names = "--max-retries",
      paramLabel = "N",
      description = "how often a turn that failed is tried again; 5 by default")
  private @Nullable Integer maxRetries;

  @Option(
      names = "--max-recoveries",
      paramLabel = "N",
      description = "how often a task is recovered from dead workers before it fails; 3 by default")
  private @Nullable Integer maxRecoveries;

  @Option(
      names = "--heartbeat-interval",
      paramLabel = "TIME",
      description = "between two signs of life, for example 500ms; 3s by default")
  private @Nullable Duration heartbeatInterval;

  @Option(
      names = "--missed-heartbeats-threshold",
      paramLabel = "N",
      description = "how many signs of life may be missed; 2 by default")
  private @Nullable Integer threshold;

  @Option(
      names = "--missed-heartbeats-grace-period",
      paramLabel = "TIME",
      description = "how much longer a lease holds after that; 2s by default")
  private @Nullable Duration grace;

  @Option(
      names = "--turn-timeout",
      paramLabel = "TIME",
      description = "how long a call of the model or of a tool may take; 2m by default")
  private @Nullable Duration turnTimeout;

  @Option(
      names = "--shutdown-grace",
      paramLabel = "TIME",
      description =
          "how long running calls may take when the worker is told to end; 30s by default")
  private @Nullable Duration shutdownGrace;

  AgentWorkerConfig config() {
    AgentWorkerConfig usual = AgentWorkerConfig.defaults();
    return AgentWorkerConfig.builder()
        .workers(or(workers, usual.workers()))
        .batchSize(or(batchSize, usual.batchSize()))
        .maxRetries(or(maxRetries, usual.maxRetries()))
        .maxRecoveries(or(maxRecoveries, usual.maxRecoveries()))
        .heartbeatInterval(or(heartbeatInterval, usual.heartbeatInterval()))
        .missedHeartbeatsThreshold(or(threshold, usual.missedHeartbeatsThreshold()))
        .missedHeartbeatsGracePeriod(or(grace, usual.missedHeartbeatsGracePeriod()))
        .turnTimeout(or(turnTimeout, usual.turnTimeout()))
        .shutdownGrace(or(shutdownGrace, usual.shutdownGrace()))
        .build();
  }

  private static <T> T or(@Nullable T given, T usual) {
    return given == null ? usual : given;
  }
}
