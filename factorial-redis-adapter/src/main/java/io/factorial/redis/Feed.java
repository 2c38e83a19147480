package io.factorial.redis;

import io.factorial.error.EventsTrimmedException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.EventFeed;
import io.factorial.port.StoredEvent;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that somebody reads. Its owners' tails fill it; types are filtered by who
 * reads.
 */
final class Feed implements EventFeed {
  private final EventFilter filter;
  private final int cap;
  private final Consumer<Feed> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Guarded by the lock.
  private final Deque<StoredEvent> events = new ArrayDeque<>();
  private final Map<String, Cursors.Place> places = new HashMap<>();
  private final Map<TaskId, Told> newest = new HashMap<>();
  private int replayed;
  private @Nullable EventCursor oldest;
  private boolean closed;

  /** Fence and turn of the newest event that was told of a task. */
  private record Told(long fence, int turn) {}

  Feed(EventFilter filter, int cap, Consumer<Feed> onClose) {
    this.filter = filter;
    this.cap = cap;
    this.onClose = onClose;
  }

  /** Where the feed stands in an owner's events. */
  Cursors.@Nullable Place place(String owner) {
    lock.lock();
    try {
      return places.get(owner);
    } finally {
      lock.unlock();
    }
  }

  void place(String owner, Cursors.Place place) {
    lock.lock();
    try {
      places.put(owner, place);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a durable event that came after the feed's place; a reader that lags too far behind is
   * told so.
   */
  void offer(String owner, long epoch, OwnerEvents.Numbered event, boolean isReplay) {
    lock.lock();
    try {
      Cursors.Place place = places.get(owner);
      if (place != null && event.number() <= place.number()) {
        return;
      }
      places.put(owner, new Cursors.Place(epoch, event.number()));
      if (closed || oldest != null || !takes(event.told().task())) {
        return;
      }
      if (isReplay) {
        replayed++;
      }
      EventCursor cursor = Cursors.write(places);
      if (events.size() >= cap + replayed) {
        oldest = cursor;
        events.clear();
      } else {
        events.add(event.told().at(owner, cursor, event.number(), true));
        remember(event.told());
      }
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds an ephemeral event, unless a newer fence or turn has overtaken it; a reader that lags
   * behind does without.
   */
  void offer(String owner, StreamEvents.Told chunk) {
    lock.lock();
    try {
      if (closed || oldest != null || !takes(chunk.task()) || isOvertaken(chunk)) {
        return;
      }
      Cursors.Place place = places.getOrDefault(owner, Cursors.Place.BEGIN);
      if (events.size() < cap) {
        remember(chunk);
        events.add(chunk.at(owner, Cursors.write(places), place.number(), false));
        filled.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isOvertaken(StreamEvents.Told chunk) {
    Told told = newest.get(chunk.task());
    return told != null && (chunk.fence() < told.fence() || chunk.turn() < told.turn());
  }

  private void remember(StreamEvents.Told event) {
    if (isEnd(event.type())) {
      newest.remove(event.task());
      return;
    }
    newest.merge(
        event.task(),
        new Told(event.fence(), event.turn()),
        (a, b) -> new Told(Math.max(a.fence(), b.fence()), Math.max(a.turn(), b.turn())));
  }

  private static boolean isEnd(String type) {
    return type.equals("run_completed")
        || type.equals("run_failed")
        || type.equals("run_cancelled");
  }

  private boolean takes(TaskId task) {
    return filter.taskIds().isEmpty() || filter.taskIds().contains(task);
  }

  @Override
  public Optional<StoredEvent> poll(Duration atMost) throws InterruptedException {
    long begun = System.nanoTime();
    long most = TimeUnit.NANOSECONDS.convert(atMost);
    while (true) {
      StoredEvent event = take(most - (System.nanoTime() - begun));
      // A tail fills the feed under the same lock, so no pattern is matched there.
      if (event == null || matches(event.type())) {
        return Optional.ofNullable(event);
      }
    }
  }

  private @Nullable StoredEvent take(long atMostNanos) throws InterruptedException {
    long left = atMostNanos;
    lock.lockInterruptibly();
    try {
      while (events.isEmpty()) {
        if (oldest != null) {
          throw new EventsTrimmedException(oldest);
        }
        if (closed || left <= 0) {
          return null;
        }
        left = filled.awaitNanos(left);
      }
      return events.remove();
    } finally {
      lock.unlock();
    }
  }

  private boolean matches(String type) {
    return (filter.types().isEmpty() || filter.types().contains(type))
        && filter.pattern().map(form -> form.matcher(type).matches()).orElse(true);
  }

  /** Says that events which were not told are gone. */
  void trimmed(EventCursor keptAfter) {
    lock.lock();
    try {
      oldest = keptAfter;
      events.clear();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A cursor of all places of this feed, with another place for one owner. */
  EventCursor cursorAt(String owner, Cursors.Place place) {
    lock.lock();
    try {
      Map<String, Cursors.Place> changed = new HashMap<>(places);
      changed.put(owner, place);
      return Cursors.write(changed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      events.clear();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
    onClose.accept(this);
  }
}
