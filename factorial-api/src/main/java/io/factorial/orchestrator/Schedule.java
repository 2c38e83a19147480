package io.factorial.orchestrator;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that is enqueued by time, as it stood when it was listed.
 *
 * @param name its name
 * @param agent the name of the agent that its tasks run
 * @param ownerId whoever they are run for
 * @param query what each of them is asked
 * @param timing when: {@code every PT1H}, or {@code 0 3 * * 1-5 Europe/Paris}
 * @param nextTick when it is due next, by the store's clock
 * @param agentKnown whether the store knows the agent; while it does not, no task is made
 */
public record Schedule(
    String name,
    String agent,
    String ownerId,
    String query,
    String timing,
    Instant nextTick,
    boolean agentKnown) {

  /** Checks that nothing is missing. */
  public Schedule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(ownerId, "ownerId");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(nextTick, "nextTick");
  }
}
