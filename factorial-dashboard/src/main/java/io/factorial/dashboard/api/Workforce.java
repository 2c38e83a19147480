package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Fields;
import io.factorial.json.Json;
import io.factorial.port.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * The workers as they are now: those that live, and those that fell silent and were not stopped.
 *
 * @param workers the rows
 * @param now the time
 */
record Workforce(List<Fleet.WorkerRow> workers, Instant now) {
  /** After that, a worker that holds nothing is taken for stopped. */
  private static final Duration SHOWN_SILENT = Duration.ofMinutes(10);

  static Workforce of(Fleet fleet, Instant now) {
    return new Workforce(fleet.workers().stream().filter(row -> isShown(row, now)).toList(), now);
  }

  private static boolean isShown(Fleet.WorkerRow row, Instant now) {
    boolean worksFor = !row.slots().isEmpty() || row.tasks() > 0;
    boolean recent = row.lastHeartbeat().plus(SHOWN_SILENT).isAfter(now);
    return worksFor && (row.tasks() > 0 || isAlive(row, now) || (recent && !stopped(row)));
  }

  /** A worker that stops gives its lease back: it ends no later than it was heard. */
  private static boolean stopped(Fleet.WorkerRow row) {
    return row.tasks() == 0 && !row.leaseEnd().isAfter(row.lastHeartbeat());
  }

  private static boolean isAlive(Fleet.WorkerRow row, Instant now) {
    return row.leaseEnd().isAfter(now) && !stopped(row);
  }

  long alive() {
    return workers.stream().filter(row -> isAlive(row, now)).count();
  }

  List<Fleet.WorkerRow> silent() {
    return workers.stream().filter(row -> !isAlive(row, now)).toList();
  }

  boolean runs(String agent) {
    return workers.stream().anyMatch(row -> isAlive(row, now) && row.slots().containsKey(agent));
  }

  int slots() {
    return workers.stream()
        .filter(row -> isAlive(row, now))
        .mapToInt(row -> row.slots().values().stream().mapToInt(Integer::intValue).sum())
        .sum();
  }

  int used() {
    return workers.stream().mapToInt(Fleet.WorkerRow::tasks).sum();
  }

  Json.Arr toJson() {
    return Fields.list(workers, this::worker);
  }

  private Json.Obj worker(Fleet.WorkerRow row) {
    boolean alive = isAlive(row, now);
    int slots = row.slots().values().stream().mapToInt(Integer::intValue).sum();
    return Fields.make()
        .put("id", row.id().value())
        .put("host", row.host())
        .put("version", row.version())
        .put("state", alive ? "alive" : "silent")
        .put("slots", slots)
        .put("load", row.tasks())
        .put("last_heartbeat", row.lastHeartbeat())
        .put("lease_end", row.leaseEnd())
        .put("agents", Fields.list(new TreeSet<>(row.slots().keySet()), Json.Str::new))
        .put(
            "note",
            alive ? null : "Not heard of; its tasks are taken over when its lease has run out.")
        .end();
  }
}
