package io.factorial.port;

import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Tells events of tasks. Durable events are written by {@link TaskQueue} with the change that they
 * tell of, numbered consecutively per owner, and can be replayed; ephemeral ones go to who listens.
 *
 * <p><b>Contract.</b> A feed tells each durable event of its owner that its filter accepts exactly
 * once and in order, also across a reconnect from a cursor. An ephemeral event of a smaller fence
 * or turn than one already told of its task is dropped.
 *
 * <p><b>Threads.</b> Any number of threads may call.
 */
public interface EventBus {
  /**
   * Tells an ephemeral event.
   *
   * @param lease the right to speak for the task; not checked
   * @param chunk the event
   * @return whether somebody listens; if not, send fewer
   */
  boolean chunk(Lease lease, Chunk chunk);

  /**
   * Opens a stream of the events of an owner, or of tasks that are known.
   *
   * @param filter which events; it names an owner or tasks
   * @param after replay from after this cursor; null for what happens from now on
   * @return the stream, already active
   * @throws io.factorial.error.EventsTrimmedException when the cursor's events are gone
   * @throws io.factorial.error.UnknownTaskException when a task of the filter is unknown
   */
  EventFeed open(EventFilter filter, @Nullable EventCursor after);
}
