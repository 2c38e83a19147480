package io.factorial.engine.client;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Budget;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.engine.turn.Budgets;
import io.factorial.engine.turn.LiveRun;
import io.factorial.json.Json;
import io.factorial.port.NewTask;
import io.factorial.port.Payload;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the stored form of tasks that are to be enqueued. */
final class TaskMaker {
  private static final int TITLE_CHARACTERS = 200;

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
    Budget budget = Budgets.merged(definition.budget().orElse(null), options.budget());
    Content.Input input =
        new Content.Input(
            context.query(),
            context.messages(),
            Optional.ofNullable(options.maxTurns()),
            Optional.empty(),
            Optional.of(budget));
    return optioned(started(id, agent.name(), ownerId, input, budget), options)
        .agentVersion(agent.version().orElse(null))
        .state(encoded(state));
  }

  private static NewTask.Builder optioned(NewTask.Builder task, EnqueueOptions options) {
    return task.startAt(options.startAt())
        .delay(delay(options))
        .dedupKey(options.dedupKey())
        .priority(options.priority())
        .labels(options.labels());
  }

  /** A task of an agent that is known by its card alone: its code may be elsewhere. */
  NewTask.Builder named(
      TaskId id, NamedAgent agent, String ownerId, AgentContext context, EnqueueOptions options) {
    Record state = context.state();
    Budget budget = Budgets.merged(agent.budget().orElse(null), options.budget());
    Content.Input input =
        new Content.Input(
            context.query(),
            context.messages(),
            Optional.ofNullable(options.maxTurns()),
            Optional.empty(),
            Optional.of(budget));
    Payload initial = agent.initialState().map(Payloads::of).orElse(null);
    return optioned(started(id, agent.name(), ownerId, input, budget), options)
        .agentVersion(agent.version().orElse(null))
        .state(state == null ? initial : encoded(state));
  }

  /** A child, from the record of its parent's call alone: its agent may run elsewhere. */
  NewTask.Builder child(
      TaskId id, String ownerId, Deferral.Children children, Deferral.Child child) {
    return stored(id, children.agent(), ownerId, child, children.budget())
        .agentVersion(children.version().orElse(null));
  }

  /** The task of a schedule's tick. */
  NewTask.Builder scheduled(TaskId id, String ownerId, ScheduleSpec spec) {
    return stored(id, spec.agent(), ownerId, spec.start(), spec.budget())
        .agentVersion(spec.version().orElse(null));
  }

  private NewTask.Builder stored(
      TaskId id, String agent, String ownerId, Deferral.Child start, Optional<Budget> limited) {
    Budget budget = limited.orElse(Budget.unlimited());
    Content.Input input =
        new Content.Input(
            start.query(),
            start.messages(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(budget));
    return started(id, agent, ownerId, input, budget)
        .state(start.state().map(Payloads::of).orElse(null));
  }

  private NewTask.Builder started(
      TaskId id, String agent, String ownerId, Content.Input input, Budget budget) {
    return NewTask.builder(id, agent, ownerId, Payloads.of(input))
        .title(title(input.query()))
        .limits(Budgets.limits(budget))
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
}
