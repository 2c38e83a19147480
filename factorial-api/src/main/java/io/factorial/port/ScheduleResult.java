package io.factorial.port;

/** The answer to {@link TaskQueue#schedule}. */
public enum ScheduleResult {
  /** The change stands. */
  APPLIED,
  /** Another process fired this tick. */
  STALE,
  /** The schedule has moved to its next tick, and its task was refused: nobody knows its agent. */
  REFUSED,
  /** There is no schedule of this name. */
  UNKNOWN
}
