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
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that somebody reads. The store fills it under its own lock; types are filtered
 * by the reader's thread, since a pattern may take long.
 */
final class Feed implements EventFeed {
  private final EventFilter filter;
  private final Consumer<Feed> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Guarded by the lock.
  private final Deque<StoredEvent> events = new ArrayDeque<>();
  private int cap = OwnerEvents.CAP;
  private @Nullable EventCursor oldest;
  private boolean closed;

  Feed(EventFilter filter, Consumer<Feed> onClose) {
    this.filter = filter;
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

  /** Adds an ephemeral event; a reader that lags behind does without. */
  void offer(StoredEvent ephemeral) {
    add(ephemeral, null);
  }

  /** Adds a durable event; a reader that lags too far behind is told so. */
  void offer(StoredEvent durable, EventCursor oldestKept) {
    add(durable, oldestKept);
  }

  private void add(StoredEvent event, @Nullable EventCursor oldestKept) {
    lock.lock();
    try {
      if (closed || oldest != null) {
        return;
      }
      if (events.size() < cap) {
        events.add(event);
      } else if (oldestKept != null) {
        oldest = oldestKept;
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
