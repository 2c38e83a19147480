package io.factorial.testkit.contract;

import static io.factorial.task.TaskStatus.ACTIVE;
import static io.factorial.task.TaskStatus.BACKOFF;
import static io.factorial.task.TaskStatus.CANCELLED;
import static io.factorial.task.TaskStatus.COMPLETED;
import static io.factorial.task.TaskStatus.FAILED;
import static io.factorial.task.TaskStatus.PAUSED;
import static io.factorial.task.TaskStatus.PENDING_CHILD_TASKS;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static io.factorial.task.TaskStatus.PROCESSING;
import static io.factorial.task.TaskStatus.QUEUED;

import io.factorial.task.TaskStatus;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a task's status may become. The one table of it, for the tests of every module. */
public final class StatusTable {
  private static final Set<TaskStatus> FIRST = Set.of(QUEUED, BACKOFF, ACTIVE);
  private static final Map<TaskStatus, Set<TaskStatus>> CHANGES = changes();

  private StatusTable() {}

  /**
   * Whether a new task may have a status.
   *
   * @param status the status
   * @return true for QUEUED, for BACKOFF (delayed) and for ACTIVE (a fork with steps)
   */
  public static boolean allowsFirst(TaskStatus status) {
    return FIRST.contains(status);
  }

  /**
   * Whether a status may become another one in one transition.
   *
   * @param from the status before
   * @param to the status after
   * @return whether the table has this change
   */
  public static boolean allows(TaskStatus from, TaskStatus to) {
    return next(from).contains(to);
  }

  /**
   * What a status may become in one transition.
   *
   * @param from the status before
   * @return every status that may follow
   */
  public static Set<TaskStatus> next(TaskStatus from) {
    return CHANGES.getOrDefault(from, Set.of());
  }

  /**
   * Whether a status may become another one in a number of transitions.
   *
   * @param from the status before
   * @param to the status after
   * @param most how many transitions at most; with 0 the two must be equal
   * @return whether a path of the table leads there
   */
  public static boolean leads(TaskStatus from, TaskStatus to, int most) {
    return from == to
        || (most > 0 && next(from).stream().anyMatch(step -> leads(step, to, most - 1)));
  }

  private static Map<TaskStatus, Set<TaskStatus>> changes() {
    Map<TaskStatus, Set<TaskStatus>> table = new EnumMap<>(TaskStatus.class);
    table.put(QUEUED, notEnded(PROCESSING));
    table.put(ACTIVE, notEnded(PROCESSING));
    table.put(
        PROCESSING,
        notEnded(ACTIVE, QUEUED, BACKOFF, PENDING_TOOL_RESULTS, PENDING_CHILD_TASKS, COMPLETED));
    table.put(BACKOFF, notEnded(ACTIVE, QUEUED));
    table.put(PENDING_TOOL_RESULTS, notEnded(ACTIVE, QUEUED));
    table.put(PENDING_CHILD_TASKS, notEnded(ACTIVE, QUEUED));
    table.put(PAUSED, notEnded(ACTIVE, QUEUED, PENDING_TOOL_RESULTS, PENDING_CHILD_TASKS));
    table.put(FAILED, Set.of(ACTIVE, QUEUED));
    table.put(COMPLETED, Set.of());
    table.put(CANCELLED, Set.of());
    return table;
  }

  /** Whatever has not ended may be paused, may fail and may be cancelled. */
  private static Set<TaskStatus> notEnded(TaskStatus... more) {
    Set<TaskStatus> changes = EnumSet.of(PAUSED, FAILED, CANCELLED);
    changes.addAll(Set.of(more));
    return Set.copyOf(changes);
  }
}
