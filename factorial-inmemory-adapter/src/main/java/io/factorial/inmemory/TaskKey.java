package io.factorial.inmemory;

import io.factorial.task.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task's place in every list of tasks: by creation, then by id.
 *
 * @param createdAt when the task was enqueued
 * @param id its id
 */
record TaskKey(Instant createdAt, TaskId id) implements Comparable<TaskKey> {
  private static final Comparator<TaskKey> ORDER =
      Comparator.comparing(TaskKey::createdAt).thenComparing(key -> key.id().value());

  @Override
  public int compareTo(TaskKey other) {
    return ORDER.compare(this, other);
  }

  /** The key as a cursor of a list. */
  String cursor() {
    return createdAt.toEpochMilli() + "_" + id;
  }

  /** Reads a cursor; null for none. */
  static @Nullable TaskKey parse(Optional<String> cursor) {
    if (cursor.isEmpty()) {
      return null;
    }
    String[] parts = Cursors.parts(cursor.get(), 2);
    return new TaskKey(Cursors.instant(cursor.get(), parts[0]), Cursors.task(parts[1]));
  }
}
