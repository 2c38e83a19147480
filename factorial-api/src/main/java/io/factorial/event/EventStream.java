package io.factorial.event;

import io.factorial.error.EventsTrimmedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * Events as they come, in the order in which they happened, until somebody closes the stream.
 *
 * <p>For one reader: there is one iterator, and {@link #poll} takes from the same events. The
 * iterator ends when the stream is closed, by any thread, or its own thread is interrupted, whose
 * flag stays set. A reader that falls too far behind gets an {@link EventsTrimmedException}.
 */
public interface EventStream extends Iterable<AgentEvent>, AutoCloseable {

  /**
   * The events, waiting for each.
   *
   * @return the one iterator of this stream
   */
  @Override
  Iterator<AgentEvent> iterator();

  /**
   * Waits for the next event.
   *
   * @param atMost how long to wait; zero looks once
   * @return the event, empty if none came in time or the stream is closed
   * @throws InterruptedException if the thread is interrupted
   * @throws EventsTrimmedException if the next event is no longer kept
   */
  Optional<AgentEvent> poll(Duration atMost) throws InterruptedException;

  /** Ends the stream; a second call does nothing. */
  @Override
  void close();
}
