package io.factorial.port;

/**
 * The name of one started orchestrator, new at each start.
 *
 * @param value not blank, unique in a namespace
 */
public record WorkerId(String value) {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public WorkerId {
    Checks.named("worker id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
