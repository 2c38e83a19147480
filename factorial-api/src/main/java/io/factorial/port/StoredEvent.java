package io.factorial.port;

import io.factorial.event.EventCursor;
import io.factorial.task.TaskId;
import java.time.Instant;
import java.util.Map;

/**
 * An event as a store tells it.
 *
 * @param cursor where to go on after it; of an ephemeral event, that of the owner's last durable
 *     one
 * @param sequence its number, consecutive per owner from 1; of an ephemeral event, that of the
 *     owner's last durable one
 * @param durable whether it can be replayed
 * @param task the task
 * @param ownerId the task's owner
 * @param agent the task's agent
 * @param type the event's type
 * @param turn the turn
 * @param attempt the attempt
 * @param fence the task's fence then
 * @param step the step, or an empty text
 * @param time when, by the store's clock
 * @param fields what the store itself knows of it, by name: {@code code}, {@code message}, {@code
 *     due}, {@code call}, {@code reason}, {@code recoveries}, counts
 * @param payload the event's own data, in the engine's codec; empty where the store made the event
 */
public record StoredEvent(
    EventCursor cursor,
    long sequence,
    boolean durable,
    TaskId task,
    String ownerId,
    String agent,
    String type,
    int turn,
    int attempt,
    long fence,
    String step,
    Instant time,
    Map<String, String> fields,
    Payload payload) {
  /** Copies. */
  public StoredEvent {
    fields = Map.copyOf(fields);
  }
}
