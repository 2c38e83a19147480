package io.factorial.redis.twin;

import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.llm.ModelName;
import io.factorial.port.Estimate;
import io.factorial.port.EventFeed;
import io.factorial.port.Grant;
import io.factorial.port.MetricsQuery;
import io.factorial.port.Page;
import io.factorial.port.Rates;
import io.factorial.port.StoredEvent;
import io.factorial.port.TaskStore;
import io.factorial.port.WaitRow;
import io.factorial.task.BatchId;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dashboards, event subscribers, and calls to models. */
final class Watchers {
  private static final ModelName MODEL = ModelName.parse("test:model");

  /** Lists of children and members have an order of their own within a millisecond: no pages. */
  private static final int MOST_LISTED = 500;

  private final Cast cast;

  /** Feeds of two owners, open from the beginning on. */
  private final List<EventFeed> feeds = new ArrayList<>();

  private final List<EventCursor> cursors = new ArrayList<>();
  private final List<Grant.Granted> grants = new ArrayList<>();

  Watchers(Cast cast) {
    this.cast = cast;
    cast.owners.stream()
        .limit(2)
        .forEach(owner -> feeds.add(cast.stage.events().open(EventFilter.owner(owner), null)));
  }

  void act() {
    switch (cast.random.nextInt(12)) {
      case 0 -> read(cast.anyTask());
      case 1 -> cast.stage.store().journal(cast.anyTask(), cast.random.nextInt(5), 3);
      case 2 -> list(filter());
      case 3 -> waits(cast.oneIn(2) ? WaitFilter.all() : WaitFilter.owner(cast.pick(cast.owners)));
      case 4 -> cast.stage.store().fleet();
      case 5 -> metrics();
      case 6 -> listen();
      case 7 -> batches();
      default -> callAModel();
    }
  }

  private void read(TaskId id) {
    cast.stage.store().task(id);
    cast.stage.store().journal(id, 0, 10_000);
  }

  private TaskFilter filter() {
    TaskFilter filter = TaskFilter.all().limit(1 + cast.random.nextInt(8));
    if (cast.oneIn(2)) {
      filter = filter.owner(cast.pick(cast.owners));
    }
    if (cast.oneIn(3)) {
      filter = filter.agent(cast.pick(Cast.AGENTS));
    }
    if (cast.oneIn(2)) {
      filter =
          filter.statuses(
              cast.pick(List.of(TaskStatus.values())), cast.pick(List.of(TaskStatus.values())));
    }
    if (cast.oneIn(6)) {
      filter = filter.parent(cast.anyTask()).limit(MOST_LISTED);
    }
    if (cast.oneIn(6)) {
      filter = filter.text("title 1");
    }
    if (cast.oneIn(6) && !cast.batches.isEmpty()) {
      filter = filter.batch(cast.recent(List.copyOf(cast.batches))).limit(MOST_LISTED);
    }
    return filter;
  }

  private void list(TaskFilter filter) {
    TaskStore store = cast.stage.store();
    Optional<String> next = store.tasks(filter).next();
    while (next.isPresent()) {
      next = store.tasks(filter.after(next.get())).next();
    }
  }

  private void waits(WaitFilter filter) {
    int max = 1 + cast.random.nextInt(5);
    WaitFilter narrowed = cast.oneIn(4) ? filter.kinds(Wait.Kind.APPROVAL) : filter;
    @Nullable String after = null;
    do {
      Page<WaitRow> page = cast.stage.store().waits(narrowed, after, max);
      after = page.next().orElse(null);
    } while (after != null);
  }

  private void metrics() {
    String agent = cast.oneIn(2) ? null : cast.pick(Cast.AGENTS);
    Duration span =
        cast.pick(List.of(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofDays(7)));
    cast.stage.store().metrics(new MetricsQuery(agent, span));
  }

  private void batches() {
    for (BatchId batch : cast.batches) {
      cast.stage.store().batch(batch);
    }
  }

  /** Reads what is new, or everything since a cursor of before. */
  private void listen() {
    if (!cursors.isEmpty() && cast.oneIn(3)) {
      String owner = cast.owners.getFirst();
      try (EventFeed feed =
          cast.stage.events().open(EventFilter.owner(owner), cast.recent(cursors))) {
        drain(feed);
      }
      return;
    }
    feeds.forEach(this::drain);
  }

  private void drain(EventFeed feed) {
    try {
      Optional<StoredEvent> event = feed.poll(Duration.ZERO);
      while (event.isPresent()) {
        if (event.get().ownerId().equals(cast.owners.getFirst())) {
          cursors.add(event.get().cursor());
        }
        event = feed.poll(Duration.ZERO);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private void callAModel() {
    var limits = cast.stage.limits();
    switch (cast.random.nextInt(8)) {
      case 0 -> limits.pause(MODEL, cast.seconds(5));
      case 1 ->
          limits.configure(
              MODEL,
              new Rates(
                  cast.oneIn(3) ? null : Integer.valueOf(3),
                  cast.oneIn(3) ? null : Long.valueOf(600)));
      case 2 -> limits.rates();
      case 3 -> {
        if (!grants.isEmpty()) {
          limits.settle(grants.removeLast(), cast.random.nextInt(200));
        }
      }
      default -> {
        Estimate need = new Estimate(cast.random.nextInt(100), cast.random.nextInt(100));
        try {
          if (limits.acquire(MODEL, need, Duration.ZERO) instanceof Grant.Granted granted) {
            grants.add(granted);
          }
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new AssertionError(interrupted);
        }
      }
    }
  }

  /** Everything that can be seen. */
  void readAll() {
    cast.tasks.forEach(this::read);
    cast.waits.forEach(wait -> cast.stage.store().children(wait, 0, 5));
    cast.waits.forEach(wait -> cast.stage.store().children(wait, 1, 1));
    list(TaskFilter.all().limit(7));
    for (String owner : cast.owners) {
      list(TaskFilter.all().owner(owner));
    }
    for (TaskStatus status : TaskStatus.values()) {
      list(TaskFilter.all().statuses(status));
    }
    cast.tasks.forEach(task -> list(TaskFilter.all().parent(task).limit(MOST_LISTED)));
    waits(WaitFilter.all());
    batches();
    cast.stage.store().fleet();
    cast.stage.store().metrics(new MetricsQuery(null, Duration.ofMinutes(30)));
    cast.stage.store().metrics(new MetricsQuery(null, Duration.ofDays(7)));
    cast.stage.limits().rates();
    feeds.forEach(this::drain);
  }

  void end() {
    feeds.forEach(EventFeed::close);
  }
}
