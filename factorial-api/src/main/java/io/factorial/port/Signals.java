package io.factorial.port;

import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;

/**
 * What a worker hears at once. Signals are hints: each may be lost, repeated or late, and what they
 * tell of is found without them by the next call. Methods return quickly, throw nothing, and may be
 * called from any thread.
 */
public interface Signals {
  /**
   * A task of an agent became runnable.
   *
   * @param agent the agent's name
   * @param partition the part of the store, as in {@link TaskId#partition()}: a worker without a
   *     free slot gives one up for another part than that of its running tasks
   */
  void workAt(String agent, int partition);

  /**
   * A task that this worker holds was cancelled.
   *
   * @param task the task
   */
  void cancelled(TaskId task);

  /**
   * Messages arrived for a task that this worker holds.
   *
   * @param task the task
   * @param turn the turn that the task was in: in a later one the messages have been read, and the
   *     signal is late
   * @param mode how they are to be applied
   */
  void steered(TaskId task, int turn, SteeringMode mode);

  /**
   * A wait of a task that this worker holds was answered.
   *
   * @param task the task
   */
  void answered(TaskId task);
}
