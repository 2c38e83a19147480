package io.factorial.engine.turn;

import io.factorial.budget.Usage;
import io.factorial.engine.journal.Content;
import io.factorial.port.Counters;
import io.factorial.port.NewWait;
import io.factorial.port.Reservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run appends in one write. Not thread-safe: the run's thread fills it. */
public final class Step {
  private final List<Content.At> contents = new ArrayList<>();
  private final List<NewWait> waits = new ArrayList<>();
  private final List<EventDraft> events = new ArrayList<>();
  private final Map<String, Long> counters = new LinkedHashMap<>();
  private @Nullable Record state;
  private @Nullable Usage usage;
  private @Nullable Reservation reserve;
  private @Nullable Reservation settle;

  Step() {}

  Step add(Content.At content) {
    contents.add(content);
    return this;
  }

  Step addFirst(Content.At content) {
    contents.add(0, content);
    return this;
  }

  Step reserve(NewWait wait) {
    waits.add(wait);
    return this;
  }

  Step tell(EventDraft event) {
    events.add(event);
    return this;
  }

  Step count(String counter, long n) {
    counters.merge(counter, n, Long::sum);
    return this;
  }

  /** Counts a sample of a timer. */
  Step countTime(String timer, long millis) {
    return count(Counters.cellOf(timer, millis), 1).count(Counters.sum(timer), millis);
  }

  Step reserve(@Nullable Reservation reservation) {
    reserve = reservation;
    return this;
  }

  Step settle(@Nullable Reservation reservation) {
    settle = reservation;
    return this;
  }

  Step with(@Nullable Record newState, Usage used) {
    state = newState;
    usage = used;
    return this;
  }

  /** Whether it holds a completion: the turn is not in the journal yet. */
  boolean holdsCompletion() {
    return contents.stream().anyMatch(at -> at.content() instanceof Content.Completion);
  }

  void clear() {
    contents.clear();
    waits.clear();
    events.clear();
    counters.clear();
    state = null;
    usage = null;
    reserve = null;
    settle = null;
  }

  /**
   * What is appended to the journal.
   *
   * @return in order
   */
  public List<Content.At> contents() {
    return contents;
  }

  /**
   * The waits to reserve.
   *
   * @return in order
   */
  public List<NewWait> waits() {
    return waits;
  }

  /**
   * The events that are told with it.
   *
   * @return in order
   */
  public List<EventDraft> events() {
    return events;
  }

  /**
   * What is counted.
   *
   * @return by name
   */
  public Map<String, Long> counters() {
    return counters;
  }

  /**
   * The new state record.
   *
   * @return null when it did not change
   */
  public @Nullable Record state() {
    return state;
  }

  /**
   * What the run has used.
   *
   * @return null when it is not known to have changed
   */
  public @Nullable Usage usage() {
    return usage;
  }

  /**
   * What the next step reserves.
   *
   * @return null for nothing
   */
  public @Nullable Reservation reserve() {
    return reserve;
  }

  /**
   * What a step took.
   *
   * @return null for nothing
   */
  public @Nullable Reservation settle() {
    return settle;
  }
}
