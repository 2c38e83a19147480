package io.factorial.tool;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import io.factorial.llm.ToolSchema;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A function that a model may call. Immutable: each option gives a changed copy.
 *
 * <p>Its schema is made once, when an agent is built with it or {@link #schema()} is called.
 *
 * @param <A> the record that the arguments are bound to, or {@link Json.Obj}
 */
public final class FunctionTool<A> {

  private final ToolDraft<A> draft;
  private volatile @Nullable ToolDefinition<A> definition;

  FunctionTool(ToolDraft<A> draft) {
    this.draft = draft;
  }

  /**
   * A tool of a function over a record.
   *
   * @param name the tool's name: {@code [a-zA-Z0-9_-]{1,64}}
   * @param description what it does, for the model
   * @param arguments the record that a call's arguments are bound to
   * @param body what runs
   * @param <A> that record
   * @return the tool
   * @throws InvalidDefinitionException when the name, the description or the class is refused
   */
  public static <A extends Record> FunctionTool<A> of(
      String name, String description, Class<A> arguments, Body<A> body) {
    return new FunctionTool<>(recordDraft(name, description, arguments, body));
  }

  /**
   * A tool of a function over JSON, under a schema from elsewhere: for tools that are known at run
   * time only. The arguments are not checked against the schema.
   *
   * @param name the tool's name: {@code [a-zA-Z0-9_-]{1,64}}
   * @param description what it does, for the model; may be empty
   * @param schema the JSON schema of an object
   * @param body what runs
   * @return the tool
   * @throws InvalidDefinitionException when the name or the schema is refused
   */
  public static FunctionTool<Json.Obj> ofSchema(
      String name, String description, Json.Obj schema, Body<Json.Obj> body) {
    Objects.requireNonNull(body, "body");
    if (!schema.text("type").equals(Optional.of("object"))) {
      throw new InvalidDefinitionException(
          "tool %s, type of the schema: %s (expected: object)"
              .formatted(name, schema.text("type").orElse("none")));
    }
    return new FunctionTool<>(
        new ToolDraft<>(name, description, new ToolArguments.OfSchema(schema), body));
  }

  /**
   * A tool of a referenced method with no parameters. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <R extends @Nullable Object> FunctionTool<Json.Obj> of(ToolMethod.M0<R> method) {
    return MethodReferences.read(method);
  }

  /**
   * A tool of a referenced method with one parameter. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <A> the first parameter
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <A extends @Nullable Object, R extends @Nullable Object> FunctionTool<Json.Obj> of(
      ToolMethod.M1<A, R> method) {
    return MethodReferences.read(method);
  }

  /**
   * A tool of a referenced method with two parameters. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      FunctionTool<Json.Obj> of(ToolMethod.M2<A, B, R> method) {
    return MethodReferences.read(method);
  }

  /**
   * A tool of a referenced method with three parameters. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      FunctionTool<Json.Obj> of(ToolMethod.M3<A, B, C, R> method) {
    return MethodReferences.read(method);
  }

  /**
   * A tool of a referenced method with four parameters. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <D> the fourth parameter
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      FunctionTool<Json.Obj> of(ToolMethod.M4<A, B, C, D, R> method) {
    return MethodReferences.read(method);
  }

  /**
   * A tool of a referenced method with five parameters. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <D> the fourth parameter
   * @param <E> the fifth parameter
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      FunctionTool<Json.Obj> of(ToolMethod.M5<A, B, C, D, E, R> method) {
    return MethodReferences.read(method);
  }

  /**
   * A tool of a referenced method with six parameters. The method needs a {@link Tool}; its
   * description, its name and its options are the tool's.
   *
   * @param method the reference, such as {@code weather::getWeather}; a lambda is refused
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <D> the fourth parameter
   * @param <E> the fifth parameter
   * @param <F> the sixth parameter
   * @param <R> the result
   * @return the tool
   * @throws InvalidDefinitionException when the method cannot be found or is not fit to be a tool
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      FunctionTool<Json.Obj> of(ToolMethod.M6<A, B, C, D, E, F, R> method) {
    return MethodReferences.read(method);
  }

  /**
   * The tools of an object: its methods with {@link Tool}, inherited ones included, sorted by name.
   * They need not be public.
   *
   * @param toolbox the object
   * @return a tool for each of the methods
   * @throws InvalidDefinitionException when the object has no such method, or one that is not fit
   *     to be a tool
   */
  public static List<FunctionTool<Json.Obj>> from(Object toolbox) {
    return Toolboxes.read(Objects.requireNonNull(toolbox, "toolbox"));
  }

  /**
   * A tool that asks another agent, with the parameter {@code query}. The agent runs as a child
   * task; in an inline run, nested in the call. Its output is the call's result.
   *
   * @param agent the agent; the tool has its name and description
   * @return the tool
   */
  public static FunctionTool<Json.Obj> agent(Agent<?> agent) {
    JsonCodec.Property query =
        new JsonCodec.Property(
            "query", String.class, Optional.of("What the agent is asked"), Optional.empty());
    return agent(
        agent,
        new ToolArguments.OfProperties(List.of(query)),
        arguments -> AgentContext.of(arguments.text("query").orElse("")));
  }

  /**
   * A tool that asks another agent, with parameters of its own. The agent runs as a child task; in
   * an inline run, nested in the call. Its output is the call's result.
   *
   * @param agent the agent; the tool has its name and description
   * @param arguments the record that a call's arguments are bound to
   * @param toContext what the agent's run starts from
   * @param <A> that record
   * @return the tool
   * @throws InvalidDefinitionException when the class is refused
   */
  public static <A extends Record> FunctionTool<A> agent(
      Agent<?> agent, Class<A> arguments, Function<A, AgentContext> toContext) {
    checkRecord(agent.name(), arguments);
    return agent(agent, new ToolArguments.OfRecord<>(arguments), toContext);
  }

  private static <A> FunctionTool<A> agent(
      Agent<?> agent, ToolArguments<A> arguments, Function<A, AgentContext> toContext) {
    Objects.requireNonNull(toContext, "toContext");
    ToolDraft<A> draft =
        new ToolDraft<>(
            agent.name(),
            agent.definition().description().orElse("Ask the agent " + agent.name()),
            arguments,
            (given, ctx) -> ToolResult.spawn(agent, List.of(toContext.apply(given))));
    draft.agent = new ToolDefinition.AgentCall<>(agent, toContext);
    return new FunctionTool<>(draft);
  }

  private static <A extends Record> ToolDraft<A> recordDraft(
      String name, String description, Class<A> arguments, Body<A> body) {
    Objects.requireNonNull(body, "body");
    if (description.isBlank()) {
      throw new InvalidDefinitionException(
          "tool " + name + ", description: blank (expected: what the tool does, for the model)");
    }
    checkRecord(name, arguments);
    return new ToolDraft<>(name, description, new ToolArguments.OfRecord<>(arguments), body);
  }

  private static void checkRecord(String name, Class<?> arguments) {
    if (!arguments.isRecord()) {
      throw new InvalidDefinitionException(
          "tool %s, arguments: %s (expected: a record)".formatted(name, arguments.getName()));
    }
  }

  /**
   * A copy under another name.
   *
   * @param name the name: {@code [a-zA-Z0-9_-]{1,64}}
   * @return the copy
   * @throws InvalidDefinitionException when the name is refused
   */
  public FunctionTool<A> named(String name) {
    return changed(copy -> copy.name(name));
  }

  /**
   * A copy that the model is shown only sometimes.
   *
   * @param condition asked before each turn
   * @return the copy
   */
  public FunctionTool<A> enabledWhen(Predicate<RunContext> condition) {
    Objects.requireNonNull(condition, "condition");
    return changed(copy -> copy.enabledWhen = condition);
  }

  /**
   * A copy whose calls a person must approve.
   *
   * @return the copy
   */
  public FunctionTool<A> needsApproval() {
    return needsApproval((arguments, ctx) -> true);
  }

  /**
   * A copy of which a person must approve some calls.
   *
   * @param condition whether a call needs an approval
   * @return the copy
   */
  public FunctionTool<A> needsApproval(BiPredicate<A, RunContext> condition) {
    Objects.requireNonNull(condition, "condition");
    return changed(copy -> copy.needsApproval = condition);
  }

  /**
   * A copy with a timeout of its own; without one, the turn's timeout holds.
   *
   * @param timeout how long a call may run, more than zero
   * @return the copy
   * @throws InvalidDefinitionException when the timeout is not more than zero
   */
  public FunctionTool<A> timeout(Duration timeout) {
    return changed(copy -> copy.timeout(timeout));
  }

  /**
   * A copy that a run may call a number of times; further calls are answered as text.
   *
   * @param perRun how many calls, 1 or more
   * @return the copy
   * @throws InvalidDefinitionException when the number is less than 1
   */
  public FunctionTool<A> maxCalls(int perRun) {
    return changed(copy -> copy.maxCalls(perRun));
  }

  /**
   * A copy whose calls run alone, not beside the other calls of their turn.
   *
   * @return the copy
   */
  public FunctionTool<A> sequential() {
    return changed(copy -> copy.sequential = true);
  }

  /**
   * A copy with another policy for calls of which nobody knows whether they were made.
   *
   * @param policy the policy
   * @return the copy
   */
  public FunctionTool<A> replay(Replay policy) {
    Objects.requireNonNull(policy, "policy");
    return changed(copy -> copy.replay = policy);
  }

  /**
   * A copy that says whether the provider must hold the model to the schema. Without this, it must
   * where the schema qualifies for it.
   *
   * @param strict whether it must; {@code true} is refused where the schema does not qualify
   * @return the copy
   */
  public FunctionTool<A> strict(boolean strict) {
    return changed(copy -> copy.strict = strict);
  }

  /**
   * A copy that turns the typed results of the children that it spawned into the call's result.
   *
   * @param child the agent that the children run
   * @param join the function over their results; pure, since it runs again on recovery
   * @param <O> the type of the child's output
   * @return the copy
   */
  public <O> FunctionTool<A> join(Agent<O> child, Join<O> join) {
    Objects.requireNonNull(child, "child");
    Objects.requireNonNull(join, "join");
    return changed(copy -> copy.join = new ToolDefinition.ChildJoin<>(child, join));
  }

  /**
   * The tool's name.
   *
   * @return the name
   */
  public String name() {
    return draft.name;
  }

  /**
   * What the model is told of the tool.
   *
   * @return the schema
   * @throws InvalidDefinitionException when an argument's type has no schema
   */
  public ToolSchema schema() {
    return definition().schema();
  }

  /**
   * Everything that the tool was given, for the engine.
   *
   * @return the definition
   * @throws InvalidDefinitionException when an argument's type has no schema
   */
  public ToolDefinition<A> definition() {
    // Two threads may both make it: the definitions are alike.
    ToolDefinition<A> known = definition;
    if (known == null) {
      known = draft.define();
      definition = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "FunctionTool " + draft.name;
  }

  private FunctionTool<A> changed(Consumer<ToolDraft<A>> change) {
    ToolDraft<A> copy = new ToolDraft<>(draft);
    change.accept(copy);
    return new FunctionTool<>(copy);
  }

  /**
   * What a tool does.
   *
   * @param <A> the type of the arguments
   */
  @FunctionalInterface
  public interface Body<A> {

    /**
     * Answers a call.
     *
     * @param arguments the arguments
     * @param ctx the run and the call
     * @return the result: a value, or a {@link ToolResult} that says more
     * @throws Exception what goes wrong; the model is told in general words
     */
    @Nullable Object run(A arguments, ToolContext ctx) throws Exception;
  }

  /**
   * What a spawning call makes of its children's results.
   *
   * @param <O> the type of the children's output
   */
  @FunctionalInterface
  public interface Join<O> {

    /**
     * Makes the call's result. Pure: it runs again on recovery.
     *
     * @param children how the children ended, in the order in which they were spawned
     * @param ctx the run and the call
     * @return the result
     * @throws Exception what goes wrong; the model is told in general words
     */
    @Nullable Object join(List<RunResult<O>> children, ToolContext ctx) throws Exception;
  }
}
