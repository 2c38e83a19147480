package io.factorial.port;

import java.time.Duration;
import java.util.Optional;

/** An open stream of events. One thread polls; any thread may close. */
public interface EventFeed extends AutoCloseable {
  /**
   * Waits for the next event.
   *
   * @param atMost how long
   * @return the event; empty after that time, or when closed
   * @throws InterruptedException when the thread is interrupted
   * @throws io.factorial.error.EventsTrimmedException when events that were not yet told are gone:
   *     read the state, and open from the oldest cursor
   */
  Optional<StoredEvent> poll(Duration atMost) throws InterruptedException;

  /**
   * Whether the stream has ended.
   *
   * @return true once closed
   */
  boolean isClosed();

  /** Ends the stream and wakes who polls. Closing again changes nothing. */
  @Override
  void close();
}
