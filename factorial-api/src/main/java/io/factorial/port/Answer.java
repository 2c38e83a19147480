package io.factorial.port;

import io.factorial.wait.Wait;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a wait.
 *
 * @param payload the answer, in the engine's codec
 * @param argumentsHash the hash of the arguments that an approval was given for; null approves what
 *     is stored now
 * @param kind what it answers: a wait of another kind is not answered by it; null for any
 */
public record Answer(Payload payload, @Nullable String argumentsHash, Wait.@Nullable Kind kind) {
  /**
   * An answer that is bound to arguments, and to no kind.
   *
   * @param payload the answer
   * @param argumentsHash the hash of the arguments that were seen, or null
   */
  public Answer(Payload payload, @Nullable String argumentsHash) {
    this(payload, argumentsHash, null);
  }

  /**
   * An answer that is bound to nothing.
   *
   * @param payload the answer
   * @return the answer
   */
  public static Answer of(Payload payload) {
    return new Answer(payload, null, null);
  }
}
