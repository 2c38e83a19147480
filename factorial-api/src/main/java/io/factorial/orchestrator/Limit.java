package io.factorial.orchestrator;

import java.util.Objects;

/**
 * One limit that was set.
 *
 * @param kind what is limited
 * @param subject whose limit it is: an owner's id, an agent's name, or {@code provider:model}
 * @param value the limit, 1 or more
 */
public record Limit(Kind kind, String subject, long value) {

  /**
   * Checks the value.
   *
   * @param kind what is limited
   * @param subject whose limit it is
   * @param value the limit, 1 or more
   */
  public Limit {
    Objects.requireNonNull(kind, "kind");
    Checks.named("subject", subject);
    Checks.atLeast("value", value, 1);
  }

  /** What can be limited. */
  public enum Kind {
    /** An owner's share of the workers. */
    OWNER_WEIGHT,
    /** Running tasks of an owner. */
    OWNER_TASKS,
    /** Running tasks of an agent. */
    AGENT_TASKS,
    /** Requests to a model in a minute. */
    MODEL_REQUESTS_PER_MINUTE,
    /** Tokens of a model in a minute. */
    MODEL_TOKENS_PER_MINUTE
  }
}
