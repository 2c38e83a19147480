package io.factorial.cli.tasks;

import io.factorial.task.TaskId;
import org.jspecify.annotations.Nullable;

/** Ids that picocli has made sure are there. */
final class Ids {

  private Ids() {}

  static TaskId given(@Nullable TaskId id) {
    if (id == null) {
      throw new IllegalStateException("TASK: missing (expected: set by the command line)");
    }
    return id;
  }
}
