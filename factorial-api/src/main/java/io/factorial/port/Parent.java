package io.factorial.port;

/**
 * Whose child a task is.
 *
 * @param waitId the parent's wait
 * @param index the child's number among the children of that wait, from 0
 */
public record Parent(WaitId waitId, int index) {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public Parent {
    Checks.atLeast("child index", index, 0);
  }
}
