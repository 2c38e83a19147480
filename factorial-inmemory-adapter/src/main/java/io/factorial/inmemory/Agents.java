package io.factorial.inmemory;

import io.factorial.port.AgentCard;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The agents that some process registered. */
final class Agents {
  private final TreeMap<String, AgentCard> cards = new TreeMap<>();

  void register(AgentCard card) {
    cards.put(card.name(), card);
  }

  @Nullable AgentCard find(String agent) {
    return cards.get(agent);
  }

  List<AgentCard> all() {
    return List.copyOf(cards.values());
  }
}
