package io.factorial.inmemory;

import io.factorial.error.EventsTrimmedException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.EventFeed;
import io.factorial.port.StoredEvent;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that somebody reads. The store fills it under its own lock; types are filtered
 * by the reader's thread, since a pattern may take long.
 */
final class Feed implements EventFeed {
  private final EventFilter filter;
  private final Supplier<EventCursor> oldestKept;
  private final Consumer<Feed> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Guarded by the lock.
  private final Deque<StoredEvent> events = new ArrayDeque<>();
  private int cap = OwnerEvents.CAP;
  private boolean behind;
  private boolean closed;

  /**
   * Makes an empty feed.
   *
   * @param filter which events it takes
   * @param oldestKept asks the store where a reader that fell behind can go on
   * @param onClose tells the store to fill it no more
   */
  Feed(EventFilter filter, Supplier<EventCursor> oldestKept, Consumer<Feed> onClose) {
    this.filter = filter;
    this.oldestKept = oldestKept;
    this.onClose = onClose;
  }

  /** Whether the filter names a task, or none in particular. */
  boolean takes(TaskId task) {
    return filter.taskIds().isEmpty() || filter.taskIds().contains(task);
  }

  /** Adds what was missed. */
  void replay(List<StoredEvent> missed) {
    lock.lock();
    try {
      events.addAll(missed);
      cap += missed.size();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event. A reader that lags too far behind does without ephemeral ones. */
  void offer(StoredEvent event) {
    lock.lock();
    try {
      if (closed || behind) {
        return;
      }
      if (events.size() < cap) {
        events.add(event);
      } else if (event.durable()) {
        behind = true;
        events.clear();
      }
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<StoredEvent> poll(Duration atMost) throws InterruptedException {
    long begun = System.nanoTime();
    long most = TimeUnit.NANOSECONDS.convert(atMost);
    while (true) {
      StoredEvent event = take(most - (System.nanoTime() - begun));
      if (event == null && isBehind()) {
        throw new EventsTrimmedException(oldestKept.get());
      }
      // The store fills the feed under the same lock, so no pattern is matched there.
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
        if (behind || closed || left <= 0) {
          return null;
        }
        left = filled.awaitNanos(left);
      }
      return events.remove();
    } finally {
      lock.unlock();
    }
  }

  private boolean isBehind() {
    lock.lock();
    try {
      return behind && !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean matches(String type) {
    return (filter.types().isEmpty() || filter.types().contains(type))
        && filter.pattern().map(form -> form.matcher(type).matches()).orElse(true);
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
