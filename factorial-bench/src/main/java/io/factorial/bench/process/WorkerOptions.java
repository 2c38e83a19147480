package io.factorial.bench.process;

import io.factorial.orchestrator.AgentWorkerConfig;
import java.time.Duration;
import java.util.List;

/**
 * What a worker process does.
 *
 * @param address where its Redis servers are; empty for a store in its memory
 * @param namespace what it works on
 * @param turns how many turns a task has
 * @param thinkMillis how long its model takes
 * @param slots how many tasks it runs at once
 * @param heartbeatMillis its heartbeat
 * @param missedHeartbeats how many of them may be missed
 * @param graceMillis how much later its tasks are recovered
 * @param warmTasks how many tasks it does in a namespace of its own before it begins
 */
public record WorkerOptions(
    String address,
    String namespace,
    int turns,
    long thinkMillis,
    int slots,
    long heartbeatMillis,
    int missedHeartbeats,
    long graceMillis,
    int warmTasks) {

  /**
   * A worker with the usual heartbeats, that begins at once.
   *
   * @param address where its Redis servers are
   * @param namespace what it works on
   * @param turns how many turns a task has
   * @param thinkMillis how long its model takes
   * @param slots how many tasks it runs at once
   * @return the options
   */
  public static WorkerOptions of(
      String address, String namespace, int turns, long thinkMillis, int slots) {
    AgentWorkerConfig usual = AgentWorkerConfig.defaults();
    return new WorkerOptions(
        address,
        namespace,
        turns,
        thinkMillis,
        slots,
        usual.heartbeatInterval().toMillis(),
        usual.missedHeartbeatsThreshold(),
        usual.missedHeartbeatsGracePeriod().toMillis(),
        0);
  }

  /**
   * The same worker, whose death is noticed after 1.25 seconds.
   *
   * @return the options
   */
  public WorkerOptions withShortHeartbeats() {
    return new WorkerOptions(address, namespace, turns, thinkMillis, slots, 500, 2, 250, warmTasks);
  }

  /**
   * The same worker, warm before it begins.
   *
   * @param tasks how many tasks it does before
   * @return the options
   */
  public WorkerOptions warm(int tasks) {
    return new WorkerOptions(
        address,
        namespace,
        turns,
        thinkMillis,
        slots,
        heartbeatMillis,
        missedHeartbeats,
        graceMillis,
        tasks);
  }

  AgentWorkerConfig config() {
    return AgentWorkerConfig.builder()
        .workers(1)
        .batchSize(slots)
        .heartbeatInterval(Duration.ofMillis(heartbeatMillis))
        .missedHeartbeatsThreshold(missedHeartbeats)
        .missedHeartbeatsGracePeriod(Duration.ofMillis(graceMillis))
        .build();
  }

  List<String> arguments() {
    return List.of(
        address.isEmpty() ? "memory" : address,
        namespace,
        Integer.toString(turns),
        Long.toString(thinkMillis),
        Integer.toString(slots),
        Long.toString(heartbeatMillis),
        Integer.toString(missedHeartbeats),
        Long.toString(graceMillis),
        Integer.toString(warmTasks));
  }

  static WorkerOptions parse(String[] arguments) {
    return new WorkerOptions(
        arguments[0].equals("memory") ? "" : arguments[0],
        arguments[1],
        Integer.parseInt(arguments[2]),
        Long.parseLong(arguments[3]),
        Integer.parseInt(arguments[4]),
        Long.parseLong(arguments[5]),
        Integer.parseInt(arguments[6]),
        Long.parseLong(arguments[7]),
        Integer.parseInt(arguments[8]));
  }
}
