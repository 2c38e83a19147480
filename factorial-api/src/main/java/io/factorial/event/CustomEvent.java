package io.factorial.event;

import io.factorial.json.Json;
import java.util.Objects;

/**
 * What an agent publishes by itself, or an event of a type that this version does not know.
 *
 * @param meta which task, where in it, and when
 * @param type the name of what happened, in snake case
 * @param data what the event says
 */
public record CustomEvent(Meta meta, String type, Json data) implements AgentEvent {

  /** Checks that nothing is missing. */
  public CustomEvent {
    Objects.requireNonNull(meta, "meta");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
  }
}
