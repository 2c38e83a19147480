package io.factorial.task;

import io.factorial.budget.Budget;
import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task is enqueued.
 *
 * @param startAt when it may start at the earliest, by the store's clock; null for now
 * @param delay how long it is held back, zero or more; null for not at all; not together with
 *     {@code startAt}
 * @param dedupKey a key that makes a second enqueue of the same owner and agent answer with the
 *     first task, for as long as that is stored; 1 to 256 characters; null for none
 * @param priority its place among its owner's tasks: 0 to 9, lower first
 * @param budget limits that replace those of the agent, field by field; null for none
 * @param maxTurns replaces the agent's maximum of turns, 1 or more; null for the agent's
 * @param labels what it can be recognised by
 */
public record EnqueueOptions(
    @Nullable Instant startAt,
    @Nullable Duration delay,
    @Nullable String dedupKey,
    int priority,
    @Nullable Budget budget,
    @Nullable Integer maxTurns,
    Map<String, String> labels) {

  private static final int LONGEST_KEY = 256;
  private static final EnqueueOptions DEFAULTS = builder().build();

  /** Copies the labels, and checks every value. */
  public EnqueueOptions {
    if (startAt != null && delay != null) {
      throw InvalidDefinitionException.of(
          "startAt, delay", startAt + ", " + delay, "one of the two");
    }
    if (delay != null && delay.isNegative()) {
      throw InvalidDefinitionException.of("delay", delay, "zero or more");
    }
    if (dedupKey != null && (dedupKey.isEmpty() || dedupKey.length() > LONGEST_KEY)) {
      throw InvalidDefinitionException.of(
          "dedupKey", dedupKey.length() + " characters", "1 to " + LONGEST_KEY);
    }
    if (priority < 0 || priority > 9) {
      throw InvalidDefinitionException.of("priority", priority, "0 to 9");
    }
    if (maxTurns != null && maxTurns < 1) {
      throw InvalidDefinitionException.of("maxTurns", maxTurns, "1 or more");
    }
    labels = Map.copyOf(labels);
  }

  /**
   * At once, at priority 5, within the agent's own limits.
   *
   * @return the defaults
   */
  public static EnqueueOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Puts options together; for one thread. */
  public static final class Builder {

    private @Nullable Instant startAt;
    private @Nullable Duration delay;
    private @Nullable String dedupKey;
    private int priority = 5;
    private @Nullable Budget budget;
    private @Nullable Integer maxTurns;
    private final Map<String, String> labels = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Sets when the task may start at the earliest.
     *
     * @param value the time, by the store's clock
     * @return this builder
     */
    public Builder startAt(Instant value) {
      this.startAt = value;
      return this;
    }

    /**
     * Sets how long the task is held back.
     *
     * @param value zero or more
     * @return this builder
     */
    public Builder delay(Duration value) {
      this.delay = value;
      return this;
    }

    /**
     * Makes a second enqueue with the same owner, agent and key answer with the first task.
     *
     * @param value 1 to 256 characters
     * @return this builder
     */
    public Builder dedupKey(String value) {
      this.dedupKey = value;
      return this;
    }

    /**
     * Sets the task's place among its owner's tasks.
     *
     * @param value 0 to 9, lower first
     * @return this builder
     */
    public Builder priority(int value) {
      this.priority = value;
      return this;
    }

    /**
     * Replaces limits of the agent, field by field.
     *
     * @param value the limits
     * @return this builder
     */
    public Builder budget(Budget value) {
      this.budget = value;
      return this;
    }

    /**
     * Replaces the agent's maximum of turns.
     *
     * @param value 1 or more
     * @return this builder
     */
    public Builder maxTurns(int value) {
      this.maxTurns = value;
      return this;
    }

    /**
     * Adds one label.
     *
     * @param name the label's name
     * @param value its value
     * @return this builder
     */
    public Builder label(String name, String value) {
      this.labels.put(name, value);
      return this;
    }

    /**
     * Adds labels.
     *
     * @param values values by name
     * @return this builder
     */
    public Builder labels(Map<String, String> values) {
      this.labels.putAll(values);
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     * @throws InvalidDefinitionException if a value is out of its range
     */
    public EnqueueOptions build() {
      return new EnqueueOptions(startAt, delay, dedupKey, priority, budget, maxTurns, labels);
    }
  }
}
