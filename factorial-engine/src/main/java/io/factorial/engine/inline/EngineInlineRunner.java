package io.factorial.engine.inline;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Budget;
import io.factorial.budget.PriceTable;
import io.factorial.budget.Usage;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Conversation;
import io.factorial.engine.model.Models;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.engine.turn.Budgets;
import io.factorial.engine.turn.Closing;
import io.factorial.engine.turn.EndedRun;
import io.factorial.engine.turn.EventDraft;
import io.factorial.engine.turn.LiveRun;
import io.factorial.engine.turn.RunStopped;
import io.factorial.engine.turn.Spending;
import io.factorial.engine.turn.TurnClock;
import io.factorial.engine.turn.TurnLoop;
import io.factorial.engine.turn.TurnServices;
import io.factorial.engine.turn.TurnSettings;
import io.factorial.event.AgentEvent;
import io.factorial.event.RunEvent;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.port.Nonce;
import io.factorial.port.Spend;
import io.factorial.run.InlineOptions;
import io.factorial.run.InlineRunner;
import io.factorial.run.RunError;
import io.factorial.run.RunResult;
import io.factorial.run.RunSummary;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Runs agents in the caller's thread. Holds no thread of its own; thread-safe. */
public final class EngineInlineRunner implements InlineRunner {
  private static final AgentWorkerConfig DEFAULTS = AgentWorkerConfig.defaults();

  private final Models models;
  private final PriceTable prices;
  private final Telemetry telemetry;
  private final TurnClock clock;
  private final Collection<AutoCloseable> closeables;

  /**
   * Makes a runner.
   *
   * @param models calls models
   * @param prices what models cost
   * @param telemetry tells traces
   * @param clock the process's time
   * @param closeables what is closed with it
   */
  public EngineInlineRunner(
      Models models,
      PriceTable prices,
      Telemetry telemetry,
      TurnClock clock,
      Collection<AutoCloseable> closeables) {
    this.models = models;
    this.prices = prices;
    this.telemetry = telemetry;
    this.clock = clock;
    this.closeables = List.copyOf(closeables);
  }

  @Override
  public <O> RunResult<O> runInline(Agent<O> agent, AgentContext context) {
    return runInline(agent, context, InlineOptions.defaults());
  }

  @Override
  public <O> RunResult<O> runInline(
      Agent<O> agent, AgentContext context, Consumer<? super AgentEvent> eventHandler) {
    return runInline(agent, context, InlineOptions.builder().onEvent(eventHandler).build());
  }

  @Override
  public <O> RunResult<O> runInline(Agent<O> agent, AgentContext context, InlineOptions options) {
    AgentDefinition<O> definition = agent.definition();
    Conversation conversation = new Conversation();
    Content.Input input =
        new Content.Input(
            context.query(),
            context.messages(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    conversation.append(new Content.At(0, 0, 0, input));
    LiveRun run = new LiveRun(origin(definition, context, options), conversation);
    Budget budget = Budgets.merged(definition.budget().orElse(null), options.budget());
    MemoryLog log = new MemoryLog(run, options, budget, clock);
    TurnLoop<O> loop =
        new TurnLoop<>(definition, run, log, settings(definition, budget), services(options));
    return new Started<>(definition, run, log, clock.now()).drive(loop);
  }

  private LiveRun.Origin origin(
      AgentDefinition<?> definition, AgentContext context, InlineOptions options) {
    return new LiveRun.Origin(
        new TaskId("0-" + Nonce.random().value()),
        options.ownerId(),
        definition.name(),
        0,
        0,
        Usage.ZERO,
        LiveRun.initialState(definition, context.state()));
  }

  private static TurnSettings settings(AgentDefinition<?> definition, Budget budget) {
    Spend limits = Budgets.limits(budget);
    boolean reserves = !limits.equals(Spend.UNLIMITED) || budget.wallClock() != null;
    return new TurnSettings(
        DEFAULTS.maxRetries(),
        DEFAULTS.turnTimeout(),
        DEFAULTS.waitDeadline(),
        definition.maxTurns(),
        Optional.empty(),
        // Nobody can resume an inline run: it fails where a queued one would pause.
        new Spending.Terms(limits, reserves, budget.softLimit(), false, Spend.ZERO));
  }

  private TurnServices services(InlineOptions options) {
    return new TurnServices(
        models,
        prices,
        this::nested,
        telemetry,
        clock,
        () -> ThreadLocalRandom.current().nextDouble(),
        options.approver());
  }

  /**
   * Runs an agent inside a tool of another run.
   *
   * @param agent the agent
   * @param context what it starts from
   * @param ownerId for whom
   * @param <O> the output type
   * @return how it ended
   */
  public <O> RunResult<O> nested(Agent<O> agent, AgentContext context, String ownerId) {
    return runInline(agent, context, InlineOptions.builder().ownerId(ownerId).build());
  }

  @Override
  public void close() {
    closeables.forEach(Closing::quietly);
  }

  /** A run on its way, and what becomes of an interrupt. */
  private final class Started<O> {
    private final AgentDefinition<O> definition;
    private final LiveRun run;
    private final MemoryLog log;
    private final Instant startedAt;

    Started(AgentDefinition<O> definition, LiveRun run, MemoryLog log, Instant startedAt) {
      this.definition = definition;
      this.run = run;
      this.log = log;
      this.startedAt = startedAt;
    }

    RunResult<O> drive(TurnLoop<O> loop) {
      log.tell(new EventDraft("", meta -> new RunEvent.Started(meta, run.query())));
      try {
        return telemetry
            .run(run, "", loop::run)
            .orElseGet(() -> failed(new RunError("stopped", "the run stopped", false)));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return cancelled();
      } catch (RunStopped stopped) {
        return cancelled();
      } catch (RuntimeException thrown) {
        throw thrown;
      } catch (Exception unexpected) {
        throw new IllegalStateException("an inline run ended by a checked exception", unexpected);
      }
    }

    private RunResult<O> cancelled() {
      run.cancel();
      definition.hooks().forEach(hooks -> hooks.onRunCancelled(run));
      log.tell(new EventDraft("", RunEvent.Cancelled::new));
      return new RunResult.Cancelled<>(summary());
    }

    private RunResult<O> failed(RunError error) {
      return new RunResult.Failed<>(error, summary());
    }

    private RunSummary summary() {
      return new EndedRun(
          run.taskId(),
          definition.name(),
          run.turn() + 1,
          run.usage(),
          run.usage(),
          Duration.between(startedAt, clock.now()),
          run::messages,
          type -> run.stateNow());
    }
  }
}
