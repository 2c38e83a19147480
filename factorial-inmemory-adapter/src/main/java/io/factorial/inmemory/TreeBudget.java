package io.factorial.inmemory;

import io.factorial.port.Reservation;
import io.factorial.port.Spend;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a task and its descendants may spend, have spent, and have reserved. */
final class TreeBudget {
  private record Dimension(String name, ToLongFunction<Spend> of) {}

  private static final List<Dimension> DIMENSIONS =
      List.of(
          new Dimension("turns", Spend::turns),
          new Dimension("tool_calls", Spend::toolCalls),
          new Dimension("input_tokens", Spend::inputTokens),
          new Dimension("output_tokens", Spend::outputTokens),
          new Dimension("cost", Spend::costNanos));

  /** Reservations by task, then by step. */
  private final Map<TaskId, Map<String, Spend>> reservations = new LinkedHashMap<>(2);

  private Spend limits;
  private Spend spent = Spend.ZERO;
  private Spend reserved = Spend.ZERO;

  TreeBudget(Spend limits) {
    this.limits = limits;
  }

  Spend limits() {
    return limits;
  }

  Spend spent() {
    return spent;
  }

  void limit(Spend raised) {
    limits = raised;
  }

  /** Why a write does not fit, its settlement counted first; null when it fits. */
  WriteResult.@Nullable OverBudget refusal(
      TaskId task, Reservation need, @Nullable Reservation settle) {
    Spend spentThen = settle == null ? spent : spent.plus(settle.amount());
    Spend others = minus(reserved, of(task, need.step()));
    if (settle != null && !settle.step().equals(need.step())) {
      others = minus(others, of(task, settle.step()));
    }
    Spend certain = spentThen.plus(need.amount());
    String exceeded = exceeded(certain);
    if (exceeded != null) {
      return new WriteResult.OverBudget(exceeded, false);
    }
    String reservedOut = exceeded(certain.plus(others));
    return reservedOut == null ? null : new WriteResult.OverBudget(reservedOut, true);
  }

  void reserve(TaskId task, Reservation need) {
    Map<String, Spend> steps = reservations.computeIfAbsent(task, id -> new LinkedHashMap<>(2));
    Spend before = steps.put(need.step(), need.amount());
    reserved = minus(reserved, before == null ? Spend.ZERO : before).plus(need.amount());
  }

  void settle(TaskId task, Reservation took) {
    spent = spent.plus(took.amount());
    Map<String, Spend> steps = reservations.get(task);
    Spend before = steps == null ? null : steps.remove(took.step());
    if (before != null) {
      reserved = minus(reserved, before);
    }
    if (steps != null && steps.isEmpty()) {
      reservations.remove(task);
    }
  }

  /** Takes what an ended task had reserved as spent. */
  void close(TaskId task) {
    Map<String, Spend> steps = reservations.remove(task);
    if (steps == null) {
      return;
    }
    for (Spend open : steps.values()) {
      reserved = minus(reserved, open);
      spent = spent.plus(open);
    }
  }

  private Spend of(TaskId task, String step) {
    return reservations.getOrDefault(task, Map.of()).getOrDefault(step, Spend.ZERO);
  }

  private @Nullable String exceeded(Spend sum) {
    for (Dimension dimension : DIMENSIONS) {
      if (dimension.of().applyAsLong(limits) < dimension.of().applyAsLong(sum)) {
        return dimension.name();
      }
    }
    return null;
  }

  /** Never below nothing: a sum that reached the largest number has lost what exceeded it. */
  private static Spend minus(Spend from, Spend part) {
    return new Spend(
        Math.max(0, from.turns() - part.turns()),
        Math.max(0, from.toolCalls() - part.toolCalls()),
        Math.max(0, from.inputTokens() - part.inputTokens()),
        Math.max(0, from.outputTokens() - part.outputTokens()),
        Math.max(0, from.costNanos() - part.costNanos()));
  }
}
