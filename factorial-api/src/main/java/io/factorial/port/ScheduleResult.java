package io.factorial.port;

/** The answer to {@link TaskQueue#schedule}. */
public enum ScheduleResult {
  /** The change stands. */
  APPLIED,
  /** Another process fired this tick. */
  STALE,
  /** There is no schedule of this name. */
  UNKNOWN
}
