package io.factorial.port;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has room for.
 *
 * @param nonce new for each call; becomes the nonce of every lease that the call makes
 * @param leaseLength the worker's lease, from the store's now
 * @param wants agents and their free slots, in the order in which they are served
 */
public record Wish(Nonce nonce, Duration leaseLength, List<Want> wants) {
  /**
   * Free slots for an agent.
   *
   * @param agent the agent's name
   * @param version the version that the worker runs: tasks pinned to it are taken, and those that
   *     are not pinned; null takes only those that are not pinned
   * @param slots how many tasks at most, 1 or more
   */
  public record Want(String agent, @Nullable String version, int slots) {
    /**
     * Checks name and number.
     *
     * @throws IllegalArgumentException when the name is blank or there is no slot
     */
    public Want {
      Checks.named("agent", agent);
      Checks.atLeast("slots", slots, 1);
    }
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when the lease's length is negative
   */
  public Wish {
    Checks.notNegative("lease length", leaseLength);
    wants = List.copyOf(wants);
  }
}
