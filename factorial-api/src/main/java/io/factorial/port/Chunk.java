package io.factorial.port;

/**
 * An ephemeral event of a running task: a piece of an answer, the start of a step. It is told to
 * who listens now, and to nobody later.
 *
 * @param type the event's type
 * @param turn the turn
 * @param attempt the attempt
 * @param step the step, or an empty text
 * @param offset where a piece begins in its step, in pieces from 0
 * @param payload the event's own data, in the engine's codec
 */
public record Chunk(String type, int turn, int attempt, String step, long offset, Payload payload) {
  /**
   * Checks the type.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public Chunk {
    Checks.named("event type", type);
  }
}
