package io.factorial.engine.turn;

import io.factorial.agent.AgentContext;
import io.factorial.agent.AgentDefinition;
import io.factorial.engine.journal.Deferral;
import io.factorial.json.Json;
import io.factorial.run.RunResult;
import io.factorial.tool.OnTimeout;
import io.factorial.tool.ToolResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool's returned value means for its call. */
final class ToolResults {
  private ToolResults() {}

  static ToolResult normalised(@Nullable Object returned) {
    return returned instanceof ToolResult result ? result : ToolResult.of(returned);
  }

  static CallOutcome outcome(ToolResult result) {
    return switch (result) {
      case ToolResult.Value value -> CallOutcome.text(text(value.value()));
      case ToolResult.Display display ->
          new CallOutcome.Settled(display.text(), Json.of(display.data()), Optional.empty());
      case ToolResult.Failed failed -> CallOutcome.failed("tool_failed", failed.text());
      case ToolResult.Retry retry -> CallOutcome.failed("tool_retry", retry.hint());
      case ToolResult.Pending pending ->
          new CallOutcome.Waiting(
              new Deferral.External(
                  pending.timeout(), onTimeout(pending.onTimeout()), pending.reminders()));
      case ToolResult.Sleep sleep ->
          new CallOutcome.Waiting(new Deferral.Timer(sleep.until(), Json.of(sleep.value())));
      case ToolResult.Spawn spawn -> children(spawn);
    };
  }

  static String text(@Nullable Object value) {
    return value instanceof String string ? string : text(Json.of(value));
  }

  static String text(Json value) {
    return value instanceof Json.Str string ? string.value() : value.text();
  }

  /** The result of a run that took the place of a call. */
  static CallOutcome of(RunResult<?> result) {
    return switch (result) {
      case RunResult.Completed<?> completed -> CallOutcome.text(text(completed.output()));
      case RunResult.Failed<?> failed ->
          CallOutcome.failed(failed.error().code(), "failed: " + failed.error().message());
      case RunResult.Cancelled<?> cancelled -> CallOutcome.failed("cancelled", "cancelled");
    };
  }

  private static CallOutcome children(ToolResult.Spawn spawn) {
    if (spawn.contexts().isEmpty()) {
      return CallOutcome.text("[]");
    }
    AgentDefinition<?> agent = spawn.agent().definition();
    return new CallOutcome.Waiting(
        new Deferral.Children(
            agent.name(),
            agent.version(),
            agent.budget(),
            spawn.contexts().stream().map(context -> child(agent, context)).toList(),
            spawn.policy()));
  }

  private static Deferral.Child child(AgentDefinition<?> agent, AgentContext context) {
    Record state = LiveRun.initialState(agent, context.state());
    return new Deferral.Child(
        context.query(), context.messages(), Optional.ofNullable(state).map(Json::of));
  }

  private static Optional<Json> onTimeout(OnTimeout policy) {
    return switch (policy) {
      case OnTimeout.Answer answer -> Optional.of(Json.of(answer.value()));
      case OnTimeout.FailTask fail -> Optional.empty();
    };
  }
}
