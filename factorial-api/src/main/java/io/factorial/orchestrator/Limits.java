package io.factorial.orchestrator;

import io.factorial.llm.ModelName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What bounds tasks and models across all processes. Stored; a change takes effect at the next task
 * or call. Implemented by Factorial only.
 */
public interface Limits {

  /**
   * Sets an owner's share of the workers against other owners; 1 by default.
   *
   * @param ownerId the owner
   * @param weight 1 to 1000
   */
  void ownerWeight(String ownerId, int weight);

  /**
   * Limits how many tasks of an owner run at once.
   *
   * @param ownerId the owner
   * @param max how many, 1 or more; null for no limit
   */
  void ownerTasks(String ownerId, @Nullable Integer max);

  /**
   * Limits how many tasks of an agent run at once.
   *
   * @param agent the agent's name
   * @param max how many, 1 or more; null for no limit
   */
  void agentTasks(String agent, @Nullable Integer max);

  /**
   * Limits how often a model is called.
   *
   * @param model the model
   * @param requestsPerMinute how many requests, 1 or more; null for no limit
   * @param tokensPerMinute how many tokens, 1 or more; null for no limit
   */
  void model(ModelName model, @Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute);

  /**
   * What was set.
   *
   * @return the limits, by kind and subject
   */
  List<Limit> list();
}
