package io.factorial.port;

/**
 * A durable event to be written in the same atomic step as the change that it tells of. Task,
 * owner, agent, number and time are added by the store.
 *
 * @param type the event's type, as in {@code run_completed}
 * @param turn the turn, from 0
 * @param attempt the attempt, from 0
 * @param step the step, or an empty text
 * @param payload the event's own data, in the engine's codec
 */
public record NewEvent(String type, int turn, int attempt, String step, Payload payload) {
  /**
   * Checks the type.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public NewEvent {
    Checks.named("event type", type);
  }
}
