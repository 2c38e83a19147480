package io.factorial.redis.twin;

import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.llm.ModelName;
import io.factorial.port.AgentCard;
import io.factorial.port.Answer;
import io.factorial.port.BatchRow;
import io.factorial.port.Bucket;
import io.factorial.port.ChangeResult;
import io.factorial.port.ChildResult;
import io.factorial.port.Chunk;
import io.factorial.port.CommitResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.Estimate;
import io.factorial.port.EventBus;
import io.factorial.port.EventFeed;
import io.factorial.port.Fleet;
import io.factorial.port.Grant;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.LimitChange;
import io.factorial.port.MetricsQuery;
import io.factorial.port.ModelLimits;
import io.factorial.port.NewTask;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Page;
import io.factorial.port.Payload;
import io.factorial.port.Rates;
import io.factorial.port.Revival;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import io.factorial.port.Signals;
import io.factorial.port.StoredEvent;
import io.factorial.port.Subscription;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskRecord;
import io.factorial.port.TaskStore;
import io.factorial.port.TickResult;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.BatchId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.testkit.contract.Stage;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ports of two adapters as one: each call is made on both, and fails where their answers
 * differ. Ids are the second adapter's, so that they are equal. Cursors belong to one adapter each:
 * callers see the first one's, and the twin knows the other. For one thread.
 */
public final class Twin implements Stage {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Stage first;
  private final Stage second;
  private final Reached reached;
  private final boolean apart;
  private final Map<String, String> pages = new HashMap<>();
  private final Map<EventCursor, EventCursor> cursors = new HashMap<>();

  /**
   * Two adapters that nobody has used yet.
   *
   * @param first one of them, whose answers are given
   * @param second the other one
   * @param reached counts what is reached
   * @param apart whether the second one has several partitions: then a worker has a lease in each,
   *     and what is told of leases and of the next due time is not compared
   */
  public Twin(Stage first, Stage second, Reached reached, boolean apart) {
    this.first = first;
    this.second = second;
    this.reached = reached;
    this.apart = apart;
  }

  /** Makes a call on both. */
  private <T> T both(String call, Function<Stage, T> made) {
    return both(call, made, Function.identity());
  }

  /** The same, where the answers are equal only as the caller shows them. */
  private <T> T both(String call, Function<Stage, T> made, Function<T, ?> shown) {
    T one = made.apply(first);
    T other = made.apply(second);
    Object seen = shown.apply(one);
    Object otherSeen = shown.apply(other);
    if (!seen.equals(otherSeen)) {
      throw new Difference(call, seen, otherSeen);
    }
    reached.count(call);
    Kinds.of(one).forEach(kind -> reached.count(call + " -> " + kind));
    return one;
  }

  /** The answers to a call differ. */
  static final class Difference extends AssertionError {
    private static final long serialVersionUID = 1;

    Difference(String call, Object first, Object second) {
      super(call + "\n    first:  " + first + "\n    second: " + second);
    }
  }

  @Override
  public String adapterPackage() {
    return "io.factorial.redis.twin";
  }

  @Override
  public TaskQueue queue() {
    return new Queue();
  }

  @Override
  public TaskStore store() {
    return new Store();
  }

  @Override
  public EventBus events() {
    return new Events();
  }

  @Override
  public ModelLimits limits() {
    return new Limits();
  }

  @Override
  public int eventCap() {
    return Math.min(first.eventCap(), second.eventCap());
  }

  @Override
  public Duration eventTtl() {
    return first.eventTtl();
  }

  @Override
  public void elapse(Duration time) {
    first.elapse(time);
    second.elapse(time);
  }

  @Override
  public Instant now() {
    return first.now();
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }

  private final class Queue implements TaskQueue {
    @Override
    public TaskId id(String ownerId, Nonce nonce) {
      return second.queue().id(ownerId, nonce);
    }

    @Override
    public List<Enqueued> enqueue(List<NewTask> tasks) {
      return both("enqueue", stage -> stage.queue().enqueue(tasks));
    }

    @Override
    public List<LeasedTask> fetch(WorkerId worker, Wish wish) {
      return both("fetch", stage -> stage.queue().fetch(worker, wish));
    }

    @Override
    public WriteResult record(Lease lease, Write write) {
      return both("record", stage -> stage.queue().record(lease, write));
    }

    @Override
    public CommitResult commit(Lease lease, Write write, Next next, Wish refill) {
      return both(
          "commit " + Kinds.of(next), stage -> stage.queue().commit(lease, write, next, refill));
    }

    @Override
    public HeartbeatResult heartbeat(WorkerId worker, Held held) {
      return both("heartbeat", stage -> stage.queue().heartbeat(worker, held));
    }

