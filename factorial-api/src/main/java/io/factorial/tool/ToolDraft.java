package io.factorial.tool;

import io.factorial.agent.AgentDefinition;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import io.factorial.llm.ToolSchema;
import io.factorial.run.RunContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of a tool while they are put together. A finished tool never changes its draft. */
final class ToolDraft<A> {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  /** The tool that the engine adds to agents with an output type. */
  String name;

  final String description;
  final ToolArguments<A> arguments;
  final FunctionTool.Body<A> body;
  boolean mayDefer = true;
  Predicate<RunContext> enabledWhen = ctx -> true;
  BiPredicate<A, RunContext> needsApproval = (args, ctx) -> false;
  @Nullable Duration timeout;
  @Nullable Integer maxCalls;
  boolean sequential;
  Replay replay = Replay.IDEMPOTENT;
  @Nullable Boolean strict;
  ToolDefinition.@Nullable ChildJoin<?> join;
  ToolDefinition.@Nullable AgentCall<A> agent;

  ToolDraft(
      String name, String description, ToolArguments<A> arguments, FunctionTool.Body<A> body) {
    this.name = checkedName(name);
    this.description = description;
    this.arguments = arguments;
    this.body = body;
  }

  ToolDraft(ToolDraft<A> other) {
    this(other.name, other.description, other.arguments, other.body);
    mayDefer = other.mayDefer;
    enabledWhen = other.enabledWhen;
    needsApproval = other.needsApproval;
    timeout = other.timeout;
    maxCalls = other.maxCalls;
    sequential = other.sequential;
    replay = other.replay;
    strict = other.strict;
    join = other.join;
    agent = other.agent;
  }

  void name(String value) {
    name = checkedName(value);
  }

  void timeout(Duration value) {
    if (!value.isPositive()) {
      throw refused("timeout: " + value + " (expected: more than zero)");
    }
    timeout = value;
  }

  void maxCalls(int value) {
    if (value < 1) {
      throw refused("maxCalls: " + value + " (expected: 1 or more)");
    }
    maxCalls = value;
  }

  ToolDefinition<A> define() {
    return new ToolDefinition<>(
        toolSchema(),
        arguments::decode,
        body,
        enabledWhen,
        needsApproval,
        Optional.ofNullable(timeout),
        maxCalls == null ? OptionalInt.empty() : OptionalInt.of(maxCalls),
        sequential,
        replay,
        Optional.ofNullable(join),
        Optional.ofNullable(agent),
        mayDefer);
  }

  private ToolSchema toolSchema() {
    Json.Obj schema = schema();
    boolean qualifies = !Boolean.FALSE.equals(strict) && JsonCodec.get().qualifiesForStrict(schema);
    if (Boolean.TRUE.equals(strict) && !qualifies) {
      throw refused(
          "strict: true (expected: a schema of closed objects whose every property is required;"
              + " else strict(false))");
    }
    return new ToolSchema(name, description, schema, qualifies);
  }

  private Json.Obj schema() {
    try {
      return arguments.schema();
    } catch (InvalidDefinitionException e) {
      throw new InvalidDefinitionException("tool " + name + ", " + e.getMessage(), e);
    }
  }

  private InvalidDefinitionException refused(String what) {
    return new InvalidDefinitionException("tool " + name + ", " + what);
  }

  private static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidDefinitionException("tool name: " + name + " (expected: " + NAME + ")");
    }
    if (name.equals(AgentDefinition.FINAL_OUTPUT)) {
      throw new InvalidDefinitionException(
          "tool name: "
              + name
              + " (expected: another name; this one is the tool that ends a run with its output)");
    }
    return name;
  }
}
