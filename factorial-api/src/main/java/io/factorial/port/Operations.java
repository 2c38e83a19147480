package io.factorial.port;

import io.factorial.agent.AgentContext;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchId;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Extension} may do with the orchestrator that it stands beside: all that a user
 * may, what an operator needs besides, and the reads of the store with the decorators around them.
 * Implemented by Factorial only.
 *
 * <p><b>Threads.</b> Any number of threads may call.
 *
 * <p><b>Faults.</b> {@link io.factorial.error.StoreException} when the store does not answer.
 */
public interface Operations {
  /**
   * The orchestrator.
   *
   * @return the orchestrator, for everything that its users may do
   */
  Orchestrator orchestrator();

  /**
   * The reads of the store.
   *
   * @return the store
   */
  TaskStore store();

  /**
   * What models take, and which of them are paused.
   *
   * @return the limits of models
   */
  ModelLimits models();

  /**
   * Whether the orchestrator is about to end: it takes no more tasks.
   *
   * @return true from the first moment of its close
   */
  boolean isClosing();

  /**
   * Enqueues a task of an agent whose code this process need not have. It has the budget and, where
   * none is given, the initial state of the agent's newest definition; a state that does not fit
   * pauses the task when it runs.
   *
   * @param agent the agent's name
   * @param ownerId whoever it is run for
   * @param context what it starts from; its state may be a {@link Json.Obj}
   * @param options when and how it is run
   * @param key the same owner and key again answers with the first task, for as long as that is
   *     stored; null for none
   * @return the task
   * @throws io.factorial.error.UnknownAgentException when no process ever registered the agent
   */
  TaskHandle<Json> enqueue(
      String agent,
      String ownerId,
      AgentContext context,
      EnqueueOptions options,
      @Nullable String key);

  /**
   * Enqueues a task for each context, as one batch, of an agent whose code this process need not
   * have.
   *
   * @param agent the agent's name
   * @param ownerId whoever they are run for
   * @param contexts what each task starts from
   * @param options hold for each of the tasks
   * @param key the same owner and key again answers with the first batch; null for none
   * @return the batch
   * @throws io.factorial.error.UnknownAgentException when no process ever registered the agent
   */
  BatchHandle<Json> enqueueBatch(
      String agent,
      String ownerId,
      List<AgentContext> contexts,
      EnqueueOptions options,
      @Nullable String key);

  /**
   * Makes a new task that shares another one's history, as {@link TaskHandle#fork} does.
   *
   * @param task the other task
   * @param fromTurn the first turn that is run anew, from 0
   * @param changed what the new task starts from there
   * @param model the model that replaces the agent's, or null
   * @param key the same task and key again answers with the first fork; null for none
   * @return the new task
   */
  TaskHandle<Json> fork(
      TaskId task,
      int fromTurn,
      AgentContext changed,
      @Nullable String model,
      @Nullable String key);

  /**
   * A batch by its id. Nothing is read before a method of the handle is called.
   *
   * @param id the batch's id
   * @return the batch
   */
  BatchHandle<Json> batch(BatchId id);

  /**
   * What a task did when, from its journal: of a very long one the last 5,000 entries.
   *
   * @param id the task
   * @return its steps in the order in which they began
   * @throws io.factorial.error.UnknownTaskException when the store does not have the task
   */
  List<StepRow> steps(TaskId id);

  /**
   * Reads a part of a task's conversation.
   *
   * @param id the task
   * @param from the journal's entry to begin with, from 0
   * @param max how many entries at most
   * @return the messages; none beyond the end and for an unknown task
   */
  Transcript transcript(TaskId id, long from, int max);

  /**
   * Reads what the engine stored.
   *
   * @param payload a state record, an output, the arguments of a wait, the description of an agent
   * @return its content
   * @throws io.factorial.error.DecodingException when this version cannot read it
   */
  Json json(Payload payload);
}
