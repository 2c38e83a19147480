package io.factorial.port;

import org.jspecify.annotations.Nullable;

/**
 * An answer to a wait.
 *
 * @param payload the answer, in the engine's codec
 * @param argumentsHash the hash of the arguments that an approval was given for; null approves what
 *     is stored now
 */
public record Answer(Payload payload, @Nullable String argumentsHash) {
  /**
   * An answer that is bound to no arguments.
   *
   * @param payload the answer
   * @return the answer
   */
  public static Answer of(Payload payload) {
    return new Answer(payload, null);
  }
}
