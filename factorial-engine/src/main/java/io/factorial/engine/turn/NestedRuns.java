package io.factorial.engine.turn;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.run.RunResult;

/** Runs an agent inline inside a tool of another run. */
@FunctionalInterface
public interface NestedRuns {
  /**
   * Runs an agent on this thread.
   *
   * @param agent the agent
   * @param context what it starts from
   * @param ownerId for whom
   * @param <O> the output type
   * @return how it ended
   */
  <O> RunResult<O> run(Agent<O> agent, AgentContext context, String ownerId);
}
