package io.factorial.inmemory;

import io.factorial.error.EventsTrimmedException;
import io.factorial.event.EventCursor;
import io.factorial.port.Chunk;
import io.factorial.port.Lease;
import io.factorial.port.NewEvent;
import io.factorial.port.Payload;
import io.factorial.port.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The durable events of all owners, and who listens. A cursor is a place in the order of all
 * durable events of the store, so that one cursor serves a feed of several owners.
 */
final class Events {
  static final Duration KEPT = Duration.ofHours(24);
  private static final int FORGET_PER_EVENT = 2;

  private final StoreClock clock;

  /** The owner whose last event is the oldest comes first. */
  private final LinkedHashMap<String, OwnerEvents> owners = new LinkedHashMap<>();

  private final Map<String, List<Feed>> feeds = new HashMap<>();
  private long lastPlace;

  /** No event of a forgotten owner has a later place. */
  private long forgottenPlace;

  Events(StoreClock clock) {
    this.clock = clock;
  }

  /** Tells an event that the worker passed. */
  void tell(StoredTask task, NewEvent event) {
    append(
        task,
        new Draft(
            event.type(),
            event.turn(),
            event.attempt(),
            task.fence,
            event.step(),
            Map.of(),
            event.payload()));
  }

  /** Tells an event that the store makes. */
  void tell(StoredTask task, String type, Map<String, String> fields) {
    tell(task, type, task.fence, fields);
  }

  void tell(StoredTask task, String type, long fence, Map<String, String> fields) {
    append(task, new Draft(type, task.turn, task.attempt, fence, "", fields, Payload.EMPTY));
  }

  /**
   * Tells an ephemeral event to who listens; what a newer fence or turn has overtaken is dropped.
   */
  boolean tell(StoredTask task, Lease lease, Chunk chunk) {
    List<Feed> listening = listening(task);
    if (listening.isEmpty() || isOvertaken(task, lease, chunk)) {
      return !listening.isEmpty();
    }
    task.toldFence = lease.fence();
    task.toldTurn = chunk.turn();
    OwnerEvents events = owners.get(task.owner);
    long place = events == null ? forgottenPlace : events.lastPlace();
    long number = events == null ? 0 : events.lastNumber();
    Draft draft =
        new Draft(
            chunk.type(),
            chunk.turn(),
            chunk.attempt(),
            lease.fence(),
            chunk.step(),
            Map.of("offset", Long.toString(chunk.offset())),
            chunk.payload());
    StoredEvent event = draft.event(task, place, number, false, clock.now());
    listening.forEach(feed -> feed.offer(event));
    return true;
  }

  boolean isWatched(StoredTask task) {
    return !listening(task).isEmpty();
  }

  /** Fills a feed with what came after a cursor, and keeps it filled. */
  void open(Feed feed, List<String> names, @Nullable EventCursor after) {
    if (after != null) {
      feed.replay(replay(feed, names, after));
    }
    names.forEach(name -> feeds.computeIfAbsent(name, owner -> new ArrayList<>()).add(feed));
  }

  /** The first cursor after which nothing of these owners is gone. */
  EventCursor oldestKept(List<String> names) {
    return cursor(trimmedPlace(names));
  }

  void close(Feed feed, List<String> names) {
    for (String name : names) {
      List<Feed> listening = feeds.get(name);
      if (listening != null && listening.remove(feed) && listening.isEmpty()) {
        feeds.remove(name);
      }
    }
  }

  /** How many owners have events that are kept. */
  int owners() {
    return owners.size();
  }

  private List<StoredEvent> replay(Feed feed, List<String> names, EventCursor after) {
    long place = placeOf(after);
    long trimmed = trimmedPlace(names);
    if (place < trimmed || place > lastPlace) {
      throw new EventsTrimmedException(cursor(trimmed));
    }
    List<OwnerEvents.Told> told = new ArrayList<>();
    for (String name : names) {
      OwnerEvents events = owners.get(name);
      if (events != null) {
        events.after(place, told);
      }
    }
    Predicate<OwnerEvents.Told> accepted = each -> feed.takes(each.event().task());
    return told.stream()
        .filter(accepted)
        .sorted(Comparator.comparingLong(OwnerEvents.Told::place))
        .map(OwnerEvents.Told::event)
        .toList();
  }

  private long trimmedPlace(List<String> names) {
    long trimmed = 0;
    for (String name : names) {
      OwnerEvents events = owners.get(name);
      trimmed = Math.max(trimmed, events == null ? forgottenPlace : events.trim(oldestKept()));
    }
    return trimmed;
  }

  private void append(StoredTask task, Draft draft) {
    OwnerEvents events = owners.remove(task.owner);
    if (events == null) {
      events = new OwnerEvents(forgottenPlace);
    }
    owners.put(task.owner, events);
    lastPlace++;
    StoredEvent event = draft.event(task, lastPlace, events.nextNumber(), true, clock.now());
    events.add(lastPlace, event, oldestKept());
    listening(task).forEach(feed -> feed.offer(event));
    forgetOwners();
  }

  /** Forgets owners that nothing happened to for a day; more than one event can add. */
  private void forgetOwners() {
    for (int i = 0; i < FORGET_PER_EVENT; i++) {
      Map.Entry<String, OwnerEvents> eldest = owners.firstEntry();
      if (!eldest.getValue().isOlderThan(oldestKept())) {
        return;
      }
      forgottenPlace = Math.max(forgottenPlace, eldest.getValue().lastPlace());
      owners.remove(eldest.getKey());
    }
  }

  private List<Feed> listening(StoredTask task) {
    List<Feed> all = feeds.get(task.owner);
    return all == null ? List.of() : all.stream().filter(feed -> feed.takes(task.id)).toList();
  }

  private Instant oldestKept() {
    return clock.now().minus(KEPT);
  }

  private static boolean isOvertaken(StoredTask task, Lease lease, Chunk chunk) {
    return task.status.isOver()
        || lease.fence() < Math.max(task.fence, task.toldFence)
        || chunk.turn() < Math.max(task.turn, task.toldTurn);
  }

  /** A cursor that is none of this store's stands before everything that is kept. */
  private static long placeOf(EventCursor cursor) {
    try {
      return Long.parseLong(cursor.value());
    } catch (NumberFormatException foreign) {
      return -1;
    }
  }

  static EventCursor cursor(long place) {
    return new EventCursor(Long.toString(place));
  }

  /** An event before it has its place. */
  private record Draft(
      String type,
      int turn,
      int attempt,
      long fence,
      String step,
      Map<String, String> fields,
      Payload payload) {
    StoredEvent event(StoredTask task, long place, long number, boolean durable, Instant now) {
      return new StoredEvent(
          cursor(place),
          number,
          durable,
          task.id,
          task.owner,
          task.agent,
          type,
          turn,
          attempt,
          fence,
          step,
          now,
          fields,
          payload);
    }
  }
}
