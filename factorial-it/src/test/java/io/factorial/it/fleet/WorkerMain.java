package io.factorial.it.fleet;

import io.factorial.Factorial;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.redis.RedisModule;
import java.time.Duration;
import java.util.List;

/** A worker process: says {@code ready}, and runs tasks until it is told to end or killed. */
final class WorkerMain {
  /** How long running calls may take when the process is told to end. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private WorkerMain() {}

  /**
   * What a worker runs, and how.
   *
   * @param agents the agents' names
   * @param slots slots of each agent
   * @param heartbeat its heartbeat interval
   * @param grace what a lease holds longer than two heartbeats
   * @param maxRecoveries of its agents' tasks
   */
  record Settings(
      List<String> agents, int slots, Duration heartbeat, Duration grace, int maxRecoveries) {
    /** The times of the promise: a dead worker is noticed after 1.25 s. */
    static Settings quick(int slots, String... agents) {
      return new Settings(
          List.of(agents), slots, Duration.ofMillis(500), Duration.ofMillis(250), 3);
    }

    /** A lease of a minute: whoever waits for its end is noticed. */
    static Settings slow(int slots, String... agents) {
      return new Settings(
          List.of(agents), slots, Duration.ofSeconds(20), Duration.ofSeconds(20), 3);
    }

    Settings withMaxRecoveries(int changed) {
      return new Settings(agents, slots, heartbeat, grace, changed);
    }

    List<String> words() {
      return List.of(
          String.join(",", agents),
          Integer.toString(slots),
          heartbeat.toString(),
          grace.toString(),
          Integer.toString(maxRecoveries));
    }

    static Settings parse(List<String> words) {
      return new Settings(
          List.of(words.get(0).split(",", -1)),
          Integer.parseInt(words.get(1)),
          Duration.parse(words.get(2)),
          Duration.parse(words.get(3)),
          Integer.parseInt(words.get(4)));
    }
  }

  public static void main(String[] args) {
    List<String> words = List.of(args);
    Settings settings = Settings.parse(words.subList(4, words.size()));
    Courier courier = new Courier(words.get(3));
    AgentWorkerConfig config =
        AgentWorkerConfig.builder()
            .batchSize(settings.slots())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsThreshold(2)
            .missedHeartbeatsGracePeriod(settings.grace())
            .maxRecoveries(settings.maxRecoveries())
            .shutdownGrace(GRACE)
            .build();
    try (Orchestrator orchestrator =
        Factorial.orchestrator(new RedisModule(ClientMain.redis(words)), courier.model())) {
      settings.agents().forEach(name -> orchestrator.registerRunner(courier.agent(name), config));
      orchestrator.start();
      System.out.println("ready");
      Runtime.getRuntime().addShutdownHook(new Thread(orchestrator::close));
      Thread.currentThread().join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
