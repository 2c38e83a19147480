package io.factorial.run;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.event.AgentEvent;
import java.util.function.Consumer;

/**
 * Runs agents in the calling thread, with the turns and steps of queued runs but without a queue.
 *
 * <p><b>Contract.</b> A run that would have to wait (a pending tool, a spawn, an approval without
 * an approver) fails with a code that says so. A run that fails is a {@link RunResult.Failed},
 * never an exception.
 *
 * <p><b>Threads.</b> Any number of threads may run agents at the same time. Interrupting the thread
 * cancels its run: the result is {@link RunResult.Cancelled}, and the flag is set again.
 */
public interface InlineRunner extends AutoCloseable {

  /**
   * Runs an agent to its end.
   *
   * @param agent the agent
   * @param context what the run starts from
   * @param <O> the type of the output
   * @return how the run ended
   */
  <O> RunResult<O> runInline(Agent<O> agent, AgentContext context);

  /**
   * Runs an agent to its end and shows what happens meanwhile.
   *
   * @param agent the agent
   * @param context what the run starts from
   * @param eventHandler is given each event in order, in a thread of the run
   * @param <O> the type of the output
   * @return how the run ended
   */
  <O> RunResult<O> runInline(
      Agent<O> agent, AgentContext context, Consumer<? super AgentEvent> eventHandler);

  /**
   * Runs an agent to its end with options.
   *
   * @param agent the agent
   * @param context what the run starts from
   * @param options event handler, approver, steering, budget and owner
   * @param <O> the type of the output
   * @return how the run ended
   */
  <O> RunResult<O> runInline(Agent<O> agent, AgentContext context, InlineOptions options);

  /** Cancels what still runs and gives back threads and connections. */
  @Override
  void close();
}
