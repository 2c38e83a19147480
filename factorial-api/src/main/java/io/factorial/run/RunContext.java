package io.factorial.run;

import io.factorial.budget.Usage;
import io.factorial.message.Message;
import io.factorial.task.TaskId;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The live run, as every function of the user sees it: instructions, hooks, interceptors, guards
 * and tools.
 *
 * <p><b>Threads.</b> Any number of threads may call; tools of one turn run in parallel and share
 * it.
 *
 * <p><b>Time.</b> Nothing here waits.
 */
public interface RunContext {

  /**
   * The task that is run; inline runs have one too.
   *
   * @return its id
   */
  TaskId taskId();

  /**
   * Whoever the task is run for.
   *
   * @return the owner's id
   */
  String ownerId();

  /**
   * The agent that is run.
   *
   * @return its name
   */
  String agent();

  /**
   * What the run was asked.
   *
   * @return the query
   */
  String query();

  /**
   * The conversation so far: all of it, whatever the agent's {@link io.factorial.agent.History}
   * shows to the model.
   *
   * @return the messages, oldest first
   */
  List<Message> messages();

  /**
   * The turn that runs now.
   *
   * @return its number, from 0
   */
  int turn();

  /**
   * How many retries the current turn has used.
   *
   * @return the number, from 0
   */
  int attempt();

  /**
   * What this run has used so far, without its children.
   *
   * @return the usage
   */
  Usage usage();

  /**
   * Whether the run was cancelled, or lost by this worker: what still runs should stop.
   *
   * @return whether to stop
   */
  boolean isCancelled();

  /**
   * The run's state now.
   *
   * @param type the class that the agent declared by {@code state(…)}
   * @param <S> that class
   * @return the state
   * @throws io.factorial.error.InvalidDefinitionException when the agent declared another class, or
   *     none
   */
  <S extends Record> S state(Class<S> type);

  /**
   * Replaces the run's state by a function of it, in one atomic step. It is stored with the step
   * that it is made in.
   *
   * @param type the class that the agent declared by {@code state(…)}
   * @param change the new state from the old one; it may run twice, so it must be pure
   * @param <S> that class
   * @return the new state
   * @throws io.factorial.error.InvalidDefinitionException when the agent declared another class, or
   *     none
   */
  <S extends Record> S updateState(Class<S> type, UnaryOperator<S> change);

  /**
   * Publishes an event of the user's own, a {@link io.factorial.event.CustomEvent}.
   *
   * @param type the event's type: {@code [a-z][a-z0-9_]*}, with none of the built-in prefixes
   * @param data what the event carries
   * @throws io.factorial.error.InvalidDefinitionException when the type is not as described
   */
  void publish(String type, Record data);
}
