package io.factorial.inmemory;

import io.factorial.task.TaskId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The children that are to be cancelled, since nobody waits for them any more. */
final class Cascade {
  /** How many children one step cancels. */
  static final int CHUNK = 100;

  /** The children that a call of a task has made. */
  private record Brood(StoredTask parent, String call) {}

  private final Tasks tasks;
  private final Deque<Brood> broods = new ArrayDeque<>();
  private boolean grown;

  Cascade(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Adds the children of a call that are open. */
  void add(StoredTask parent, String call) {
    if (!parent.openChildren(call).isEmpty()) {
      broods.add(new Brood(parent, call));
      grown = true;
    }
  }

  /** Adds all children of a task that are open. */
  void addAll(StoredTask parent) {
    parent.callsWithChildren().forEach(call -> add(parent, call));
  }

  /** Takes out the next child to be cancelled; null when none is left. */
  @Nullable StoredTask poll() {
    while (!broods.isEmpty()) {
      Brood brood = broods.element();
      Iterator<TaskId> children = brood.parent().openChildren(brood.call()).iterator();
      while (children.hasNext()) {
        StoredTask child = tasks.find(children.next());
        children.remove();
        if (child != null && !child.status.isOver()) {
          return child;
        }
      }
      broods.remove();
    }
    return null;
  }

  /** Whether no child is left that is open. */
  boolean isEmpty() {
    while (!broods.isEmpty() && !hasOpenChild(broods.element())) {
      broods.remove();
    }
    return broods.isEmpty();
  }

  private boolean hasOpenChild(Brood brood) {
    return brood.parent().openChildren(brood.call()).stream()
        .map(tasks::find)
        .anyMatch(child -> child != null && !child.status.isOver());
  }

  /** Whether something was added since this was last asked. */
  boolean takeGrown() {
    boolean was = grown;
    grown = false;
    return was;
  }
}
