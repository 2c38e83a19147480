package io.factorial.engine.client;

import io.factorial.engine.journal.EventPayloads;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.port.EventFeed;
import io.factorial.port.StoredEvent;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A feed of the store as a stream of events. One thread reads; any thread may close. */
final class FeedStream implements EventStream {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EventFeed feed;
  private final EventFilter filter;

  FeedStream(EventFeed feed, EventFilter filter) {
    this.feed = feed;
    this.filter = filter;
  }

  @Override
  public Optional<AgentEvent> poll(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      long left = Math.max(0, deadline - System.nanoTime());
      Optional<StoredEvent> next = feed.poll(Duration.ofNanos(left));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      AgentEvent event = EventPayloads.event(next.get());
      if (filter.matches(event)) {
        return Optional.of(event);
      }
    }
  }

  @Override
  public Iterator<AgentEvent> iterator() {
    return new Iterator<>() {
      private @Nullable AgentEvent next;

      @Override
      public boolean hasNext() {
        while (next == null && !feed.isClosed()) {
          try {
            next = poll(LOOK).orElse(null);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            close();
          }
        }
        return next != null;
      }

      @Override
      public AgentEvent next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException("the stream of events has ended");
        }
        AgentEvent event = next;
        next = null;
        return event;
      }
    };
  }

  @Override
  public void close() {
    feed.close();
  }
}
