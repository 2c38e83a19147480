package io.factorial.tool;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;

/** The live run and the one call that a tool answers. Implemented by Factorial only. */
public interface ToolContext extends RunContext {

  /**
   * The call that is answered.
   *
   * @return the call
   */
  ToolCall call();

  /**
   * A key that is the same for every try of this call, and for no other call: give it to services
   * that can recognise a repeated request.
   *
   * @return {@code taskId/turn/index}
   */
  String idempotencyKey();

  /**
   * Runs another agent inside this call, in this thread. It counts against this run's budget, and
   * interrupting the call cancels it.
   *
   * @param agent the agent
   * @param context what its run starts from
   * @param <O> the type of its output
   * @return how its run ended
   */
  <O> RunResult<O> runInline(Agent<O> agent, AgentContext context);
}
