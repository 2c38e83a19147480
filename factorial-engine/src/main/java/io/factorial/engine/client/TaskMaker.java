package io.factorial.engine.client;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Budget;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.engine.turn.LiveRun;
import io.factorial.json.Json;
import io.factorial.port.NewTask;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the stored form of tasks that are to be enqueued. */
final class TaskMaker {
  private static final int TITLE_CHARACTERS = 200;
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private final Telemetry telemetry;
  private final Duration taskDeadline;

  TaskMaker(Telemetry telemetry, Duration taskDeadline) {
    this.telemetry = telemetry;
    this.taskDeadline = taskDeadline;
  }

  NewTask.Builder task(
      TaskId id, Agent<?> agent, String ownerId, AgentContext context, EnqueueOptions options) {
    AgentDefinition<?> definition = agent.definition();
    Record state = LiveRun.initialState(definition, context.state());
    Content.Input input =
        new Content.Input(
            context.query(),
            context.messages(),
            Optional.ofNullable(options.maxTurns()),
            Optional.empty());
    Budget budget = Budgets.merged(definition.budget().orElse(null), options.budget());
    return started(id, agent.name(), ownerId, input, budget)
        .agentVersion(agent.version().orElse(null))
        .state(encoded(state))
        .startAt(options.startAt())
        .delay(delay(options))
        .dedupKey(options.dedupKey())
        .priority(options.priority())
        .labels(options.labels());
  }

  /** A child, from the record of its parent's call alone: its agent may run elsewhere. */
  NewTask.Builder child(
      TaskId id, String ownerId, Deferral.Children children, Deferral.Child child) {
    Content.Input input =
        new Content.Input(child.query(), child.messages(), Optional.empty(), Optional.empty());
    Budget budget = children.budget().orElse(Budget.unlimited());
    return started(id, children.agent(), ownerId, input, budget)
        .agentVersion(children.version().orElse(null))
        .state(child.state().map(Payloads::of).orElse(null));
  }

  private NewTask.Builder started(
      TaskId id, String agent, String ownerId, Content.Input input, Budget budget) {
    return NewTask.builder(id, agent, ownerId, Payloads.of(input))
        .title(title(input.query()))
        .limits(limits(budget))
        .deadline(deadline(budget), budget.onExceeded() == Budget.OnExceeded.PAUSE)
        .trace(telemetry.traceparent());
  }

  private static Duration delay(EnqueueOptions options) {
    Duration delay = options.delay();
    return delay == null ? Duration.ZERO : delay;
  }

  private Duration deadline(Budget budget) {
    Duration wallClock = budget.wallClock();
    return wallClock == null || wallClock.compareTo(taskDeadline) > 0 ? taskDeadline : wallClock;
  }

  static @Nullable Payload encoded(@Nullable Record state) {
    return state == null ? null : Payloads.of(Json.of(state));
  }

  static String title(String query) {
    return query.codePointCount(0, query.length()) <= TITLE_CHARACTERS
        ? query
        : query.substring(0, query.offsetByCodePoints(0, TITLE_CHARACTERS));
  }

  static Spend limits(Budget budget) {
    return new Spend(
        orUnlimited(budget.turns()),
        orUnlimited(budget.toolCalls()),
        orUnlimited(budget.inputTokens()),
        orUnlimited(budget.outputTokens()),
        nanos(budget.costUsd()));
  }

  private static long orUnlimited(@Nullable Number limit) {
    return limit == null ? Long.MAX_VALUE : limit.longValue();
  }

  private static long nanos(@Nullable BigDecimal usd) {
    return usd == null ? Long.MAX_VALUE : usd.multiply(NANOS).longValue();
  }
}
