package io.factorial.agent;

/** How often a run is recorded. */
public enum Journal {
  /** After each step: a completion that was paid for is never bought twice. The default. */
  STEP,
  /** Once per turn: fewer writes; a crash repeats the turn from its start. */
  TURN
}
