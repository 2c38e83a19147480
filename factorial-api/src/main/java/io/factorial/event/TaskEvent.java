package io.factorial.event;

import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.List;

/** What happens to a task's place in the queue, and to its waits. */
public sealed interface TaskEvent extends AgentEvent {

  /**
   * The task failed: by its run, or because its workers died too often or its time was up.
   *
   * @param meta which task, where in it, and when
   * @param error why it failed
   */
  record Failed(Meta meta, RunError error) implements TaskEvent {

    @Override
    public String type() {
      return "task_failed";
    }
  }

  /**
   * The task's turn is tried again.
   *
   * @param meta which task, where in it, and when
   * @param dueAt when, by the store's clock
   */
  record Retried(Meta meta, Instant dueAt) implements TaskEvent {

    @Override
    public String type() {
      return "task_retried";
    }
  }

  /**
   * The task is parked on tools, approvals or timers.
   *
   * @param meta which task, where in it, and when
   * @param waits all that it waits for
   */
  record PendingToolResults(Meta meta, List<Wait> waits) implements TaskEvent {

    /** Copies the waits. */
    public PendingToolResults {
      waits = List.copyOf(waits);
    }

    @Override
    public String type() {
      return "task_pending_tool_call_results";
    }
  }

  /**
   * The task is parked on nothing but other tasks.
   *
   * @param meta which task, where in it, and when
   * @param children the tasks that it waits for
   */
  record PendingChildTasks(Meta meta, List<TaskId> children) implements TaskEvent {

    /** Copies the children. */
    public PendingChildTasks {
      children = List.copyOf(children);
    }

    @Override
    public String type() {
      return "task_pending_child_task_results";
    }
  }

  /**
   * Something that the task waits for was answered.
   *
   * @param meta which task, where in it, and when
   * @param toolCallId the call whose result was awaited
   */
  record WaitAnswered(Meta meta, String toolCallId) implements TaskEvent {

    @Override
    public String type() {
      return "wait_answered";
    }
  }

  /**
   * Something that the task waits for is still open.
   *
   * @param meta which task, where in it, and when
   * @param waiting what it waits for
   */
  record WaitReminder(Meta meta, Wait waiting) implements TaskEvent {

    @Override
    public String type() {
      return "wait_reminder";
    }
  }

  /**
   * Something that the task waited for was not answered in time.
   *
   * @param meta which task, where in it, and when
   * @param toolCallId the call whose result was awaited
   */
  record WaitTimedOut(Meta meta, String toolCallId) implements TaskEvent {

    @Override
    public String type() {
      return "wait_timed_out";
    }
  }
}
