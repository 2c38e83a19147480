package io.factorial.port;

import io.factorial.task.TaskStatus;
import java.util.List;

/** The answer to {@link TaskQueue#record}. */
public sealed interface WriteResult {
  /**
   * The write stands.
   *
   * @param length the journal's length now
   * @param arrived what was appended from outside since the expected length
   * @param watched whether somebody listens to the owner's ephemeral events
   */
  record Written(long length, List<Entry> arrived, boolean watched) implements WriteResult {
    /** Copies. */
    public Written {
      arrived = List.copyOf(arrived);
    }
  }

  /** The write changed nothing. */
  sealed interface Refused extends WriteResult, CommitResult {}

  /**
   * The reservation does not fit.
   *
   * @param limit the limit's name: {@code turns}, {@code tool_calls}, {@code input_tokens}, {@code
   *     output_tokens}, {@code cost}
   * @param onlyReserved true when it would fit once other reservations are settled
   */
  record OverBudget(String limit, boolean onlyReserved) implements Refused {}

  /**
   * The journal is shorter than expected: a failover lost its suffix. Send the missing entries
   * again.
   *
   * @param length the journal's length
   */
  record Gap(long length) implements Refused {}

  /**
   * The lease is not the stored one: stop, and write nothing.
   *
   * @param newestFence the stored fence; 0 when the task is unknown
   */
  record Stale(long newestFence) implements Refused {}

  /**
   * The task has ended.
   *
   * @param status how
   */
  record Ended(TaskStatus status) implements Refused {}
}
