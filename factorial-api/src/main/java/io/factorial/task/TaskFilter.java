package io.factorial.task;

import io.factorial.error.InvalidDefinitionException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which tasks to list. Starts at {@link #all()}; each further method gives a narrower copy, and a
 * task must fit all of them.
 *
 * @param agent the name of the agent, empty for any
 * @param owner whom the tasks are run for, empty for any
 * @param parent the task that spawned them, empty for any
 * @param batch the batch that they belong to, empty for any
 * @param statuses the statuses, empty for any
 * @param text what the start of the query contains, empty for any
 * @param limit how many tasks a page has at most, 1 to 1,000
 * @param after where the page before this one ended, empty for the first
 */
public record TaskFilter(
    Optional<String> agent,
    Optional<String> owner,
    Optional<TaskId> parent,
    Optional<BatchId> batch,
    Set<TaskStatus> statuses,
    Optional<String> text,
    int limit,
    Optional<String> after) {

  private static final TaskFilter ALL =
      new TaskFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          50,
          Optional.empty());

  /** Copies the statuses, and checks the limit. */
  public TaskFilter {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(parent, "parent");
    Objects.requireNonNull(batch, "batch");
    statuses = Set.copyOf(statuses);
    Objects.requireNonNull(text, "text");
    if (limit < 1 || limit > 1000) {
      throw InvalidDefinitionException.of("limit", limit, "1 to 1000");
    }
    Objects.requireNonNull(after, "after");
  }

  /**
   * Every task, 50 to a page.
   *
   * @return the filter to start from
   */
  public static TaskFilter all() {
    return ALL;
  }

  /**
   * Only the tasks of one agent.
   *
   * @param name the agent's name
   * @return a changed copy
   */
  public TaskFilter agent(String name) {
    return new TaskFilter(Optional.of(name), owner, parent, batch, statuses, text, limit, after);
  }

  /**
   * Only the tasks of one owner.
   *
   * @param ownerId whom they are run for
   * @return a changed copy
   */
  public TaskFilter owner(String ownerId) {
    return new TaskFilter(agent, Optional.of(ownerId), parent, batch, statuses, text, limit, after);
  }

  /**
   * Only the children of one task.
   *
   * @param id the task that spawned them
   * @return a changed copy
   */
  public TaskFilter parent(TaskId id) {
    return new TaskFilter(agent, owner, Optional.of(id), batch, statuses, text, limit, after);
  }

  /**
   * Only the tasks of one batch.
   *
   * @param id the batch
   * @return a changed copy
   */
  public TaskFilter batch(BatchId id) {
    return new TaskFilter(agent, owner, parent, Optional.of(id), statuses, text, limit, after);
  }

  /**
   * Only tasks with one of these statuses.
   *
   * @param any at least one status
   * @return a changed copy
   */
  public TaskFilter statuses(TaskStatus... any) {
    return new TaskFilter(
        agent, owner, parent, batch, new HashSet<>(List.of(any)), text, limit, after);
  }

  /**
   * Only tasks whose query contains a text within its first 200 characters, in any case of letters.
   *
   * @param contained the text
   * @return a changed copy
   */
  public TaskFilter text(String contained) {
    return new TaskFilter(
        agent, owner, parent, batch, statuses, Optional.of(contained), limit, after);
  }

  /**
   * Pages of another size.
   *
   * @param tasks how many tasks a page has at most, 1 to 1,000
   * @return a changed copy
   * @throws InvalidDefinitionException if the number is out of its range
   */
  public TaskFilter limit(int tasks) {
    return new TaskFilter(agent, owner, parent, batch, statuses, text, tasks, after);
  }

  /**
   * The page after another one.
   *
   * @param next what {@link TaskPage#next()} said
   * @return a changed copy
   */
  public TaskFilter after(String next) {
    return new TaskFilter(agent, owner, parent, batch, statuses, text, limit, Optional.of(next));
  }
}
