package io.factorial.tool;

/** How many children a spawning call waits for. */
public sealed interface ChildPolicy {

  /** The call waits for all children, however they end. */
  record Collect() implements ChildPolicy {}

  /** The call waits for all children, or for the first that fails; the others are cancelled. */
  record FailFast() implements ChildPolicy {}

  /**
   * The call waits until some children completed; the others are cancelled. Where there are fewer
   * children, it waits for all of them.
   *
   * @param n how many, 1 or more
   */
  record FirstOf(int n) implements ChildPolicy {
    /**
     * Checks the number.
     *
     * @param n how many, 1 or more
     */
    public FirstOf {
      if (n < 1) {
        throw new IllegalArgumentException("firstOf: " + n + " (expected: 1 or more)");
      }
    }
  }

  /**
   * Waits for all children, however they end. The default.
   *
   * @return the policy
   */
  static ChildPolicy collect() {
    return new Collect();
  }

  /**
   * Waits for all children, or for the first that fails.
   *
   * @return the policy
   */
  static ChildPolicy failFast() {
    return new FailFast();
  }

  /**
   * Waits until some children completed.
   *
   * @param n how many, 1 or more
   * @return the policy
   */
  static ChildPolicy firstOf(int n) {
    return new FirstOf(n);
  }
}
