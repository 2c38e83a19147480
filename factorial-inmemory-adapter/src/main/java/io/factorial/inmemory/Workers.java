package io.factorial.inmemory;

import io.factorial.port.Fleet;
import io.factorial.port.Held;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workers, until when their tasks are not recovered, and what each of them holds. */
final class Workers {
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final StoreClock clock;
  private final Timers timers;
  private final Map<WorkerId, Row> rows = new HashMap<>();

  /** When somebody last reached the store; null before. */
  private @Nullable Instant alive;

  Workers(StoreClock clock, Timers timers) {
    this.clock = clock;
    this.timers = timers;
  }

  /** Makes or renews the lease of a worker that fetches. */
  void fetches(WorkerId worker, Duration length) {
    row(worker).lastHeard = clock.now();
    renew(worker, length);
  }

  /**
   * Makes or renews the lease of a worker that commits: no more than that, since it is done at each
   * turn.
   */
  void renew(WorkerId worker, Duration length) {
    Row row = row(worker);
    row.length = length;
    lease(row, clock.after(length));
  }

  /** Renews the lease of a worker that has one; only its next fetch makes another one. */
  void beat(WorkerId worker, Held held) {
    reached();
    Row row = row(worker);
    row.lastHeard = clock.now();
    row.host = held.host();
    row.version = held.version();
    row.slots = held.slots();
    if (row.leased) {
      renew(worker, held.leaseLength());
    }
  }

  void take(WorkerId worker, StoredTask task) {
    row(worker).tasks.put(task.id.value(), task);
  }

  void give(WorkerId worker, StoredTask task) {
    row(worker).tasks.remove(task.id.value());
  }

  /** The tasks of a worker, by id. */
  Collection<StoredTask> tasksOf(WorkerId worker) {
    Row row = rows.get(worker);
    return row == null ? List.of() : row.tasks.values();
  }

  @Nullable StoredTask taskOf(WorkerId worker, TaskId task) {
    Row row = rows.get(worker);
    return row == null ? null : row.tasks.get(task.value());
  }

  void end(WorkerId worker) {
    Row row = rows.get(worker);
    if (row != null && row.leased) {
      row.leased = false;
      timers.remove(row.leaseEnd, Timer.Kind.WORKER_LEASE, worker.value());
    }
  }

  /**
   * Notes that the store is reached. Where nobody reached it for long, nobody is dead: every worker
   * gets its whole lease once more.
   */
  void reached() {
    Duration shortest = shortestLease();
    boolean fresh =
        shortest == null
            || (alive != null && !alive.plus(shortest.dividedBy(2)).isBefore(clock.now()));
    alive = clock.now();
    if (!fresh) {
      rows.values().stream()
          .filter(row -> row.leased)
          .forEach(row -> lease(row, clock.after(row.length)));
    }
  }

  /** The longest time between two ticks by which a silence is told from a death. */
  @Nullable Duration longestSilence() {
    Duration shortest = shortestLease();
    return shortest == null ? null : shortest.dividedBy(4);
  }

  List<Fleet.WorkerRow> all() {
    forgetOld();
    return rows.values().stream()
        .sorted(Comparator.comparing(row -> row.id.value()))
        .map(Row::shown)
        .toList();
  }

  private @Nullable Duration shortestLease() {
    Duration shortest = null;
    for (Row row : rows.values()) {
      if (row.leased && (shortest == null || row.length.compareTo(shortest) < 0)) {
        shortest = row.length;
      }
    }
    return shortest;
  }

  private void lease(Row row, Instant end) {
    if (row.leased) {
      timers.remove(row.leaseEnd, Timer.Kind.WORKER_LEASE, row.id.value());
    }
    row.leased = true;
    row.leaseEnd = end;
    timers.add(end, Timer.Kind.WORKER_LEASE, row.id.value());
  }

  private Row row(WorkerId worker) {
    Row row = rows.get(worker);
    if (row == null) {
      forgetOld();
      row = new Row(worker, clock.now());
      rows.put(worker, row);
    }
    return row;
  }

  private void forgetOld() {
    Instant oldest = clock.now().minus(REMEMBERED);
    rows.values()
        .removeIf(row -> !row.leased && row.tasks.isEmpty() && row.lastHeard.isBefore(oldest));
  }

  /** What is known of a worker. */
  private static final class Row {
    private final WorkerId id;
    private final TreeMap<String, StoredTask> tasks = new TreeMap<>();
    private String host = "";
    private String version = "";
    private Map<String, Integer> slots = Map.of();
    private Instant lastHeard;
    private Instant leaseEnd;
    private Duration length = Duration.ZERO;
    private boolean leased;

    Row(WorkerId id, Instant now) {
      this.id = id;
      lastHeard = now;
      leaseEnd = now;
    }

    Fleet.WorkerRow shown() {
      return new Fleet.WorkerRow(
          id, host, version, slots, tasks.size(), lastHeard, leased ? leaseEnd : lastHeard);
    }
  }
}
