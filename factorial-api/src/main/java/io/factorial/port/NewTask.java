package io.factorial.port;

import io.factorial.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task to be stored.
 *
 * @param id from {@link TaskQueue#id}, or derived from the parent's
 * @param agent the agent's name
 * @param agentVersion pins the task to workers of this version; null for the newest definition
 * @param ownerId for whom it runs
 * @param title the query's first 200 characters, for lists and their text filter
 * @param journal entry 0 is the input; a fork brings its prefix
 * @param turn the first turn to run; 0 unless forked
 * @param state the state record, or null
 * @param startAt not before this time of the store's clock, or null
 * @param delay not before so long from now; counts where {@code startAt} is null
 * @param dedupKey unique for owner and agent while the task's record lives, or null
 * @param priority 0 to 9, lower first, among the tasks of one owner
 * @param limits what the task's tree may spend
 * @param deadline wall clock from now to the task's deadline
 * @param pauseAtDeadline whether the deadline pauses the task instead of failing it
 * @param parent whose child this is, or null
 * @param batch which batch this is in, or null
 * @param labels free text by name, for lists
 * @param trace the W3C traceparent of the caller; may be empty
 */
public record NewTask(
    TaskId id,
    String agent,
    @Nullable String agentVersion,
    String ownerId,
    String title,
    List<Entry> journal,
    int turn,
    @Nullable Payload state,
    @Nullable Instant startAt,
    Duration delay,
    @Nullable String dedupKey,
    int priority,
    Spend limits,
    Duration deadline,
    boolean pauseAtDeadline,
    @Nullable Parent parent,
    @Nullable BatchMember batch,
    Map<String, String> labels,
    String trace) {
  /** The priority of a task for which none is given. */
  public static final int DEFAULT_PRIORITY = 5;

  private static final int MAX_PRIORITY = 9;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is out of its range or the journal is empty
   */
  public NewTask {
    Checks.named("agent", agent);
    Checks.named("owner", ownerId);
    Checks.atLeast("turn", turn, 0);
    Checks.notNegative("delay", delay);
    Checks.notNegative("deadline", deadline);
    if (priority < 0 || priority > MAX_PRIORITY) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 9)");
    }
    journal = List.copyOf(journal);
    if (journal.isEmpty()) {
      throw new IllegalArgumentException("journal: empty (expected: the input as entry 0)");
    }
    labels = Map.copyOf(labels);
  }

  /**
   * Begins a task that starts now, with default priority and without limits.
   *
   * @param id the task's id
   * @param agent the agent's name
   * @param ownerId for whom it runs
   * @param input the journal's entry 0
   * @return a builder
   */
  public static Builder builder(TaskId id, String agent, String ownerId, Payload input) {
    return new Builder(id, agent, ownerId, input);
  }

  /** Collects a {@link NewTask}. Not thread-safe; every method returns this builder. */
  public static final class Builder {
    private static final Duration DEFAULT_DEADLINE = Duration.ofDays(30);

    private final TaskId id;
    private final String agent;
    private final String ownerId;
    private List<Entry> journal;
    private @Nullable String agentVersion;
    private String title = "";
    private int turn;
    private @Nullable Payload state;
    private @Nullable Instant startAt;
    private Duration delay = Duration.ZERO;
    private @Nullable String dedupKey;
    private int priority = DEFAULT_PRIORITY;
    private Spend limits = Spend.UNLIMITED;
    private Duration deadline = DEFAULT_DEADLINE;
    private boolean pauseAtDeadline;
    private @Nullable Parent parent;
    private @Nullable BatchMember batch;
    private Map<String, String> labels = Map.of();
    private String trace = "";

    private Builder(TaskId id, String agent, String ownerId, Payload input) {
      this.id = id;
      this.agent = agent;
      this.ownerId = ownerId;
      this.journal = List.of(new Entry(0, 0, 0, Entry.Kind.INPUT, input));
    }

    /**
     * Pins the task to a version of its agent.
     *
     * @param version the version, or null
     * @return this builder
     */
    public Builder agentVersion(@Nullable String version) {
      agentVersion = version;
      return this;
    }

    /**
     * Sets the title.
     *
     * @param text the query's first 200 characters
     * @return this builder
     */
    public Builder title(String text) {
      title = text;
      return this;
    }

    /**
     * Starts from a fork's journal.
     *
     * @param prefix the journal, with its input as entry 0
     * @param firstTurn the first turn to run
     * @return this builder
     */
    public Builder fork(List<Entry> prefix, int firstTurn) {
      journal = prefix;
      turn = firstTurn;
      return this;
    }

    /**
     * Sets the state record.
     *
     * @param record the state, or null
     * @return this builder
     */
    public Builder state(@Nullable Payload record) {
      state = record;
      return this;
    }

    /**
     * Delays the start to a time.
     *
     * @param time by the store's clock, or null
     * @return this builder
     */
    public Builder startAt(@Nullable Instant time) {
      startAt = time;
      return this;
    }

    /**
     * Delays the start.
     *
     * @param time how long from now
     * @return this builder
     */
    public Builder delay(Duration time) {
      delay = time;
      return this;
    }

    /**
     * Makes the task unique for its owner and agent.
     *
     * @param key the key, or null
     * @return this builder
     */
    public Builder dedupKey(@Nullable String key) {
      dedupKey = key;
      return this;
    }

    /**
     * Sets the priority among the owner's tasks.
     *
     * @param value 0 to 9, lower first
     * @return this builder
     */
    public Builder priority(int value) {
      priority = value;
      return this;
    }

    /**
     * Limits what the task's tree may spend.
     *
     * @param spend the limits
     * @return this builder
     */
    public Builder limits(Spend spend) {
      limits = spend;
      return this;
    }

    /**
     * Limits the task's wall clock.
     *
     * @param time from now
     * @param pause whether the deadline pauses the task instead of failing it
     * @return this builder
     */
    public Builder deadline(Duration time, boolean pause) {
      deadline = time;
      pauseAtDeadline = pause;
      return this;
    }

    /**
     * Makes the task a child.
     *
     * @param of whose child, or null
     * @return this builder
     */
    public Builder parent(@Nullable Parent of) {
      parent = of;
      return this;
    }

    /**
     * Puts the task into a batch.
     *
     * @param member which batch, or null
     * @return this builder
     */
    public Builder batch(@Nullable BatchMember member) {
      batch = member;
      return this;
    }

    /**
     * Labels the task.
     *
     * @param texts free text by name
     * @return this builder
     */
    public Builder labels(Map<String, String> texts) {
      labels = texts;
      return this;
    }

    /**
     * Sets the trace.
     *
     * @param traceparent W3C traceparent; may be empty
     * @return this builder
     */
    public Builder trace(String traceparent) {
      trace = traceparent;
      return this;
    }

    /**
     * Ends the building.
     *
     * @return the task
     */
    public NewTask build() {
      return new NewTask(
          id,
          agent,
          agentVersion,
          ownerId,
          title,
          journal,
          turn,
          state,
          startAt,
          delay,
          dedupKey,
          priority,
          limits,
          deadline,
          pauseAtDeadline,
          parent,
          batch,
          labels,
          trace);
    }
  }
}
