package io.factorial.port;

/**
 * An amount under the name of a step: reserved before the step starts, settled with what it took.
 *
 * @param step the step, unique in its task; a retry of a step reuses its reservation
 * @param amount how much
 */
public record Reservation(String step, Spend amount) {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public Reservation {
    Checks.named("step", step);
  }
}
