package io.factorial.dashboard.stream;

import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Response;
import io.factorial.error.EventsTrimmedException;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.orchestrator.Orchestrator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of events of this process: each is written by the thread of its request. A
 * reader that takes nothing for a while is cut off, and comes back with the cursor that it has;
 * what it has not read meanwhile lies in the store, not here. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);
  private static final int MOST = 2_000;

  private final Orchestrator orchestrator;
  private final Duration heartbeat;
  private final Duration stall;
  private final Set<Writing> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watchdog;

  /**
   * Makes none yet.
   *
   * @param orchestrator where the events come from
   * @param heartbeat after so much silence a comment is sent, by which a peer that is gone is found
   * @param stall how long a peer may leave a piece unread
   */
  public EventStreams(Orchestrator orchestrator, Duration heartbeat, Duration stall) {
    this.orchestrator = orchestrator;
    this.heartbeat = heartbeat;
    this.stall = stall;
    this.watchdog = Thread.ofVirtual().name("factorial-streams").start(this::watch);
  }

  /**
   * How many are open.
   *
   * @return 0 or more
   */
  public int size() {
    return open.size();
  }

  /**
   * Opens a stream.
   *
   * @param filter which events
   * @param after the cursor of the last event that the reader has, or null
   * @return the response that is written until the reader goes
   * @throws Problem 503 when there are too many
   */
  public Response open(EventFilter filter, @Nullable EventCursor after) {
    if (open.size() >= MOST || closed.getCount() == 0) {
      throw Problem.of(503, "too_many_streams", "events: too many streams are open")
          .header("Retry-After", "5");
    }
    return Response.stream("text/event-stream", out -> write(filter, after, out))
        .header("X-Accel-Buffering", "no");
  }

  private void write(EventFilter filter, @Nullable EventCursor after, OutputStream out)
      throws IOException, InterruptedException {
    Writing writing = new Writing(Thread.currentThread(), new EventWriter(out));
    open.add(writing);
    try {
      writing.writer().open();
      follow(filter, after, writing.writer());
    } finally {
      open.remove(writing);
    }
  }

  /** Goes on from the oldest event that is kept, and says so, where the reader came too late. */
  private void follow(EventFilter filter, @Nullable EventCursor after, EventWriter writer)
      throws IOException, InterruptedException {
    @Nullable EventCursor from = after;
    while (closed.getCount() > 0) {
      try {
        relay(filter, from, writer);
      } catch (EventsTrimmedException trimmed) {
        from = trimmed.oldest();
        writer.reset(from);
      }
    }
  }

  private void relay(EventFilter filter, @Nullable EventCursor from, EventWriter writer)
      throws IOException, InterruptedException {
    try (EventStream events =
        from == null ? orchestrator.subscribe(filter) : orchestrator.subscribe(filter, from)) {
      while (closed.getCount() > 0) {
        Optional<AgentEvent> next = events.poll(Duration.ZERO);
        if (next.isEmpty()) {
          writer.flush();
          next = events.poll(heartbeat);
        }
        if (next.isPresent()) {
          writer.event(next.get());
        } else {
          writer.heartbeat();
        }
      }
    }
  }

  /** A stream and the thread that writes it. */
  private record Writing(Thread thread, EventWriter writer) {}

  /** Cuts off who reads nothing: interrupting a thread that writes closes its connection. */
  private void watch() {
    try {
      while (!closed.await(stall.toMillis() / 4, TimeUnit.MILLISECONDS)) {
        for (Writing writing : open) {
          if (writing.writer().isStalled(stall)) {
            log.atInfo().log("reader of events took nothing, cut off");
            writing.thread().interrupt();
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all streams at once. */
  @Override
  public void close() {
    closed.countDown();
    open.forEach(writing -> writing.thread().interrupt());
    watchdog.interrupt();
  }
}
