package io.factorial.engine.inline;

import io.factorial.budget.Budget;
import io.factorial.engine.journal.Content;
import io.factorial.engine.turn.Budgets;
import io.factorial.engine.turn.ChildEnd;
import io.factorial.engine.turn.Ending;
import io.factorial.engine.turn.EventDraft;
import io.factorial.engine.turn.LiveRun;
import io.factorial.engine.turn.Recorded;
import io.factorial.engine.turn.Step;
import io.factorial.engine.turn.StepLog;
import io.factorial.engine.turn.TurnClock;
import io.factorial.engine.turn.TurnEnd;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.RunEvent;
import io.factorial.message.Message;
import io.factorial.port.Reservation;
import io.factorial.port.Spend;
import io.factorial.run.InlineOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of an inline run: keeps nothing, tells events at once, and sleeps where a queue would.
 */
final class MemoryLog implements StepLog {
  private static final Logger log = LoggerFactory.getLogger(MemoryLog.class);

  private final LiveRun run;
  private final InlineOptions options;
  private final TurnClock clock;
  private final ReentrantLock telling = new ReentrantLock(); // one event at a time, numbered
  private final Spend limits;
  private final @Nullable Duration wallClock;
  private final Instant startedAt;
  private Spend spent = Spend.ZERO;
  private long sequence;

  MemoryLog(LiveRun run, InlineOptions options, Budget budget, TurnClock clock) {
    this.limits = Budgets.limits(budget);
    this.wallClock = budget.wallClock();
    this.startedAt = clock.now();
    this.run = run;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Recorded record(Step step) {
    Reservation need = step.reserve();
    if (need != null) {
      String limit = exceeded(spent.plus(need.amount()));
      if (!limit.isEmpty()) {
        return new Recorded.OverBudget(limit, false);
      }
    }
    Reservation took = step.settle();
    if (took != null) {
      spent = spent.plus(took.amount());
    }
    step.events().forEach(this::tell);
    return new Recorded.Written();
  }

  /** The limit that an amount goes beyond; empty when there is none. */
  private String exceeded(Spend amount) {
    if (wallClock != null && clock.now().isAfter(startedAt.plus(wallClock))) {
      return "wall_clock";
    }
    return amount.beyond(limits);
  }

  @Override
  public TurnEnd commit(Step step, Ending ending) throws InterruptedException {
    record(step);
    return switch (ending) {
      case Ending.GoOn goOn -> new TurnEnd.Continued(arrived());
      case Ending.Complete complete -> complete(complete);
      case Ending.BackOff backOff -> {
        sleep(backOff.delay());
        yield new TurnEnd.Retried();
      }
      case Ending.Fail fail -> new TurnEnd.Released();
      case Ending.Pause pause -> new TurnEnd.Released();
      case Ending.HandBack handBack -> new TurnEnd.Released();
      case Ending.Park park ->
          throw new IllegalStateException("an inline run: parked (expected: never)");
    };
  }

  private TurnEnd complete(Ending.Complete complete) {
    List<Content.At> arrived = arrived();
    if (arrived.isEmpty()) {
      complete.closed().forEach(this::tell);
      return new TurnEnd.Released();
    }
    List<Content.At> all = new ArrayList<>(complete.reopenedContents());
    all.addAll(arrived);
    return new TurnEnd.Reopened(all);
  }

  private List<Content.At> arrived() {
    List<Content.At> arrived = new ArrayList<>();
    for (Message message : options.steering().get()) {
      arrived.add(new Content.At(run.turn() + 1, arrived.size(), 0, new Content.Steering(message)));
    }
    if (!arrived.isEmpty()) {
      int count = arrived.size();
      tell(new EventDraft("", meta -> new RunEvent.Steered(meta, count)));
    }
    return arrived;
  }

  private static void sleep(Duration delay) throws InterruptedException {
    Thread.sleep(delay);
  }

  @Override
  public void spawn(Content.At at, String callId) {
    throw new IllegalStateException("an inline run: children (expected: never)");
  }

  @Override
  public void hold(int answers, Set<String> agents) {
    throw new IllegalStateException("an inline run: parked (expected: never)");
  }

  @Override
  public List<ChildEnd> children(String callId) {
    return List.of();
  }

  @Override
  public void tell(EventDraft draft) {
    telling.lock();
    try {
      sequence++;
      options.onEvent().accept(draft.under(meta(draft.step())));
    } catch (RuntimeException thrown) {
      log.atWarn()
          .addKeyValue("task", run.taskId())
          .addKeyValue("error", thrown.getClass().getName())
          .log("event handler failed");
    } finally {
      telling.unlock();
    }
  }

  private AgentEvent.Meta meta(String step) {
    return new AgentEvent.Meta(
        new EventCursor(Long.toString(sequence)),
        sequence,
        run.taskId(),
        run.ownerId(),
        run.agent(),
        run.turn(),
        run.attempt(),
        step,
        clock.now());
  }

  @Override
  public boolean watched() {
    return true;
  }

  @Override
  public boolean draining() {
    return false;
  }

  @Override
  public Waiting waiting() {
    return Waiting.UNSUPPORTED;
  }
}
