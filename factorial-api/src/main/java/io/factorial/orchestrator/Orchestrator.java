package io.factorial.orchestrator;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.UnknownAgentException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.json.Json;
import io.factorial.task.BatchHandle;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskPage;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Waits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place where agents are registered, started, enqueued and watched. Implemented by Factorial
 * only.
 *
 * <p><b>Contract.</b> An orchestrator that is not started is a client: it enqueues, answers and
 * watches, and runs nothing. From the moment that {@code enqueue} returns, the task is stored.
 *
 * <p><b>Threads.</b> Any number of threads may call; register before {@link #start()}.
 *
 * <p><b>Faults.</b> {@link io.factorial.error.StoreException} when the store does not answer.
 */
public interface Orchestrator extends AutoCloseable {

  /**
   * Registers an agent that this process runs, with the default configuration.
   *
   * @param agent the agent
   * @throws InvalidDefinitionException when another agent of this name is registered, or the
   *     orchestrator was started
   */
  void registerRunner(Agent<?> agent);

  /**
   * Registers an agent that this process runs.
   *
   * @param agent the agent
   * @param workers how its tasks are run
   * @throws InvalidDefinitionException when another agent of this name is registered, or the
   *     orchestrator was started
   */
  void registerRunner(Agent<?> agent, AgentWorkerConfig workers);

  /**
   * Registers an agent that this process runs.
   *
   * @param agent the agent
   * @param workers how its tasks are run
   * @param maintenance how what is due and what is over is looked after
   * @throws InvalidDefinitionException when another agent of this name is registered, or the
   *     orchestrator was started
   */
  void registerRunner(
      Agent<?> agent, AgentWorkerConfig workers, MaintenanceWorkerConfig maintenance);

  /** Starts to run tasks of the registered agents, and returns. */
  void start();

  /** Starts, if that was not done, and returns when the process was told to end and has drained. */
  void run();

  /**
   * Stops taking tasks, hands back or finishes what runs within {@code shutdownGrace}, and gives
   * back threads and connections.
   */
  @Override
  void close();

  /**
   * Enqueues a task.
   *
   * @param agent the agent that it runs
   * @param ownerId whoever it is run for
   * @param context what it starts from
   * @param <O> the type of the output
   * @return the task
   * @throws UnknownAgentException when no process ever registered an agent of this name
   */
  <O> TaskHandle<O> enqueue(Agent<O> agent, String ownerId, AgentContext context);

  /**
   * Enqueues a task with options.
   *
   * @param agent the agent that it runs
   * @param ownerId whoever it is run for
   * @param context what it starts from
   * @param options when and how it is run
   * @param <O> the type of the output
   * @return the task; where the {@code dedupKey} is known, the task that has it
   * @throws UnknownAgentException when no process ever registered an agent of this name
   */
  <O> TaskHandle<O> enqueue(
      Agent<O> agent, String ownerId, AgentContext context, EnqueueOptions options);

  /**
   * Enqueues a task for each context, as one batch.
   *
   * @param agent the agent that they run
   * @param ownerId whoever they are run for
   * @param contexts what each task starts from
   * @param <O> the type of the output
   * @return the batch
   * @throws UnknownAgentException when no process ever registered an agent of this name
   */
  <O> BatchHandle<O> enqueueBatch(Agent<O> agent, String ownerId, List<AgentContext> contexts);

  /**
   * Enqueues a task for each context, as one batch, with options.
   *
   * @param agent the agent that they run
   * @param ownerId whoever they are run for
   * @param contexts what each task starts from
   * @param options hold for each of the tasks
   * @param <O> the type of the output
   * @return the batch
   * @throws UnknownAgentException when no process ever registered an agent of this name
   */
  <O> BatchHandle<O> enqueueBatch(
      Agent<O> agent, String ownerId, List<AgentContext> contexts, EnqueueOptions options);

  /**
   * A task by its id, without the agent's code: its output is JSON. Nothing is read before a method
   * of the handle is called.
   *
   * @param id the task's id
   * @return the task
   */
  TaskHandle<Json> task(TaskId id);

  /**
   * A task by its id, with the type of its output. Nothing is read before a method of the handle is
   * called.
   *
   * @param agent the agent that it runs
   * @param id the task's id
   * @param <O> the type of the output
   * @return the task
   */
  <O> TaskHandle<O> task(Agent<O> agent, TaskId id);

  /**
   * The tasks that a filter lets through.
   *
   * @param filter which tasks, and how many at once
   * @return a page of them
   */
  TaskPage tasks(TaskFilter filter);

  /**
   * The events from now on.
   *
   * @param filter which events
   * @return the events; close it
   */
  EventStream subscribe(EventFilter filter);

  /**
   * The events after one that was seen.
   *
   * @param filter which events
   * @param after the cursor of the last event that was seen
   * @return the events; close it
   * @throws io.factorial.error.EventsTrimmedException when events after that one are gone
   */
  EventStream subscribe(EventFilter filter, EventCursor after);

  /**
   * Answers a pending tool call. The first answer counts. It may come before the tool has returned.
   * A call that waits for something else, an approval, children or a time, is not answered by it:
   * {@link AnswerOutcome#OTHER_KIND}.
   *
   * @param taskId the task
   * @param toolCallId the call
   * @param result what the model is given
   * @return whether the answer was taken
   */
  AnswerOutcome completeDeferredTool(TaskId taskId, String toolCallId, @Nullable Object result);

  /**
   * What tasks wait for.
   *
   * @return the waits
   */
  Waits waits();

  /**
   * What is enqueued by time.
   *
   * @return the schedules
   */
  Schedules schedules();

  /**
   * What bounds tasks and models across all processes.
   *
   * @return the limits
   */
  Limits limits();
}
