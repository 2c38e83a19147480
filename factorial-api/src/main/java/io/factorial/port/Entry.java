package io.factorial.port;

/**
 * One entry of a task's journal.
 *
 * @param turn the turn that it belongs to, from 0
 * @param index the call that it belongs to, from 0; 0 for what belongs to the turn itself
 * @param attempt the attempt of the turn that wrote it, from 0
 * @param kind what it is
 * @param payload its content, in the engine's codec
 */
public record Entry(int turn, int index, int attempt, Kind kind, Payload payload) {
  /** What an entry is. */
  public enum Kind {
    /** What the run starts from; always entry 0. */
    INPUT,
    /** A model's answer. */
    COMPLETION,
    /** A call that must not run twice is about to start. */
    CLAIM,
    /** A call's result. */
    RESULT,
    /** A message put into the task from outside. The store writes it, from the inbox. */
    STEERING,
    /** An answer to a wait. The store writes it, when the task goes on. */
    ANSWER,
    /** Whatever else the engine must know again after a crash. */
    NOTE,
    /** The final answer. */
    OUTPUT,
    /** The end of a turn. */
    TURN
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when a number is negative
   */
  public Entry {
    Checks.atLeast("turn", turn, 0);
    Checks.atLeast("index", index, 0);
    Checks.atLeast("attempt", attempt, 0);
  }
}
