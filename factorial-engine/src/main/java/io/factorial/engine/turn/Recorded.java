package io.factorial.engine.turn;

/** What became of a record. */
public sealed interface Recorded {
  /** It stands. */
  record Written() implements Recorded {}

  /**
   * Its reservation does not fit, and nothing was written.
   *
   * @param limit the limit's name
   * @param onlyReserved whether it would fit once other reservations are settled
   */
  record OverBudget(String limit, boolean onlyReserved) implements Recorded {}
}
