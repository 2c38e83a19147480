package io.factorial.port;

import java.time.Instant;

/** A change of a schedule. */
public sealed interface ScheduleChange {
  /**
   * The schedule's name, unique in a namespace.
   *
   * @return the name
   */
  String name();

  /**
   * Makes or replaces a schedule.
   *
   * @param name its name
   * @param ownerId for whom its tasks run
   * @param spec what it enqueues and when, in the engine's codec
   * @param firstTick the first time
   */
  record Put(String name, String ownerId, Payload spec, Instant firstTick)
      implements ScheduleChange {
    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException when one is blank
     */
    public Put {
      Checks.named("schedule", name);
      Checks.named("owner", ownerId);
    }
  }

  /**
   * Removes a schedule.
   *
   * @param name its name
   */
  record Remove(String name) implements ScheduleChange {}

  /**
   * Enqueues a due schedule's task and moves it to its next tick, in one step.
   *
   * @param name its name
   * @param expectedTick the tick that is due; another one there means that somebody was faster
   * @param nextTick the tick after it
   * @param task the task
   */
  record Fire(String name, Instant expectedTick, Instant nextTick, NewTask task)
      implements ScheduleChange {}
}
