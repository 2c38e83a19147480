package io.factorial.engine.worker;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.EventPayloads;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.turn.ChildEnd;
import io.factorial.engine.turn.Ending;
import io.factorial.engine.turn.EventDraft;
import io.factorial.engine.turn.LiveRun;
import io.factorial.engine.turn.Recorded;
import io.factorial.engine.turn.RunStopped;
import io.factorial.engine.turn.Step;
import io.factorial.engine.turn.StepLog;
import io.factorial.engine.turn.TurnEnd;
import io.factorial.error.StoreException;
import io.factorial.event.AgentEvent;
import io.factorial.port.ChildResult;
import io.factorial.port.Chunk;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewEvent;
import io.factorial.port.Next;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.WaitId;
import io.factorial.port.Wish;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a queued run: each record and commit is one call of the store, under the task's lease.
 * A call whose answer is lost is made again under the same operation id.
 */
final class LeasedLog implements StepLog {
  private static final Logger log = LoggerFactory.getLogger(LeasedLog.class);
  private static final int CHILDREN_PER_CALL = 200;

  /** Entries kept to be sent again, should a failover lose the end of the journal. */
  private static final int KEPT_ENTRIES = 256;

  private final StorePorts ports;
  private final LeasedTask task;
  private final Lease lease;
  private final LiveRun run;
  private final Site site;
  private final Deque<Entry> kept = new ArrayDeque<>();
  private final AtomicLong told = new AtomicLong();
  private long length;
  private final Instant pickedUpAt = Instant.now();
  private boolean announced;
  private volatile boolean watched;
  private @Nullable RunStopped stopped;
  private List<LeasedTask> refill = List.of();

  /** What the log asks its worker. */
  record Site(
      BooleanSupplier draining,
      BooleanSupplier yields,
      Supplier<Wish> refill,
      Spawner spawner,
      Hold hold) {}

  /** Waits a moment before a run parks. */
  @FunctionalInterface
  interface Hold {
    void await(int answers, Set<String> agents) throws InterruptedException;
  }

  /** Makes children from their record. */
  @FunctionalInterface
  interface Spawner {
    void spawn(LeasedTask parent, Content.At at, String callId, Deferral.Children children);
  }

  LeasedLog(StorePorts ports, LeasedTask task, LiveRun run, Site site) {
    this.ports = ports;
    this.task = task;
    this.lease = task.lease();
    this.run = run;
    this.site = site;
    this.length = task.journal().size();
    this.watched = task.watched();
    task.journal().forEach(this::keep);
  }

  /** Tasks for the slot that the last commit freed. */
  List<LeasedTask> refill() {
    return refill;
  }

  /** Why the run was stopped; null when it was not. */
  @Nullable RunStopped stopped() {
    return stopped;
  }

  @Override
  public Recorded record(Step step) {
    Write write = write(step);
    WriteResult result = insist(() -> ports.queue().record(lease, write));
    if (result instanceof WriteResult.Gap gap) {
      Write longer = resent(write, gap.length(), missing(gap, write));
      result = insist(() -> ports.queue().record(lease, longer));
    }
    return switch (result) {
      case WriteResult.Written written -> {
        wrote(write, written.length());
        watched = written.watched();
        yield new Recorded.Written();
      }
      case WriteResult.OverBudget over ->
          new Recorded.OverBudget(over.limit(), over.onlyReserved());
      case WriteResult.Refused refused -> throw stop(refused);
    };
  }

  @Override
  public TurnEnd commit(Step step, Ending ending) {
    Write write = write(step);
    Next next = next(ending);
    CommitResult result =
        insist(() -> ports.queue().commit(lease, write, next, site.refill().get()));
    if (result instanceof WriteResult.Gap gap) {
      List<Entry> missing = missing(gap, write);
      Write longer = resent(write, gap.length(), missing);
      result = insist(() -> ports.queue().commit(lease, longer, next, site.refill().get()));
    }
    return end(write, result);
  }

