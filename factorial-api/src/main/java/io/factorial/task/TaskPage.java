package io.factorial.task;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some of the tasks that a filter names, newest first.
 *
 * @param tasks the tasks
 * @param next what to give {@link TaskFilter#after(String)} for the next page, empty on the last
 *     one
 * @param complete whether the search reached the end; if not, tasks may be missing here that a next
 *     page still brings
 */
public record TaskPage(List<TaskData> tasks, Optional<String> next, boolean complete) {

  /** Copies the tasks. */
  public TaskPage {
    tasks = List.copyOf(tasks);
    Objects.requireNonNull(next, "next");
  }
}
