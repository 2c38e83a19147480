package io.factorial.dashboard.api;

import io.factorial.port.TaskRecord;
import io.factorial.port.WaitRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in a sentence what a task does, or why it waits. Times stand beside it, not in it. */
final class NowText {
  private NowText() {}

  /**
   * Says it.
   *
   * @param record the task
   * @param waits its open waits, where they are known
   * @return the sentence; empty when the task has ended
   */
  static Optional<String> of(TaskRecord record, List<WaitRow> waits) {
    String text =
        switch (record.status()) {
          case QUEUED -> "Queued: it starts when a worker has a free slot.";
          case ACTIVE -> "Between two steps: it goes on when a worker has a free slot.";
          case PROCESSING -> processing(record);
          case BACKOFF -> backOff(record);
          case PENDING_TOOL_RESULTS, PENDING_CHILD_TASKS -> waiting(record, waits);
          case PAUSED -> paused(record.reason());
          case COMPLETED, FAILED, CANCELLED -> "";
        };
    return Optional.of(text).filter(sentence -> !sentence.isEmpty());
  }

  private static String processing(TaskRecord record) {
    String again = record.attempt() == 0 ? "" : ", retry " + record.attempt();
    return "Turn " + (record.turn() + 1) + " runs" + again + ".";
  }

  private static String backOff(TaskRecord record) {
    return switch (record.reason()) {
      case "delayed" -> "Delayed: it starts at its time.";
      case "budget_wait" ->
          "Waits for budget: what is left of it is reserved by calls that run now.";
      default ->
          "Waits before it tries turn "
              + (record.turn() + 1)
              + " again"
              + (record.reason().isEmpty() ? "." : ": " + record.reason());
    };
  }

  private static String waiting(TaskRecord record, List<WaitRow> waits) {
    if (waits.isEmpty()) {
      int open = record.openWaits();
      return "Waits for " + open + (open == 1 ? " answer." : " answers.");
    }
    return waits.stream().map(NowText::wait).distinct().collect(Collectors.joining(" "));
  }

  private static String wait(WaitRow wait) {
    return switch (wait.kind()) {
      case APPROVAL -> "Waits for a person to allow " + wait.tool() + ".";
      case DEFERRED_TOOL -> "Waits for the result of " + wait.tool() + " from outside.";
      case CHILD_TASK -> "Waits for a child task of " + wait.tool() + ".";
      case BATCH -> "Waits for the child tasks of " + wait.tool() + ".";
      case TIMER -> "Waits for a point in time that " + wait.tool() + " set.";
    };
  }

  private static String paused(String reason) {
    return switch (reason) {
      case "budget_exceeded" -> "Paused: its budget is used up. It goes on when that is raised.";
      case "definition_incompatible" ->
          "Paused: its agent's definition changed and does not fit what is stored. Deploy one that"
              + " does, then resume it.";
      default -> "Paused" + (reason.isEmpty() ? "." : ": " + reason);
    };
  }
}
