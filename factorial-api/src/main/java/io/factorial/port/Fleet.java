package io.factorial.port;

import io.factorial.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The whole of a namespace at a glance.
 *
 * @param workers the workers heard of in the last day
 * @param queues the agents' queues
 * @param limits the limits in force
 * @param schedules the schedules
 * @param agents the registered agents
 * @param parkedWithNothingOpen tasks that wait with no wait open; always 0
 */
public record Fleet(
    List<WorkerRow> workers,
    List<QueueRow> queues,
    List<LimitChange> limits,
    List<ScheduleRow> schedules,
    List<AgentCard> agents,
    long parkedWithNothingOpen) {
  /** Copies. */
  public Fleet {
    workers = List.copyOf(workers);
    queues = List.copyOf(queues);
    limits = List.copyOf(limits);
    schedules = List.copyOf(schedules);
    agents = List.copyOf(agents);
  }

  /**
   * A worker.
   *
   * @param id its id
   * @param host where it runs
   * @param version the version of Factorial that it runs
   * @param slots slots by agent
   * @param tasks how many tasks it holds
   * @param lastHeartbeat when it was last heard
   * @param leaseEnd until when its tasks are not recovered
   */
  public record WorkerRow(
      WorkerId id,
      String host,
      String version,
      Map<String, Integer> slots,
      int tasks,
      Instant lastHeartbeat,
      Instant leaseEnd) {
    /** Copies. */
    public WorkerRow {
      slots = Map.copyOf(slots);
    }
  }

  /**
   * An agent's queue.
   *
   * @param agent the agent's name
   * @param counts tasks by status; a status without a task is absent
   * @param waitingOwners owners below their limit with a runnable task that any worker may take
   */
  public record QueueRow(String agent, Map<TaskStatus, Long> counts, int waitingOwners) {
    /** Copies. */
    public QueueRow {
      counts = Map.copyOf(counts);
    }
  }

  /**
   * A schedule.
   *
   * @param name its name
   * @param ownerId its owner
   * @param spec what it enqueues and when, in the engine's codec
   * @param nextTick its next time
   */
  public record ScheduleRow(String name, String ownerId, Payload spec, Instant nextTick) {}
}
