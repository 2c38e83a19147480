package io.factorial.engine.turn;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.budget.Usage;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.task.TaskId;
import io.factorial.tool.ToolContext;
import java.util.List;
import java.util.function.UnaryOperator;

/** A live run as one of its tool calls sees it. */
record LiveCall(LiveRun run, ToolCall call, int index, NestedRuns nested) implements ToolContext {
  @Override
  public String idempotencyKey() {
    return run.taskId() + "/" + run.turn() + "/" + index;
  }

  @Override
  public <O> RunResult<O> runInline(Agent<O> agent, AgentContext context) {
    RunResult<O> result = nested.run(agent, context, run.ownerId());
    run.use(result.run().usage());
    return result;
  }

  @Override
  public TaskId taskId() {
    return run.taskId();
  }

  @Override
  public String ownerId() {
    return run.ownerId();
  }

  @Override
  public String agent() {
    return run.agent();
  }

  @Override
  public String query() {
    return run.query();
  }

  @Override
  public List<Message> messages() {
    return run.messages();
  }

  @Override
  public int turn() {
    return run.turn();
  }

  @Override
  public int attempt() {
    return run.attempt();
  }

  @Override
  public Usage usage() {
    return run.usage();
  }

  @Override
  public boolean isCancelled() {
    return run.isCancelled();
  }

  @Override
  public <S extends Record> S state(Class<S> type) {
    return run.state(type);
  }

  @Override
  public <S extends Record> S updateState(Class<S> type, UnaryOperator<S> change) {
    return run.updateState(index, type, change);
  }

  @Override
  public void publish(String type, Record data) {
    run.publish(type, data);
  }
}