  private TurnEnd end(Write write, CommitResult result) {
    return switch (result) {
      case CommitResult.Continued continued -> {
        watched = continued.watched();
        yield new TurnEnd.Continued(arrived(write, continued.length(), continued.arrived()));
      }
      case CommitResult.Reopened reopened -> {
        watched = reopened.watched();
        yield new TurnEnd.Reopened(arrived(write, reopened.length(), reopened.arrived()));
      }
      case CommitResult.Released released -> {
        refill = released.next();
        yield new TurnEnd.Released();
      }
      case WriteResult.Refused refused -> throw stop(refused);
    };
  }

  private List<Content.At> arrived(Write write, long newLength, List<Entry> arrived) {
    wrote(write, newLength);
    arrived.forEach(this::keep);
    List<Content.At> contents = new ArrayList<>(arrived.size());
    for (Entry entry : arrived) {
      contents.add(Content.At.of(entry));
    }
    return contents;
  }

  private void wrote(Write write, long newLength) {
    write.entries().forEach(this::keep);
    length = newLength;
  }

  private void keep(Entry entry) {
    kept.addLast(entry);
    if (kept.size() > KEPT_ENTRIES) {
      kept.removeFirst();
    }
  }

  /** What a failover lost of the journal's end. */
  private List<Entry> missing(WriteResult.Gap gap, Write write) {
    long lost = write.expectedLength() - gap.length();
    if (lost <= 0 || lost > kept.size()) {
      throw stop(gap);
    }
    log.atWarn()
        .addKeyValue("task", lease.task())
        .addKeyValue("entries", lost)
        .log("journal lost its end, sent again");
    return kept.stream().skip(kept.size() - lost).toList();
  }

  private Write resent(Write write, long from, List<Entry> missing) {
    List<Entry> entries = new ArrayList<>(missing);
    entries.addAll(write.entries());
    Record state = run.recordedState();
    return new Write(
        write.op(),
        from,
        entries,
        write.waits(),
        state == null ? write.state() : Payloads.ofRecord(state),
        run.usage(),
        write.events(),
        write.reserve(),
        write.settle(),
        write.counters());
  }

  private Write write(Step step) {
    if (stopped != null) {
      throw stopped;
    }
    Write.Builder write = Write.builder(OpId.random(), length);
    if (!announced && step.contents().stream().anyMatch(LeasedLog::isWork)) {
      announced = true;
      write.entry(pickup().entry());
    }
    step.contents().forEach(at -> write.entry(at.entry()));
    step.waits().forEach(write::reserveWait);
    write.events(events(step.events()));
    step.counters().forEach(write::count);
    Record state = step.state();
    return write
        .state(state == null ? null : Payloads.ofRecord(state))
        .usage(step.usage())
        .reserve(step.reserve())
        .settle(step.settle())
        .build();
  }

  private static boolean isWork(Content.At at) {
    return !(at.content() instanceof Content.TurnEnd);
  }

  /** Tells the journal once who works under this lease. */
  private Content.At pickup() {
    Content.Pickup pickup =
        new Content.Pickup(lease.worker().value(), lease.fence(), pickedUpAt.toEpochMilli());
    return new Content.At(run.turn(), 0, run.attempt(), pickup);
  }

  private List<NewEvent> events(List<EventDraft> drafts) {
    List<NewEvent> events = new ArrayList<>(drafts.size());
    for (EventDraft draft : drafts) {
      AgentEvent event = draft.under(meta(draft.step()));
      events.add(
          new NewEvent(
              event.type(), run.turn(), run.attempt(), draft.step(), EventPayloads.of(event)));
    }
    return events;
  }

