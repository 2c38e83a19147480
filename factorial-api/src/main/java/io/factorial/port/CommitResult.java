package io.factorial.port;

import java.util.List;

/** The answer to {@link TaskQueue#commit}. */
public sealed interface CommitResult
    permits CommitResult.Continued,
        CommitResult.Reopened,
        CommitResult.Released,
        WriteResult.Refused {
  /**
   * The lease lives on.
   *
   * @param length the journal's length now
   * @param arrived what was appended from outside since the write: steering, answers
   * @param watched whether somebody listens to the owner's ephemeral events
   */
  record Continued(long length, List<Entry> arrived, boolean watched) implements CommitResult {
    /** Copies. */
    public Continued {
      arrived = List.copyOf(arrived);
    }
  }

  /**
   * A message arrived before the final answer was committed: the lease lives on for one more turn.
   *
   * @param length the journal's length now
   * @param arrived the entries of the reopened case, then the messages
   * @param watched whether somebody listens to the owner's ephemeral events
   */
  record Reopened(long length, List<Entry> arrived, boolean watched) implements CommitResult {
    /** Copies. */
    public Reopened {
      arrived = List.copyOf(arrived);
    }
  }

  /**
   * The lease has ended as asked.
   *
   * @param outcome what became of the task
   * @param next tasks for the freed slot; empty for a repeated call. Those of an agent whose
   *     running tasks are limited come by {@link TaskQueue#fetch} only
   */
  record Released(Outcome outcome, List<LeasedTask> next) implements CommitResult {
    /** Copies. */
    public Released {
      next = List.copyOf(next);
    }
  }

  /** What became of a task whose lease has ended. */
  enum Outcome {
    /** Continued, and gave its slot to a waiting owner. */
    YIELDED,
    /** Waits. */
    PARKED,
    /** Is tried again later. */
    BACKED_OFF,
    /** At the head of its owner's line. */
    HANDED_BACK,
    /** Completed or failed. */
    CLOSED,
    /** Waits for a person. */
    PAUSED
  }
}
