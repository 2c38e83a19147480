package io.factorial.engine.client;

import io.factorial.budget.Budget;
import io.factorial.engine.journal.Payloads;
import io.factorial.error.DecodingException;
import io.factorial.error.UnknownAgentException;
import io.factorial.json.Json;
import io.factorial.port.AgentCard;
import io.factorial.port.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What of an agent's definition its tasks take along, as its card tells it.
 *
 * @param name the agent's name
 * @param version the version that its tasks are pinned to
 * @param budget its budget
 * @param initialState the state that its tasks start from
 */
record NamedAgent(
    String name, Optional<String> version, Optional<Budget> budget, Optional<Json> initialState) {

  private static NamedAgent of(AgentCard card) {
    Json.Obj described = description(card);
    return new NamedAgent(
        card.name(),
        Optional.ofNullable(card.version()),
        described.get("budget").map(json -> json.as(Budget.class)),
        described.get("initial_state"));
  }

  /** A definition that a newer version described is enqueued without what it says. */
  private static Json.Obj description(AgentCard card) {
    try {
      return Payloads.json(card.description()) instanceof Json.Obj object ? object : Json.Obj.of();
    } catch (DecodingException newer) {
      return Json.Obj.of();
    }
  }

  /** The cards of the store as they were a few seconds ago. Thread-safe. */
  static final class Directory {
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final TaskStore store;
    private final ReentrantLock lock = new ReentrantLock(); // guards cards and readAt
    private List<AgentCard> cards = List.of();
    private long readAt;
    private boolean read;

    Directory(TaskStore store) {
      this.store = store;
    }

    /**
     * Finds an agent.
     *
     * @throws UnknownAgentException when no process ever registered it
     */
    NamedAgent find(String name) {
      lock.lock();
      try {
        refresh(FRESH_NANOS);
        if (known(name).isEmpty()) {
          refresh(LOOK_AGAIN_NANOS);
        }
        return known(name).map(NamedAgent::of).orElseThrow(() -> new UnknownAgentException(name));
      } finally {
        lock.unlock();
      }
    }

    private Optional<AgentCard> known(String name) {
      return cards.stream().filter(card -> card.name().equals(name)).findFirst();
    }

    private void refresh(long atMostOld) {
      if (!read || System.nanoTime() - readAt > atMostOld) {
        cards = store.fleet().agents();
        readAt = System.nanoTime();
        read = true;
      }
    }
  }
}
