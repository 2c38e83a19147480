package io.factorial.agent;

import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;
import io.factorial.run.TurnResult;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A wrapper around the steps of a run, which may change what goes in and what comes out. Of
 * several, the first is the outermost one. What it returns is what is recorded; a step that is
 * recorded does not pass through again.
 */
public interface Interceptor {

  /**
   * Changes what the model is shown. The recorded conversation stays as it is.
   *
   * @param ctx the run
   * @param messages what the model would be shown
   * @return what it is shown
   */
  default List<Message> prepareMessages(RunContext ctx, List<Message> messages) {
    return messages;
  }

  /**
   * Stands around one call of the model.
   *
   * @param ctx the run
   * @param request what would be sent
   * @param next makes the call
   * @return the answer that is recorded
   * @throws Exception what goes wrong; it is treated as an error of the call
   */
  default ChatResponse completion(
      RunContext ctx, ChatRequest request, Next<ChatRequest, ChatResponse> next) throws Exception {
    return next.call(request);
  }

  /**
   * Stands around one tool call.
   *
   * @param ctx the run and the call
   * @param call the call
   * @param next makes the call
   * @return the result that is recorded
   * @throws Exception what goes wrong; it is treated as an error of the tool
   */
  default ToolResult toolAction(ToolContext ctx, ToolCall call, Next<ToolCall, ToolResult> next)
      throws Exception {
    return next.call(call);
  }

  /**
   * Stands around one turn.
   *
   * @param ctx the run
   * @param next runs the turn
   * @return whether the run goes on
   * @throws Exception what goes wrong; it is treated as an error of the turn
   */
  default TurnResult runTurn(RunContext ctx, Callable<TurnResult> next) throws Exception {
    return next.call();
  }

  /**
   * What an interceptor stands around: the next interceptor, or the step itself.
   *
   * @param <I> what goes in
   * @param <R> what comes out
   */
  @FunctionalInterface
  interface Next<I, R> {

    /**
     * Goes on.
     *
     * @param input what goes in
     * @return what comes out
     * @throws Exception what goes wrong inside
     */
    R call(I input) throws Exception;
  }
}