  private Next next(Ending ending) {
    return switch (ending) {
      case Ending.GoOn goOn ->
          new Next.Continue(site.draining().getAsBoolean() || site.yields().getAsBoolean());
      case Ending.Park park -> new Next.Park(park.open(), events(park.parked()));
      case Ending.BackOff backOff ->
          new Next.BackOff(backOff.delay(), backOff.reason(), backOff.counted());
      case Ending.HandBack handBack -> new Next.HandBack();
      case Ending.Complete complete ->
          new Next.Complete(
              Payloads.of(complete.output()),
              events(complete.closed()),
              complete.reopenedContents().stream().map(Content.At::entry).toList(),
              events(complete.reopened()));
      case Ending.Fail fail -> new Next.Fail(fail.error());
      case Ending.Pause pause -> new Next.Pause(pause.reason());
    };
  }

  private RunStopped stop(WriteResult.Refused refused) {
    RunStopped stop =
        switch (refused) {
          case WriteResult.Ended ended ->
              new RunStopped("ended as " + ended.status(), ended.status() == TaskStatus.CANCELLED);
          case WriteResult.Stale stale ->
              new RunStopped("newer fence " + stale.newestFence(), false);
          case WriteResult.Gap gap -> new RunStopped("journal ends at " + gap.length(), false);
          case WriteResult.OverBudget over -> new RunStopped("over budget " + over.limit(), false);
        };
    if (refused instanceof WriteResult.Stale stale) {
      log.atWarn()
          .addKeyValue("task", lease.task())
          .addKeyValue("newestFence", stale.newestFence())
          .log("lease lost, turn abandoned");
    }
    stopped = stop;
    return stop;
  }

  /** Makes a call again while the store cannot be reached; an interrupt ends it. */
  private <T> T insist(Supplier<T> call) {
    return StoreCalls.insist(lease.task().value(), call);
  }

  @Override
  public void spawn(Content.At at, String callId) {
    if (!(at.content() instanceof Content.Deferred deferred)
        || !(deferred.deferral() instanceof Deferral.Children children)) {
      throw new IllegalArgumentException("spawn: " + at.content() + " (expected: children)");
    }
    insist(
        () -> {
          site.spawner().spawn(task, at, callId, children);
          return true;
        });
  }

  @Override
  public void hold(int answers, Set<String> agents) throws InterruptedException {
    site.hold().await(answers, agents);
  }

  @Override
  public List<ChildEnd> children(String callId) {
    WaitId wait = new WaitId(lease.task(), callId);
    List<ChildEnd> ends = new ArrayList<>();
    List<ChildResult> page;
    do {
      int from = ends.isEmpty() ? 0 : ends.getLast().index() + 1;
      page = insist(() -> ports.store().children(wait, from, CHILDREN_PER_CALL));
      page.forEach(child -> ends.add(end(child)));
    } while (page.size() == CHILDREN_PER_CALL);
    return ends;
  }

  private static ChildEnd end(ChildResult child) {
    Payload output = child.output();
    return new ChildEnd(
        child.index(),
        child.id(),
        child.status(),
        Optional.ofNullable(output).map(Payloads::json),
        Optional.ofNullable(child.error()),
        child.turns(),
        child.usage());
  }

  @Override
  public void tell(EventDraft draft) {
    AgentEvent event = draft.under(meta(draft.step()));
    Chunk chunk =
        new Chunk(
            event.type(),
            run.turn(),
            run.attempt(),
            draft.step(),
            told.getAndIncrement(),
            EventPayloads.of(event));
    try {
      watched = ports.events().chunk(lease, chunk);
    } catch (StoreException unreachable) {
      // Ephemeral: who listens finds the durable event.
      watched = false;
    }
  }

  private AgentEvent.Meta meta(String step) {
    return EventPayloads.unnumbered(
        run.taskId(), run.ownerId(), run.agent(), run.turn(), run.attempt(), step);
  }

  @Override
  public boolean watched() {
    return watched;
  }

  @Override
  public boolean draining() {
    return site.draining().getAsBoolean();
  }

  @Override
  public Waiting waiting() {
    return Waiting.PARKS;
  }
}
