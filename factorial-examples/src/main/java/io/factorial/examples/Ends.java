package io.factorial.examples;

import io.factorial.event.AgentEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.task.TaskHandle;

/** Tells the events that end a task. */
public final class Ends {

  private Ends() {}

  /**
   * Whether an event is the end of a task.
   *
   * @param task the task
   * @param event the event
   * @return true if the task is over with it
   */
  public static boolean of(TaskHandle<?> task, AgentEvent event) {
    return event.taskId().equals(task.id())
        && (event instanceof RunEvent.Completed
            || event instanceof RunEvent.Cancelled
            || event instanceof TaskEvent.Failed);
  }
}
