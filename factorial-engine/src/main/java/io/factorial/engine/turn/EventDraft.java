package io.factorial.engine.turn;

import io.factorial.event.AgentEvent;
import java.util.function.Function;

/**
 * An event whose header is still to come: whoever delivers it gives it number and time.
 *
 * @param step the step that it tells of, or an empty text
 * @param body makes the event
 */
public record EventDraft(String step, Function<AgentEvent.Meta, AgentEvent> body) {
  static EventDraft of(Function<AgentEvent.Meta, AgentEvent> body) {
    return new EventDraft("", body);
  }

  static EventDraft of(String step, Function<AgentEvent.Meta, AgentEvent> body) {
    return new EventDraft(step, body);
  }

  /**
   * The event.
   *
   * @param meta its header
   * @return the event under that header
   */
  public AgentEvent under(AgentEvent.Meta meta) {
    return body.apply(meta);
  }
}
