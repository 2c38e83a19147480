package io.factorial.engine.worker;

import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Budget;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Conversation;
import io.factorial.engine.journal.EventPayloads;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.turn.Budgets;
import io.factorial.engine.turn.LiveRun;
import io.factorial.engine.turn.RunStopped;
import io.factorial.engine.turn.Spending;
import io.factorial.engine.turn.TurnLoop;
import io.factorial.engine.turn.TurnServices;
import io.factorial.engine.turn.TurnSettings;
import io.factorial.error.DecodingException;
import io.factorial.event.AgentEvent;
import io.factorial.event.RunEvent;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewEvent;
import io.factorial.port.Next;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.port.Wish;
import io.factorial.port.Write;
import io.factorial.run.RunError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a leased task from where its journal ends, on the calling thread. */
final class TaskRun<O> {
  private static final Logger log = LoggerFactory.getLogger(TaskRun.class);

  private final StorePorts ports;
  private final TurnServices services;
  private final Runner<O> runner;
  private final LeasedTask task;
  private final RunningTask running;
  private final LeasedLog.Site site;

  TaskRun(
      StorePorts ports,
      TurnServices services,
      Runner<O> runner,
      LeasedTask task,
      RunningTask running,
      LeasedLog.Site site) {
    this.ports = ports;
    this.services = services;
    this.runner = runner;
    this.task = task;
    this.running = running;
    this.site = site;
  }

  /**
   * Runs the task.
   *
   * @return tasks for the slot that this one leaves
   */
  List<LeasedTask> run() {
    List<Content.At> contents;
    try {
      contents = contents();
    } catch (DecodingException unreadable) {
      RunError error =
          new RunError("journal_unreadable", String.valueOf(unreadable.getMessage()), false);
      return end(new Next.Fail(error), meta -> new RunEvent.Failed(meta, error));
    }
    @Nullable Record state;
    try {
      state = state();
    } catch (DecodingException incompatible) {
      log.atWarn()
          .addKeyValue("task", task.lease().task())
          .addKeyValue("agent", runner.agent().name())
          .addKeyValue("error", incompatible.getMessage())
          .log("stored state does not fit the definition, task paused");
      String reason = "definition_incompatible";
      return end(new Next.Pause(reason), meta -> new RunEvent.Paused(meta, reason));
    }
    return run(contents, state);
  }

  private List<LeasedTask> run(List<Content.At> contents, @Nullable Record state) {
    Content.Input input = input(contents);
    Conversation conversation = new Conversation();
    contents.forEach(conversation::append);
    LiveRun run = new LiveRun(origin(state), conversation);
    running.runs(run);
    LeasedLog stepLog = new LeasedLog(ports, task, run, site);
    TurnLoop<O> loop = new TurnLoop<>(definition(), run, stepLog, settings(input), services);
    loop.steered(steering(contents));
    drive(loop, run);
    return stepLog.refill();
  }

  private void drive(TurnLoop<O> loop, LiveRun run) {
    try {
      services.telemetry().run(run, task.task().trace(), loop::run);
    } catch (InterruptedException | RunStopped stopped) {
      boolean cancelled =
          running.isCancelled() || (stopped instanceof RunStopped stop && stop.cancelled());
      log.atDebug()
          .addKeyValue("task", task.lease().task())
          .addKeyValue("cancelled", cancelled)
          .log("run stopped");
      if (cancelled) {
        cancelled(run);
      }
    } catch (Exception unexpected) {
      log.atError()
          .addKeyValue("task", task.lease().task())
          .addKeyValue("error", unexpected.getClass().getName())
          .log("run ended by an unexpected error", unexpected);
      // The heartbeat finds a lease without a run and hands the task back.
    }
  }

  private void cancelled(LiveRun run) {
    run.cancel();
    for (var hooks : definition().hooks()) {
      try {
        hooks.onRunCancelled(run);
      } catch (RuntimeException thrown) {
        log.atWarn()
            .addKeyValue("task", run.taskId())
            .addKeyValue("error", thrown.getClass().getName())
            .log("hook failed");
      }
    }
  }

  private AgentDefinition<O> definition() {
    return runner.agent().definition();
  }

  private List<Content.At> contents() {
    List<Content.At> contents = new ArrayList<>(task.journal().size());
    for (Entry entry : task.journal()) {
      contents.add(Content.At.of(entry));
    }
    input(contents);
    return contents;
  }

  private static Content.Input input(List<Content.At> contents) {
    if (!contents.isEmpty() && contents.getFirst().content() instanceof Content.Input input) {
      return input;
    }
    throw new DecodingException(
        "journal", "no input as entry 0 (expected: what the run starts from)");
  }

  private @Nullable Record state() {
    Payload stored = task.task().state();
    Optional<AgentDefinition.State> declared = definition().state();
    if (declared.isEmpty()) {
      return null;
    }
    if (stored == null) {
      return declared.get().initial().orElse(null);
    }
    return Payloads.json(stored).as(declared.get().type());
  }

  private LiveRun.Origin origin(@Nullable Record state) {
    TaskRecord record = task.task();
    return new LiveRun.Origin(
        record.id(),
        record.ownerId(),
        record.agent(),
        record.turn(),
        record.attempt(),
        record.usage(),
        state);
  }

  private TurnSettings settings(Content.Input input) {
    OptionalInt maxTurns =
        input.maxTurns().isPresent()
            ? OptionalInt.of(input.maxTurns().get())
            : definition().maxTurns();
    return new TurnSettings(
        runner.config().maxRetries(),
        runner.config().turnTimeout(),
        runner.config().waitDeadline(),
        maxTurns,
        input.model().map(ModelName::parse),
        spending(input));
  }

  private Spending.Terms spending(Content.Input input) {
    TaskRecord record = task.task();
    Budget budget = Budgets.merged(definition().budget().orElse(null), input.budget().orElse(null));
    boolean reserves = !record.limits().equals(Spend.UNLIMITED) || record.parent() != null;
    return new Spending.Terms(
        record.limits(),
        reserves,
        budget.softLimit(),
        budget.onExceeded() == Budget.OnExceeded.PAUSE,
        Spending.others(record.treeSpent(), record.turn(), record.usage()));
  }

  /** The messages that began the turn, unless a write of the turn has told of them already. */
  private List<Message> steering(List<Content.At> contents) {
    TaskRecord record = task.task();
    if (record.attempt() > 0 || task.turnOpen()) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    for (Content.At at : contents) {
      if (at.turn() == record.turn() && at.content() instanceof Content.Steering steering) {
        messages.add(steering.message());
      }
    }
    return messages;
  }

  private List<LeasedTask> end(Next next, Function<AgentEvent.Meta, AgentEvent> told) {
    TaskRecord record = task.task();
    Entry turn =
        new Content.At(record.turn(), 0, record.attempt(), new Content.TurnEnd(false, 0)).entry();
    AgentEvent event =
        told.apply(
            EventPayloads.unnumbered(
                record.id(),
                record.ownerId(),
                record.agent(),
                record.turn(),
                record.attempt(),
                ""));
    Write write =
        Write.builder(OpId.random(), task.journal().size())
            .entry(turn)
            .event(
                new NewEvent(
                    event.type(), record.turn(), record.attempt(), "", EventPayloads.of(event)))
            .build();
    Wish refill = site.refill().get();
    CommitResult result =
        StoreCalls.insist(
            task.lease().task().value(),
            () -> ports.queue().commit(task.lease(), write, next, refill));
    return result instanceof CommitResult.Released released ? released.next() : List.of();
  }
}
