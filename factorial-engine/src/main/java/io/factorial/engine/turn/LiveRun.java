package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Usage;
import io.factorial.engine.journal.Conversation;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.event.CustomEvent;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.run.RunContext;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run while it runs: what the user's functions see of it, and what the turn loop knows of it. The
 * run's thread changes it; any thread may read it, and change the state record.
 */
public final class LiveRun implements RunContext {
  private static final Pattern CUSTOM_TYPE = Pattern.compile("[a-z][a-z0-9_]*");
  private static final int NO_CALL = -1;
  private static final Set<String> BUILT_IN =
      Set.of("run_", "progress_update_", "task_", "wait_", "batch_", "step_", "agent_output");

  private final TaskId taskId;
  private final String ownerId;
  private final String agent;
  private final Conversation conversation;
  private final ReentrantLock lock = new ReentrantLock(); // guards what is not final or volatile
  private final List<Published> published = new ArrayList<>();
  private final TurnCut cut = new TurnCut();
  private volatile int turn;
  private volatile int attempt;
  private volatile boolean cancelled;
  private Usage usage;
  private Usage turnUsage;
  private @Nullable Record state;
  private @Nullable Record recordedState;

  /** Changes of the state since the last write, in their order. */
  private final List<Change> changes = new ArrayList<>();

  /** Calls without a result: what they change is recorded together with it. */
  private final Set<Integer> runningCalls = new HashSet<>();

  /** What a run starts or goes on from. */
  public record Origin(
      TaskId taskId,
      String ownerId,
      String agent,
      int turn,
      int attempt,
      Usage usage,
      @Nullable Record state) {}

  private record Published(String type, Json data) {}

  /** A change of the state, by a call or, with a negative number, by the run itself. */
  private record Change(int call, UnaryOperator<Record> change) {}

  /**
   * Makes a live run.
   *
   * @param origin what it goes on from
   * @param conversation its conversation so far
   */
  public LiveRun(Origin origin, Conversation conversation) {
    this.taskId = origin.taskId();
    this.ownerId = origin.ownerId();
    this.agent = origin.agent();
    this.turn = origin.turn();
    this.attempt = origin.attempt();
    this.usage = origin.usage();
    this.state = origin.state();
    this.recordedState = state;
    this.conversation = conversation;
    this.turnUsage =
        conversation.openTurn().map(open -> open.response().usage()).orElse(Usage.ZERO);
  }

  @Override
  public TaskId taskId() {
    return taskId;
  }

  @Override
  public String ownerId() {
    return ownerId;
  }

  @Override
  public String agent() {
    return agent;
  }

  @Override
  public String query() {
    return conversation.query();
  }

  @Override
  public List<Message> messages() {
    return conversation.messages();
  }

