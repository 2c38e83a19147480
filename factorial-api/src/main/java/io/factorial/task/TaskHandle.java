package io.factorial.task;

import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.DecodingException;
import io.factorial.error.SteeringFullException;
import io.factorial.error.StoreException;
import io.factorial.error.TaskOverException;
import io.factorial.error.TaskStateException;
import io.factorial.error.UnknownTaskException;
import io.factorial.event.EventStream;
import io.factorial.message.Message;
import io.factorial.run.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A task as seen from outside, by any process.
 *
 * <p>Making a handle reads nothing; each method asks the store. Any number of threads may call.
 * Where the store fails, every method but {@link #id} throws {@link StoreException}; where it does
 * not have the task, {@link UnknownTaskException}.
 *
 * @param <O> the type of the agent's output
 */
public interface TaskHandle<O> {

  /**
   * The task's id, without asking the store.
   *
   * @return the id
   */
  TaskId id();

  /**
   * Where the task is.
   *
   * @return its status now
   */
  TaskStatus status();

  /**
   * What is stored about the task.
   *
   * @return all of it but its conversation
   */
  TaskData data();

  /**
   * The conversation so far.
   *
   * @return every recorded message, oldest first
   */
  List<Message> messages();

  /**
   * How the run ended.
   *
   * @return the result, empty while the task is not over
   * @throws DecodingException if the stored output is not of the output type
   */
  Optional<RunResult<O>> result();

  /**
   * Waits until the task is over. A task that is parked or paused is not over.
   *
   * @param atMost how long to wait
   * @return how the run ended
   * @throws InterruptedException if the thread is interrupted; the task goes on
   * @throws AwaitTimeoutException if the task is not over by then; it says status and reason, and
   *     the task goes on
   * @throws DecodingException if the stored output is not of the output type
   */
  RunResult<O> await(Duration atMost) throws InterruptedException;

  /**
   * Puts messages into the conversation at the start of the next turn, in this order. A message
   * that arrives during the last turn opens one more.
   *
   * @param messages at least one message
   * @throws TaskOverException if the task has ended
   * @throws SteeringFullException if too many messages wait already
   */
  void steer(Message... messages);

  /**
   * Puts messages into the conversation, in this order.
   *
   * @param mode whether the running turn ends first
   * @param messages at least one message
   * @throws TaskOverException if the task has ended
   * @throws SteeringFullException if too many messages wait already
   */
  void steer(SteeringMode mode, Message... messages);

  /**
   * Ends the task and all its descendants, now, whatever they are doing.
   *
   * @throws TaskOverException if the task has ended
   */
  void cancel();

  /**
   * Runs a failed task again, from its last recorded step, with all retries anew.
   *
   * @throws TaskStateException if the task has not failed
   */
  void retry();

  /**
   * Runs a failed task again with other limits, from its last recorded step, with all retries anew.
   *
   * @param raised the limits; those that are set replace the old ones, and a wall clock counts from
   *     now. Its soft limit, and what it says should happen at a limit, change nothing
   * @throws TaskStateException if the task has not failed
   */
  void retry(Budget raised);

  /**
   * Lets a paused task go on.
   *
   * @throws TaskStateException if the task is not paused
   */
  void resume();

  /**
   * Lets a paused task go on with other limits.
   *
   * @param raised the limits; those that are set replace the old ones, and a wall clock counts from
   *     now. Its soft limit, and what it says should happen at a limit, change nothing
   * @throws TaskStateException if the task is not paused
   */
  void resume(Budget raised);

  /**
   * Makes a new task that shares this one's history up to a turn and goes on differently.
   *
   * @param fromTurn the first turn that is run anew, from 0
   * @param changed the query, messages and state that the new task starts from there
   * @return the new task
   * @throws TaskStateException if this task has not come to that turn
   */
  TaskHandle<O> fork(int fromTurn, AgentContext changed);

  /**
   * Makes a new task that shares this one's history up to a turn and goes on with another model.
   *
   * @param fromTurn the first turn that is run anew, from 0
   * @param changed the query, messages and state that the new task starts from there
   * @param model the model, as {@code provider:model}
   * @return the new task
   * @throws TaskStateException if this task has not come to that turn
   */
  TaskHandle<O> fork(int fromTurn, AgentContext changed, String model);

  /**
   * The task's events from now on.
   *
   * @return a stream that the caller closes
   */
  EventStream events();
}
