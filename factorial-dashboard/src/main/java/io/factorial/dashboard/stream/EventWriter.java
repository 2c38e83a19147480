package io.factorial.dashboard.stream;

import io.factorial.event.AgentEvent;
import io.factorial.event.BatchEvent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.CustomEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.event.TurnEvent;
import io.factorial.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes events in the form of {@code text/event-stream}. Pieces are sent together where they come
 * together. One thread writes; any thread may ask whether it is stuck.
 */
final class EventWriter {
  private static final int SEND_FROM = 16 * 1024;
  private static final long RETRY_MILLIS = 2_000;

  private final OutputStream out;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  /** Since when a piece is being sent; 0 while none is. */
  private volatile long sendingSince;

  EventWriter(OutputStream out) {
    this.out = out;
  }

  void open() throws IOException {
    put(": events of Factorial\nretry: " + RETRY_MILLIS + "\n\n");
    flush();
  }

  void event(AgentEvent event) throws IOException {
    String id = isDurable(event) ? "id: " + event.meta().cursor() + "\n" : "";
    put(id + "event: " + event.type() + "\ndata: " + event.toJson().text() + "\n\n");
    if (pending.size() >= SEND_FROM) {
      flush();
    }
  }

  /** Tells that events are gone: the reader loads what it shows, and goes on from here. */
  void reset(EventCursor oldest) throws IOException {
    Json data = Json.Obj.of("oldest", oldest.value());
    put("id: " + oldest + "\nevent: reset\ndata: " + data.text() + "\n\n");
    flush();
  }

  void heartbeat() throws IOException {
    put(": still here\n\n");
    flush();
  }

  private void put(String text) {
    pending.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void flush() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    sendingSince = System.nanoTime() | 1;
    pending.writeTo(out);
    out.flush();
    sendingSince = 0;
    pending.reset();
  }

  boolean isStalled(Duration atMost) {
    long since = sendingSince;
    return since != 0 && System.nanoTime() - since > atMost.toNanos();
  }

  /** Only what can be replayed moves a reader on: the start of a step and its pieces cannot. */
  private static boolean isDurable(AgentEvent event) {
    return switch (event) {
      case RunEvent run -> true;
      case TaskEvent task -> true;
      case BatchEvent batch -> true;
      case CustomEvent custom -> true;
      case TurnEvent turn -> !(turn instanceof TurnEvent.Started);
      case ToolEvent tool -> !(tool instanceof ToolEvent.Started);
      case CompletionEvent.Started started -> false;
      case CompletionEvent.Chunk chunk -> false;
      case CompletionEvent completion -> true;
    };
  }
}
