package io.factorial.engine.turn;

import io.factorial.budget.Budget;
import io.factorial.port.Spend;
import org.jspecify.annotations.Nullable;

/** An agent's budget and a task's, as one. */
public final class Budgets {
  private Budgets() {}

  /**
   * One budget of two: the task's limits replace the agent's, field by field.
   *
   * @param agent the agent's, or null
   * @param task the task's, or null
   * @return the budget that counts
   */
  public static Budget merged(@Nullable Budget agent, @Nullable Budget task) {
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

  /**
   * A budget's limits as the store counts them.
   *
   * @param budget the budget
   * @return the limits; a deadline is not among them
   */
  public static Spend limits(Budget budget) {
    return new Spend(
        orUnlimited(budget.turns()),
        orUnlimited(budget.toolCalls()),
        orUnlimited(budget.inputTokens()),
        orUnlimited(budget.outputTokens()),
        budget.costUsd() == null ? Long.MAX_VALUE : Spending.nanos(budget.costUsd()));
  }

  /**
   * Limits of which some are replaced.
   *
   * @param old the limits so far
   * @param raised the new ones; one that is not set leaves the old one
   * @return the limits that count from now on
   */
  public static Spend raised(Spend old, Budget raised) {
    Spend set = limits(raised);
    return new Spend(
        raised.turns() == null ? old.turns() : set.turns(),
        raised.toolCalls() == null ? old.toolCalls() : set.toolCalls(),
        raised.inputTokens() == null ? old.inputTokens() : set.inputTokens(),
        raised.outputTokens() == null ? old.outputTokens() : set.outputTokens(),
        raised.costUsd() == null ? old.costNanos() : set.costNanos());
  }

  private static long orUnlimited(@Nullable Number limit) {
    return limit == null ? Long.MAX_VALUE : limit.longValue();
  }
}
