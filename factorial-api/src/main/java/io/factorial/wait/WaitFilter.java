package io.factorial.wait;

import io.factorial.task.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which waits to list. Starts at {@link #all()}, {@link #owner(String)} or {@link #task(TaskId)}.
 *
 * @param owner whom the waiting task is run for, empty for any
 * @param task the task that waits, empty for any
 * @param kinds what is awaited, empty for anything
 */
public record WaitFilter(Optional<String> owner, Optional<TaskId> task, Set<Wait.Kind> kinds) {

  private static final WaitFilter ALL =
      new WaitFilter(Optional.empty(), Optional.empty(), Set.of());

  /** Copies the kinds. */
  public WaitFilter {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(task, "task");
    kinds = Set.copyOf(kinds);
  }

  /**
   * Every open wait.
   *
   * @return the filter
   */
  public static WaitFilter all() {
    return ALL;
  }

  /**
   * The open waits of one owner's tasks.
   *
   * @param ownerId whom the tasks are run for
   * @return the filter
   */
  public static WaitFilter owner(String ownerId) {
    return new WaitFilter(Optional.of(ownerId), Optional.empty(), Set.of());
  }

  /**
   * The open waits of one task.
   *
   * @param id the task
   * @return the filter
   */
  public static WaitFilter task(TaskId id) {
    return new WaitFilter(Optional.empty(), Optional.of(id), Set.of());
  }

  /**
   * Only waits of these kinds.
   *
   * @param any at least one kind
   * @return a changed copy
   */
  public WaitFilter kinds(Wait.Kind... any) {
    return new WaitFilter(owner, task, new HashSet<>(List.of(any)));
  }
}
