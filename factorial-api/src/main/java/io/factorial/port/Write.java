package io.factorial.port;

import io.factorial.budget.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker appends to and changes in a task that it holds. One at a time per task, from one
 * thread.
 *
 * @param op the operation; sent again, it is answered as the first time
 * @param expectedLength the journal's length before this write
 * @param entries what is appended, in order
 * @param waits waits to be RESERVED; one that is RESERVED already takes this definition
 * @param state the new state record; null leaves it as it is
 * @param usage what the task has used since it began; null leaves it as it is
 * @param events durable events, written whatever the outcome
 * @param reserve an amount to be reserved for the next step; null for none
 * @param settle what a step took in the end, in place of its reservation; null for none
 * @param counters what is added to the agent's metrics, by name
 */
public record Write(
    OpId op,
    long expectedLength,
    List<Entry> entries,
    List<NewWait> waits,
    @Nullable Payload state,
    @Nullable Usage usage,
    List<NewEvent> events,
    @Nullable Reservation reserve,
    @Nullable Reservation settle,
    Map<String, Long> counters) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when the length is negative
   */
  public Write {
    Checks.atLeast("expected length", expectedLength, 0);
    entries = List.copyOf(entries);
    waits = List.copyOf(waits);
    events = List.copyOf(events);
    counters = Map.copyOf(counters);
  }

  /**
   * Begins a write.
   *
   * @param op the operation
   * @param expectedLength the journal's length before this write
   * @return a builder that appends nothing yet
   */
  public static Builder builder(OpId op, long expectedLength) {
    return new Builder(op, expectedLength);
  }

  /**
   * The journal's length after this write.
   *
   * @return expected length and entries together
   */
  public long lengthAfter() {
    return expectedLength + entries.size();
  }

  /** Collects a {@link Write}. Not thread-safe; every method returns this builder. */
  public static final class Builder {
    private final OpId op;
    private final long expectedLength;
    private final List<Entry> entries = new ArrayList<>();
    private final List<NewWait> waits = new ArrayList<>();
    private final List<NewEvent> events = new ArrayList<>();
    private final Map<String, Long> counters = new LinkedHashMap<>();
    private @Nullable Payload state;
    private @Nullable Usage usage;
    private @Nullable Reservation reserve;
    private @Nullable Reservation settle;

    private Builder(OpId op, long expectedLength) {
      this.op = op;
      this.expectedLength = expectedLength;
    }

    /**
     * Appends an entry.
     *
     * @param entry the entry
     * @return this builder
     */
    public Builder entry(Entry entry) {
      entries.add(entry);
      return this;
    }

    /**
     * Appends entries in order.
     *
     * @param more the entries
     * @return this builder
     */
    public Builder entries(List<Entry> more) {
      entries.addAll(more);
      return this;
    }

    /**
     * Reserves a wait.
     *
     * @param wait the wait
     * @return this builder
     */
    public Builder reserveWait(NewWait wait) {
      waits.add(wait);
      return this;
    }

    /**
     * Sets the state record.
     *
     * @param newState the state, or null to leave it
     * @return this builder
     */
    public Builder state(@Nullable Payload newState) {
      state = newState;
      return this;
    }

    /**
     * Sets what the task has used since it began.
     *
     * @param used the usage, or null to leave it
     * @return this builder
     */
    public Builder usage(@Nullable Usage used) {
      usage = used;
      return this;
    }

    /**
     * Tells an event.
     *
     * @param event the event
     * @return this builder
     */
    public Builder event(NewEvent event) {
      events.add(event);
      return this;
    }

    /**
     * Tells events in order.
     *
     * @param more the events
     * @return this builder
     */
    public Builder events(List<NewEvent> more) {
      events.addAll(more);
      return this;
    }

    /**
     * Reserves an amount.
     *
     * @param reservation the step and its amount, or null
     * @return this builder
     */
    public Builder reserve(@Nullable Reservation reservation) {
      reserve = reservation;
      return this;
    }

    /**
     * Settles a step.
     *
     * @param reservation the step and what it took, or null
     * @return this builder
     */
    public Builder settle(@Nullable Reservation reservation) {
      settle = reservation;
      return this;
    }

    /**
     * Adds to a counter of the agent's metrics.
     *
     * @param name the counter
     * @param n how much
     * @return this builder
     */
    public Builder count(String name, long n) {
      counters.merge(name, n, Long::sum);
      return this;
    }

    /**
     * Ends the building.
     *
     * @return the write
     */
    public Write build() {
      return new Write(
          op, expectedLength, entries, waits, state, usage, events, reserve, settle, counters);
    }
  }
}
