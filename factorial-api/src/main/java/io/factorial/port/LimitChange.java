package io.factorial.port;

import org.jspecify.annotations.Nullable;

/** A change of a limit of the queue. */
public sealed interface LimitChange {
  /**
   * Sets an owner's share among the owners of an agent.
   *
   * @param ownerId the owner
   * @param weight 1 to 1,000; 1 is the default
   */
  record OwnerWeight(String ownerId, int weight) implements LimitChange {
    private static final int MAX = 1_000;

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException when it is not 1 to 1,000
     */
    public OwnerWeight {
      Checks.named("owner", ownerId);
      if (weight < 1 || weight > MAX) {
        throw new IllegalArgumentException(
            "weight of owner " + ownerId + ": " + weight + " (expected: 1 to 1000)");
      }
    }
  }

  /**
   * Sets how many tasks of an owner run at once.
   *
   * @param ownerId the owner
   * @param max 1 or more; null for no limit
   */
  record OwnerTasks(String ownerId, @Nullable Integer max) implements LimitChange {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public OwnerTasks {
      Checks.named("owner", ownerId);
      if (max != null) {
        Checks.atLeast("tasks of owner " + ownerId, max, 1);
      }
    }
  }

  /**
   * Sets how many tasks of an agent run at once.
   *
   * @param agent the agent
   * @param max 1 or more; null for no limit
   */
  record AgentTasks(String agent, @Nullable Integer max) implements LimitChange {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public AgentTasks {
      Checks.named("agent", agent);
      if (max != null) {
        Checks.atLeast("tasks of agent " + agent, max, 1);
      }
    }
  }
}
