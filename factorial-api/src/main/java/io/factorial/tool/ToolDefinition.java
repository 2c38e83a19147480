package io.factorial.tool;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.json.Json;
import io.factorial.llm.ToolSchema;
import io.factorial.run.RunContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A tool as the engine sees it: everything that a {@link FunctionTool} was given. Made by
 * Factorial.
 *
 * @param schema what the model is told
 * @param decoder reads a call's arguments; {@link io.factorial.error.DecodingException} when they
 *     do not fit
 * @param body what runs
 * @param enabledWhen whether the model is shown the tool, asked each turn
 * @param needsApproval whether a person must approve a call
 * @param timeout how long a call may run; empty for the turn's timeout
 * @param maxCalls how many calls a run may make; empty for any number
 * @param sequential whether a call runs alone
 * @param replay what is done with a call of which nobody knows whether it was made
 * @param join what turns the results of children into the call's result
 * @param agent the agent behind a tool made by {@link FunctionTool#agent}; its body spawns one
 *     child, and an inline run runs the agent nested instead
 * @param mayDefer whether the body may return a result that waits: {@link ToolResult.Pending},
 *     {@link ToolResult.Spawn} or {@link ToolResult.Sleep}
 * @param <A> the type of the arguments
 */
public record ToolDefinition<A>(
    ToolSchema schema,
    Function<Json.Obj, A> decoder,
    FunctionTool.Body<A> body,
    Predicate<RunContext> enabledWhen,
    BiPredicate<A, RunContext> needsApproval,
    Optional<Duration> timeout,
    OptionalInt maxCalls,
    boolean sequential,
    Replay replay,
    Optional<ChildJoin<?>> join,
    Optional<AgentCall<A>> agent,
    boolean mayDefer) {

  /**
   * The tool's name.
   *
   * @return the name that the schema says
   */
  public String name() {
    return schema.name();
  }

  /**
   * What the tool does.
   *
   * @return the description that the schema says
   */
  public String description() {
    return schema.description();
  }

  /**
   * Whether the provider holds the model to the schema.
   *
   * @return what the schema says
   */
  public boolean strict() {
    return schema.strict();
  }

  /**
   * A function over the typed results of children.
   *
   * @param child the agent whose results they are
   * @param join the function
   * @param <O> the type of the child's output
   */
  public record ChildJoin<O>(Agent<O> child, FunctionTool.Join<O> join) {}

  /**
   * An agent that stands behind a tool.
   *
   * @param agent the agent
   * @param toContext what its run starts from
   * @param <A> the type of the tool's arguments
   */
  public record AgentCall<A>(Agent<?> agent, Function<A, AgentContext> toContext) {}
}
