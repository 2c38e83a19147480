package io.factorial.bench.site;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.Hooks;
import io.factorial.agent.Interceptor;
import io.factorial.agent.Journal;
import io.factorial.message.Message;
import io.factorial.run.RunContext;
import io.factorial.run.TurnResult;
import io.factorial.tool.FunctionTool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What each task of a run does: some turns, each one answer of the model and its tool calls.
 *
 * @param turns how many turns
 * @param calls how many tool calls a turn has
 * @param journal how steps are recorded
 * @param historyBytes how long the conversation is that a task starts from
 */
public record Work(int turns, int calls, Journal journal, int historyBytes) {
  /** The agent's name. */
  public static final String AGENT = "bench";

  private static final int MESSAGE_BYTES = 1_000;
  private static final String QUERY = "q".repeat(991);

  /**
   * Three turns of one tool call, 1 KB to start from, every step recorded.
   *
   * @return the work
   */
  public static Work usual() {
    return new Work(3, 1, Journal.STEP, 0);
  }

  /** The arguments of the tool. */
  record Numbers(int x) {}

  /**
   * The agent that does the work. It answers within its last turn, so that each turn has its tool
   * calls.
   *
   * @param hooks hear of it
   * @return the agent
   */
  public Agent<String> agent(Hooks hooks) {
    return Agent.builder(AGENT)
        .instructions("You work.")
        .model(StubModel.NAME)
        .tool(
            FunctionTool.of(
                "work", "Does some work", Numbers.class, (n, ctx) -> "tool-result-" + ctx.turn()))
        .journal(journal)
        .interceptor(new LastTurn(turns))
        .hooks(hooks)
        .build();
  }

  /**
   * What a task starts from.
   *
   * @return a query of 1 KB, and the history in messages of 1 KB
   */
  public AgentContext context() {
    AgentContext context = AgentContext.of(QUERY);
    if (historyBytes == 0) {
      return context;
    }
    List<Message> history = new ArrayList<>();
    for (int bytes = 0; bytes < historyBytes; bytes += 2 * MESSAGE_BYTES) {
      history.add(Message.user("u".repeat(Math.min(MESSAGE_BYTES, historyBytes - bytes))));
      if (bytes + MESSAGE_BYTES < historyBytes) {
        history.add(Message.assistant("a".repeat(MESSAGE_BYTES)));
      }
    }
    return context.withMessages(history);
  }

  private record LastTurn(int turns) implements Interceptor {
    @Override
    public TurnResult runTurn(RunContext ctx, Callable<TurnResult> next) throws Exception {
      TurnResult result = next.call();
      return ctx.turn() == turns - 1 ? TurnResult.done("final answer") : result;
    }
  }
}