  @Override
  public int turn() {
    return turn;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public Usage usage() {
    lock.lock();
    try {
      return usage;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public <S extends Record> S state(Class<S> type) {
    lock.lock();
    try {
      return type.cast(present(type));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <S extends Record> S updateState(Class<S> type, UnaryOperator<S> change) {
    return updateState(NO_CALL, type, change);
  }

  /**
   * Changes the state on behalf of a call: should the call run again after a crash, its change was
   * not recorded before its result.
   */
  <S extends Record> S updateState(int call, Class<S> type, UnaryOperator<S> change) {
    lock.lock();
    try {
      S changed =
          Objects.requireNonNull(change.apply(type.cast(present(type))), "the changed state");
      state = changed;
      changes.add(new Change(call, before -> change.apply(type.cast(before))));
      return changed;
    } finally {
      lock.unlock();
    }
  }

  void callStarts(int index) {
    lock.lock();
    try {
      runningCalls.add(index);
    } finally {
      lock.unlock();
    }
  }

  void callEnds(int index) {
    lock.lock();
    try {
      runningCalls.remove(index);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void publish(String type, Record data) {
    if (!CUSTOM_TYPE.matcher(type).matches() || BUILT_IN.stream().anyMatch(type::startsWith)) {
      throw InvalidDefinitionException.of(
          "event type", type, CUSTOM_TYPE + ", without a built-in prefix " + BUILT_IN);
    }
    Json encoded = Json.of(data);
    lock.lock();
    try {
      published.add(new Published(type, encoded));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The conversation behind the messages.
   *
   * @return the conversation; only the run's thread appends
   */
  public Conversation conversation() {
    return conversation;
  }

  /**
   * Ends the running turn early.
   *
   * @return the way to cut it short
   */
  public TurnCut cut() {
    return cut;
  }

  /** Tells the user's functions that the run is being cancelled. */
  public void cancel() {
    cancelled = true;
  }

  void use(Usage more) {
    lock.lock();
    try {
      usage = usage.plus(more);
      turnUsage = turnUsage.plus(more);
    } finally {
      lock.unlock();
    }
  }

  /** Begins the next turn. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the run's thread writes
  void nextTurn() {
    turn++;
    attempt = 0;
    lock.lock();
    try {
      turnUsage = Usage.ZERO;
    } finally {
      lock.unlock();
    }
  }

  /** What the turn has used so far. */
  Usage turnUsage() {
    lock.lock();
    try {
      return turnUsage;
    } finally {
      lock.unlock();
    }
  }

  /** Tries the turn again, from the state of the last record. What was paid for stays counted. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the run's thread writes
  void retry(boolean counted) {
    if (counted) {
      attempt++;
    }
    lock.lock();
    try {
      state = recordedState;
      changes.clear();
      runningCalls.clear();
      published.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Moves what was published, used and changed since the last write into the next one. */
  void moveInto(Step step) {
    lock.lock();
    try {
      for (Published event : published) {
        step.tell(EventDraft.of(meta -> new CustomEvent(meta, event.type(), event.data())));
      }
      published.clear();
      step.with(recordChanges() ? recordedState : null, usage);
    } finally {
      lock.unlock();
    }
  }

  /** Applies what is to be recorded to what was, and the rest after it. */
  private boolean recordChanges() {
    Record recorded = recordedState;
    if (recorded == null || changes.isEmpty()) {
      return false;
    }
    List<Change> later = new ArrayList<>();
    for (Change change : changes) {
      if (runningCalls.contains(change.call())) {
        later.add(change);
      } else {
        recorded = change.change().apply(recorded);
      }
    }
    boolean changed = later.size() < changes.size();
    recordedState = recorded;
    Record live = recorded;
    for (Change change : later) {
      live = change.change().apply(live);
    }
    state = live;
    changes.clear();
    changes.addAll(later);
    return changed;
  }

  /**
   * The state record as the last write left it.
   *
   * @return null for an agent without one
   */
  public @Nullable Record recordedState() {
    lock.lock();
    try {
      return recordedState;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The state record as it is now.
   *
   * @return null for an agent without one
   */
  public @Nullable Record stateNow() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  private Record present(Class<?> type) {
    Record now = state;
    if (now == null || !type.isInstance(now)) {
      throw new InvalidDefinitionException(
          "state of agent "
              + agent
              + ": "
              + (now == null ? "none" : now.getClass().getName())
              + " (expected: "
              + type.getName()
              + "; declare it with AgentBuilder.state)");
    }
    return now;
  }

  /**
   * Reads the state that a definition starts from, unless the caller brought one.
   *
   * @param definition the agent
   * @param given the caller's state, or null
   * @return the state; null for an agent without one
   * @throws InvalidDefinitionException when the given state does not fit the declared one
   */
  public static @Nullable Record initialState(
      AgentDefinition<?> definition, @Nullable Record given) {
    AgentDefinition.State declared = definition.state().orElse(null);
    if (declared == null) {
      if (given != null) {
        throw new InvalidDefinitionException(
            "state of agent "
                + definition.name()
                + ": "
                + given.getClass().getName()
                + " (expected: none; declare it with AgentBuilder.state)");
      }
      return null;
    }
    Record state = given != null ? given : declared.initial().orElse(null);
    if (state == null || !declared.type().isInstance(state)) {
      throw new InvalidDefinitionException(
          "state of agent "
              + definition.name()
              + ": "
              + (state == null ? "none" : state.getClass().getName())
              + " (expected: "
              + declared.type().getName()
              + "; give it with AgentContext.withState, or an initial one with"
              + " AgentBuilder.state)");
    }
    return state;
  }
}
