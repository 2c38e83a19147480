package io.factorial.port;

import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;

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