    @Override
    public int release(WorkerId worker) {
      return both("release", stage -> stage.queue().release(worker));
    }

    @Override
    public AnswerOutcome answer(WaitId wait, Answer answer, OpId op) {
      return both("answer", stage -> stage.queue().answer(wait, answer, op));
    }

    @Override
    public ChangeResult steer(TaskId task, List<Payload> messages, SteeringMode mode, OpId op) {
      return both("steer", stage -> stage.queue().steer(task, messages, mode, op));
    }

    @Override
    public ChangeResult cancel(TaskId task, String reason) {
      return both("cancel", stage -> stage.queue().cancel(task, reason));
    }

    @Override
    public ChangeResult revive(TaskId task, Revival how, OpId op) {
      return both("revive", stage -> stage.queue().revive(task, how, op));
    }

    @Override
    public ScheduleResult schedule(ScheduleChange change) {
      return both("schedule " + Kinds.of(change), stage -> stage.queue().schedule(change));
    }

    @Override
    public void limit(LimitChange change) {
      both(
          "limit " + change.getClass().getSimpleName(),
          stage -> {
            stage.queue().limit(change);
            return "";
          });
    }

    @Override
    public TickResult tick(int max, int maxCollected, long seed) {
      return both("tick", stage -> stage.queue().tick(max, maxCollected, seed), this::comparable);
    }

    /** Each adapter collects as much in passing as suits it, so what is left to collect differs. */
    private Object comparable(TickResult tick) {
      return apart
          ? List.of(tick.changed(), tick.schedules(), tick.now())
          : List.of(tick.changed(), tick.more(), tick.nextDue(), tick.schedules(), tick.now());
    }

    @Override
    public void register(AgentCard card) {
      both(
          "register",
          stage -> {
            stage.queue().register(card);
            return "";
          });
    }

    @Override
    public Subscription listen(WorkerId worker, Signals signals) {
      throw new UnsupportedOperationException("signals are hints: they need not be equal");
    }
  }

  private final class Store implements TaskStore {
    @Override
    public Optional<TaskRecord> task(TaskId id) {
      return both("task", stage -> stage.store().task(id));
    }

    @Override
    public List<Entry> journal(TaskId id, long from, int max) {
      return both("journal", stage -> stage.store().journal(id, from, max));
    }

    @Override
    public Page<TaskRecord> tasks(TaskFilter filter) {
      TaskFilter other = filter.after().map(at -> filter.after(pageOf(at))).orElse(filter);
      return page(
          "tasks",
          (stage, next) -> {
            TaskFilter own = stage.equals(first) ? filter : other;
            return sorted(stage.store().tasks(next.isEmpty() ? own : own.after(next)));
          });
    }

    /** Which of two tasks of one millisecond comes first is not promised. */
    private static Page<TaskRecord> sorted(Page<TaskRecord> page) {
      List<TaskRecord> items =
          page.items().stream()
              .sorted(
                  Comparator.comparing(TaskRecord::createdAt)
                      .thenComparing(task -> task.id().value())
                      .reversed())
              .toList();
      return new Page<>(items, page.next(), page.complete());
    }

    @Override
    public Page<WaitRow> waits(WaitFilter filter, @Nullable String after, int max) {
      String other = after == null ? null : pageOf(after);
      return page(
          "waits",
          (stage, next) -> {
            String own = stage.equals(first) ? after : other;
            return stage.store().waits(filter, next.isEmpty() ? own : next, max);
          });
    }

    private String pageOf(String cursor) {
      return Objects.requireNonNull(pages.get(cursor), cursor);
    }

    /**
     * A page of equal items. The lists that adapters scan for a filter are not the same: one may
     * find only afterwards that nothing more is there.
     */
    private <T> Page<T> page(String call, BiFunction<Stage, String, Page<T>> made) {
      Map<Stage, Page<T>> answers = new HashMap<>();
      both(
          call,
          stage -> {
            Page<T> answer = made.apply(stage, "");
            answers.put(stage, answer);
            return answer;
          },
          answer -> List.of(answer.items(), answer.complete()));
      Optional<String> one = Objects.requireNonNull(answers.get(first)).next();
      Optional<String> other = Objects.requireNonNull(answers.get(second)).next();
      if (one.isPresent() && other.isPresent()) {
        pages.put(one.get(), other.get());
      } else if (one.isPresent() || other.isPresent()) {
        Stage longer = one.isPresent() ? first : second;
        Page<T> rest = made.apply(longer, one.or(() -> other).orElseThrow());
        if (!rest.items().isEmpty() || rest.next().isPresent()) {
          throw new Difference(call, one.isPresent() ? rest : "the end", rest);
        }
        return new Page<>(
            Objects.requireNonNull(answers.get(first)).items(), Optional.empty(), true);
      }
      return Objects.requireNonNull(answers.get(first));
    }

