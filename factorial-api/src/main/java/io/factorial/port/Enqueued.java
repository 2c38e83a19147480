package io.factorial.port;

import io.factorial.task.TaskId;

/** What became of one {@link NewTask}. */
public sealed interface Enqueued {
  /**
   * The task under which the caller finds what it asked for.
   *
   * @return the task's id
   */
  TaskId id();

  /**
   * The task is stored and queued.
   *
   * @param id its id
   */
  record Created(TaskId id) implements Enqueued {}

  /**
   * A task of this id or dedup key is there already; nothing was changed.
   *
   * @param id the id of the task that is there
   */
  record Existing(TaskId id) implements Enqueued {}

  /**
   * The task was not stored.
   *
   * @param id its id
   * @param reason why
   */
  record Refused(TaskId id, Reason reason) implements Enqueued {}

  /** Why a task was not stored. */
  enum Reason {
    /** No process ever registered an agent of this name. */
    UNKNOWN_AGENT,
    /** The parent has ended, or is unknown. */
    PARENT_ENDED,
    /** The parent is another owner's. */
    OTHER_OWNER
  }
}
