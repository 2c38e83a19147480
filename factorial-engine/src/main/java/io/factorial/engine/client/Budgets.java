package io.factorial.engine.client;

import io.factorial.budget.Budget;
import org.jspecify.annotations.Nullable;

/** An agent's budget and a task's, as one. */
final class Budgets {
  private Budgets() {}

  /** The task's limits replace the agent's, field by field. */
  static Budget merged(@Nullable Budget agent, @Nullable Budget task) {
    if (agent == null || task == null) {
      Budget only = task == null ? agent : task;
      return only == null ? Budget.unlimited() : only;
    }
    return new Budget(
        or(task.turns(), agent.turns()),
        or(task.toolCalls(), agent.toolCalls()),
        or(task.inputTokens(), agent.inputTokens()),
        or(task.outputTokens(), agent.outputTokens()),
        or(task.costUsd(), agent.costUsd()),
        or(task.wallClock(), agent.wallClock()),
        task.softLimit(),
        task.onExceeded());
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }
}
