package io.factorial.inmemory;

import io.factorial.port.Page;
import io.factorial.port.WaitRow;
import io.factorial.task.TaskId;
import io.factorial.wait.WaitFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open waits, the oldest first: all of them, and those of each owner. */
final class WaitIndex {
  private static final int MAX_SCAN = 2_000;

  /** A wait's place in the list. */
  private record Place(Instant since, TaskId task, String call) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::since)
            .thenComparing(place -> place.task().value())
            .thenComparing(Place::call);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    String cursor() {
      return since.toEpochMilli() + "_" + task + "_" + call;
    }

    static Place parse(String cursor) {
      String[] parts = Cursors.parts(cursor, 3);
      return new Place(Cursors.instant(cursor, parts[0]), Cursors.task(parts[1]), parts[2]);
    }
  }

  private final TreeMap<Place, StoredWait> all = new TreeMap<>();
  private final Map<String, TreeMap<Place, StoredWait>> byOwner = new HashMap<>();

  void add(StoredWait wait, Instant since) {
    Place place = place(wait, since);
    all.put(place, wait);
    byOwner.computeIfAbsent(wait.task.owner, owner -> new TreeMap<>()).put(place, wait);
  }

  void remove(StoredWait wait, Instant since) {
    Place place = place(wait, since);
    all.remove(place);
    TreeMap<Place, StoredWait> owned = byOwner.get(wait.task.owner);
    if (owned != null && owned.remove(place) != null && owned.isEmpty()) {
      byOwner.remove(wait.task.owner);
    }
  }

  Page<WaitRow> list(
      WaitFilter filter, @Nullable StoredTask only, @Nullable String after, int max) {
    List<WaitRow> rows = new ArrayList<>();
    NavigableMap<Place, StoredWait> waits = candidates(filter, only);
    if (after != null) {
      waits = waits.tailMap(Place.parse(after), false);
    }
    int scanned = 0;
    Place last = null;
    for (Map.Entry<Place, StoredWait> each : waits.entrySet()) {
      if (rows.size() == max || scanned == MAX_SCAN) {
        Optional<String> next = Optional.ofNullable(last).map(Place::cursor);
        return new Page<>(rows, next, rows.size() == max);
      }
      scanned++;
      last = each.getKey();
      if (matches(filter, each.getValue())) {
        rows.add(each.getValue().row(last.since()));
      }
    }
    return new Page<>(rows, Optional.empty(), true);
  }

  private NavigableMap<Place, StoredWait> candidates(WaitFilter filter, @Nullable StoredTask only) {
    if (filter.task().isPresent()) {
      TreeMap<Place, StoredWait> ofTask = new TreeMap<>();
      if (only != null) {
        only.liveWaits.forEach(wait -> addOpen(wait, ofTask));
      }
      return ofTask;
    }
    return filter
        .owner()
        .<NavigableMap<Place, StoredWait>>map(owner -> byOwner.getOrDefault(owner, new TreeMap<>()))
        .orElse(all);
  }

  private static void addOpen(StoredWait wait, Map<Place, StoredWait> into) {
    Instant since = wait.since;
    if (wait.state == StoredWait.State.OPEN && since != null) {
      into.put(place(wait, since), wait);
    }
  }

  private static boolean matches(WaitFilter filter, StoredWait wait) {
    return filter.owner().map(wait.task.owner::equals).orElse(true)
        && (filter.kinds().isEmpty() || filter.kinds().contains(wait.definition.kind()));
  }

  private static Place place(StoredWait wait, Instant since) {
    return new Place(since, wait.task.id, wait.definition.call());
  }
}