    @Override
    public List<ChildResult> children(WaitId wait, int from, int max) {
      return both("children", stage -> stage.store().children(wait, from, max));
    }

    @Override
    public Optional<BatchRow> batch(BatchId id) {
      return both("batch", stage -> stage.store().batch(id));
    }

    @Override
    public Fleet fleet() {
      return both(
          "fleet", stage -> stage.store().fleet(), fleet -> apart ? withoutLeases(fleet) : fleet);
    }

    private static Fleet withoutLeases(Fleet fleet) {
      List<Fleet.WorkerRow> workers =
          fleet.workers().stream()
              .map(
                  row ->
                      new Fleet.WorkerRow(
                          row.id(),
                          row.host(),
                          row.version(),
                          row.slots(),
                          row.tasks(),
                          row.lastHeartbeat(),
                          row.lastHeartbeat()))
              .toList();
      return new Fleet(
          workers,
          fleet.queues(),
          fleet.limits(),
          fleet.schedules(),
          fleet.agents(),
          fleet.parkedWithNothingOpen());
    }

    @Override
    public List<Bucket> metrics(MetricsQuery query) {
      return both("metrics", stage -> stage.store().metrics(query));
    }
  }

  private final class Events implements EventBus {
    @Override
    public boolean chunk(Lease lease, Chunk chunk) {
      return both("chunk", stage -> stage.events().chunk(lease, chunk));
    }

    @Override
    public EventFeed open(EventFilter filter, @Nullable EventCursor after) {
      EventFeed one = first.events().open(filter, after);
      EventCursor at =
          after == null ? null : Objects.requireNonNull(cursors.get(after), after::value);
      EventFeed other = second.events().open(filter, at);
      reached.count("open" + (after == null ? "" : " after"));
      return new Feed(one, other);
    }
  }

  private final class Feed implements EventFeed {
    private final EventFeed one;
    private final EventFeed other;

    Feed(EventFeed one, EventFeed other) {
      this.one = one;
      this.other = other;
    }

    /**
     * The next durable event: what the first has told, the second tells in a moment, and what the
     * first has not, neither. Where an ephemeral one stands between the others is not promised.
     */
    @Override
    public Optional<StoredEvent> poll(Duration atMost) throws InterruptedException {
      Optional<StoredEvent> told = durable(one, atMost);
      Optional<StoredEvent> too = durable(other, told.isPresent() ? PATIENCE : Duration.ZERO);
      if (!told.map(Twin::withoutCursor).equals(too.map(Twin::withoutCursor))) {
        throw new Difference("event", told, too);
      }
      told.ifPresent(
          event -> {
            reached.count("event " + event.type());
            cursors.put(event.cursor(), too.orElseThrow().cursor());
          });
      return told;
    }

    private static Optional<StoredEvent> durable(EventFeed feed, Duration atMost)
        throws InterruptedException {
      Optional<StoredEvent> event = feed.poll(atMost);
      while (event.isPresent() && !event.get().durable()) {
        event = feed.poll(atMost);
      }
      return event;
    }

    @Override
    public boolean isClosed() {
      return one.isClosed() && other.isClosed();
    }

    @Override
    public void close() {
      one.close();
      other.close();
    }
  }

  private static StoredEvent withoutCursor(StoredEvent event) {
    return new StoredEvent(
        new EventCursor("-"),
        event.sequence(),
        event.durable(),
        event.task(),
        event.ownerId(),
        event.agent(),
        event.type(),
        event.turn(),
        event.attempt(),
        event.fence(),
        event.step(),
        event.time(),
        event.fields(),
        event.payload());
  }

  private final class Limits implements ModelLimits {
    @Override
    public Grant acquire(ModelName model, Estimate need, Duration maxWait) {
      return both(
          "acquire",
          stage -> {
            try {
              return stage.limits().acquire(model, need, maxWait);
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
              throw new AssertionError(interrupted);
            }
          });
    }

    @Override
    public void settle(Grant.Granted grant, long tokens) {
      both(
          "settle",
          stage -> {
            stage.limits().settle(grant, tokens);
            return "";
          });
    }

    @Override
    public void pause(ModelName model, Duration time) {
      both(
          "pause",
          stage -> {
            stage.limits().pause(model, time);
            return "";
          });
    }

    @Override
    public void configure(ModelName model, Rates rates) {
      both(
          "configure",
          stage -> {
            stage.limits().configure(model, rates);
            return "";
          });
    }

    @Override
    public Map<ModelName, Rates> rates() {
      return both("rates", stage -> stage.limits().rates());
    }
  }
}
