package io.factorial.inmemory;

import io.factorial.port.Parent;
import io.factorial.port.Reservation;
import io.factorial.port.Spend;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what a task spends in every budget from its own up to its root's. */
final class Budgets {
  private final Tasks tasks;

  Budgets(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Why a write does not fit; null when it does. What can never fit counts before what may yet. */
  WriteResult.@Nullable OverBudget refusal(StoredTask task, Write write) {
    Reservation need = write.reserve();
    if (need == null) {
      return null;
    }
    WriteResult.OverBudget waiting = null;
    for (TreeBudget budget : above(task)) {
      WriteResult.OverBudget refusal = budget.refusal(task.id, need, write.settle());
      if (refusal != null && !refusal.onlyReserved()) {
        return refusal;
      }
      waiting = waiting == null ? refusal : waiting;
    }
    return waiting;
  }

  void apply(StoredTask task, Write write) {
    Reservation settle = write.settle();
    Reservation reserve = write.reserve();
    if (settle == null && reserve == null) {
      return;
    }
    for (TreeBudget budget : above(task)) {
      if (settle != null) {
        budget.settle(task.id, settle);
      }
      if (reserve != null) {
        budget.reserve(task.id, reserve);
      }
    }
  }

  void close(StoredTask task) {
    above(task).forEach(budget -> budget.close(task.id));
  }

  /** Raises the limits that the task is held to: its own, or those of the nearest ancestor. */
  void limit(StoredTask task, Spend limits) {
    List<TreeBudget> budgets = above(task);
    if (!budgets.isEmpty()) {
      budgets.getFirst().limit(limits);
    }
  }

  private List<TreeBudget> above(StoredTask task) {
    List<TreeBudget> budgets = new ArrayList<>(2);
    for (StoredTask each = task; each != null; each = parentOf(each)) {
      if (each.budget != null) {
        budgets.add(each.budget);
      }
    }
    return budgets;
  }

  private @Nullable StoredTask parentOf(StoredTask task) {
    Parent parent = task.parent;
    return parent == null ? null : tasks.find(parent.waitId().task());
  }
}
