package io.factorial.inmemory;

import io.factorial.port.StoredEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest durable events of one owner. */
final class OwnerEvents {
  static final int CAP = 10_000;

  /** An event and its place in the order of the store. */
  record Told(long place, StoredEvent event) {}

  private final Deque<Told> kept = new ArrayDeque<>();
  private long lastNumber;
  private long lastPlace;
  private long trimmedPlace;

  OwnerEvents(long trimmedPlace) {
    this.trimmedPlace = trimmedPlace;
    this.lastPlace = trimmedPlace;
  }

  /** The number of the event that comes next. */
  long nextNumber() {
    return lastNumber + 1;
  }

  long lastNumber() {
    return lastNumber;
  }

  long lastPlace() {
    return lastPlace;
  }

  void add(long place, StoredEvent event, Instant oldestKept) {
    lastNumber = event.sequence();
    lastPlace = place;
    kept.add(new Told(place, event));
    trim(oldestKept);
  }

  /** Drops what is too old or too much, and says the place of the newest event that is gone. */
  long trim(Instant oldestKept) {
    for (Told head = kept.peek(); head != null; head = kept.peek()) {
      if (kept.size() <= CAP && !head.event().time().isBefore(oldestKept)) {
        break;
      }
      trimmedPlace = head.place();
      kept.remove();
    }
    return trimmedPlace;
  }

  boolean isOlderThan(Instant oldestKept) {
    Told newest = kept.peekLast();
    return newest == null || newest.event().time().isBefore(oldestKept);
  }

  void after(long place, List<Told> into) {
    kept.stream().filter(told -> told.place() > place).forEach(into::add);
  }
}
