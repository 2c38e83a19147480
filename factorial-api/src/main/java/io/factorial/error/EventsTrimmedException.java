package io.factorial.error;

import io.factorial.event.EventCursor;

/**
 * The answer to a subscription whose next event is no longer kept, or to a stream that fell behind.
 *
 * <p>The way out: read the state again, then subscribe after {@link #oldest()}.
 */
public final class EventsTrimmedException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The cursor to go on from. */
  private final EventCursor oldest;

  /**
   * Tells from where events are still kept.
   *
   * @param oldest the cursor after which events can be read
   */
  public EventsTrimmedException(EventCursor oldest) {
    super(
        "events: trimmed up to "
            + oldest
            + " (expected: a cursor that is kept; read the state again and subscribe after this one)");
    this.oldest = oldest;
  }

  /**
   * The cursor to go on from.
   *
   * @return the oldest cursor after which events can be read
   */
  public EventCursor oldest() {
    return oldest;
  }

  /** {@inheritDoc} Never: what was trimmed does not come back. */
  @Override
  public boolean retryable() {
    return false;
  }
}
