package io.factorial.redis;

import io.factorial.event.EventCursor;
import io.factorial.port.Payload;
import io.factorial.port.StoredEvent;
import io.factorial.task.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads events as shared/event.lua and chunk.lua write them. */
final class StreamEvents {
  private static final int FIXED = 8;

  private StreamEvents() {}

  /**
   * An event without its place.
   *
   * @param head task, agent, fence, time, type, turn, attempt, step, then names and values
   * @param payload the event's own data
   */
  record Told(List<String> head, Payload payload) {
    static Told read(byte[] head, byte[] payload) {
      return new Told(Netstrings.texts(head), Payload.of(payload));
    }

    TaskId task() {
      return new TaskId(head.get(0));
    }

    String type() {
      return head.get(4);
    }

    long fence() {
      return Long.parseLong(head.get(2));
    }

    int turn() {
      return Integer.parseInt(head.get(5));
    }

    long timeMillis() {
      return Long.parseLong(head.get(3));
    }

    StoredEvent at(String owner, EventCursor cursor, long number, boolean durable) {
      Map<String, String> fields = new HashMap<>();
      for (int i = FIXED; i + 1 < head.size(); i += 2) {
        fields.put(head.get(i), head.get(i + 1));
      }
      return new StoredEvent(
          cursor,
          number,
          durable,
          task(),
          owner,
          head.get(1),
          type(),
          turn(),
          Integer.parseInt(head.get(6)),
          fence(),
          head.get(7),
          Instant.ofEpochMilli(timeMillis()),
          fields,
          payload);
    }
  }
}
