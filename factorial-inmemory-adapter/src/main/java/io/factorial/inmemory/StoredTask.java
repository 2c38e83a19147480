package io.factorial.inmemory;

import io.factorial.budget.Usage;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.BatchMember;
import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.port.WorkerId;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task as the store holds it: what was enqueued, and the state that transitions change. Guarded
 * by the store's lock.
 */
final class StoredTask {
  /** Operations that steered a task are remembered up to this number, the oldest go first. */
  private static final int STEERING_OPS = 1_000;

  final TaskKey key;
  final TaskId id;
  final TaskId root;
  final String agent;
  final @Nullable String version;
  final String owner;
  final String title;
  final int priority;
  final long number;
  Duration wallClock;
  final boolean pauseAtDeadline;
  final @Nullable Parent parent;
  final @Nullable BatchMember batch;
  final @Nullable String dedupKey;
  final Map<String, String> labels;
  final String trace;
  final TaskTtlConfig ttl;
  final int maxRecoveries;

  /** What its tree spends, where it is a root or has limits of its own. */
  final @Nullable TreeBudget budget;

  private final List<Entry> journal;
  private long journalBytes;

  TaskStatus status = TaskStatus.QUEUED;
  String reason = "";
  int turn;
  int attempt;
  int pickups;
  int recoveries;

  /** Whether a step is recorded. */
  boolean stepped;

  /** Whether a completion is recorded whose turn is not committed. */
  boolean turnOpen;

  /** Whether it stands before all tasks of its owner that have not been picked up. */
  boolean atHead;

  long fence;
  @Nullable Nonce nonce;
  @Nullable WorkerId worker;

  @Nullable OpId lastOp;
  @Nullable Object lastAnswer;
  @Nullable OpId lastRevival;

  Usage usage = Usage.ZERO;
  @Nullable Payload state;
  @Nullable Payload output;
  @Nullable RunError error;

  @Nullable Instant startedAt;
  @Nullable Instant endedAt;
  @Nullable Instant expiresAt;
  @Nullable Instant dueAt;
  Instant deadline;

  final Deque<Payload> inbox = new ArrayDeque<>(1);
  private final Set<OpId> steeringOps = new LinkedHashSet<>(2);
  private int steeringTurn = -1;
  private int steeringIndex;

  /** Every wait that the task has had, by call: an answer that comes late is told so. */
  final Map<String, StoredWait> waits = new HashMap<>(2);

  /** Those that may still change: reserved, open, or with an answer that is to be read. */
  final Set<StoredWait> liveWaits = new LinkedHashSet<>(2);

  int openWaits;

  /** Children that have not ended, by the call that made them. */
  private final Map<String, Set<TaskId>> openChildren = new TreeMap<>();

  /** Turn and fence of the newest ephemeral event that was told. */
  long toldFence;

  int toldTurn;

  /** How children ended, by the call that made them. */
  private final Map<String, ChildResults> results = new HashMap<>(1);

  StoredTask(NewTask task, Enlisted enlisted) {
    key = new TaskKey(enlisted.createdAt(), task.id());
    id = task.id();
    root = enlisted.root();
    agent = task.agent();
    version = task.agentVersion();
    owner = task.ownerId();
    title = task.title();
    priority = task.priority();
    number = enlisted.number();
    wallClock = task.deadline();
    pauseAtDeadline = task.pauseAtDeadline();
    parent = task.parent();
    batch = task.batch();
    dedupKey = task.dedupKey();
    labels = task.labels();
    trace = task.trace();
    ttl = enlisted.ttl();
    maxRecoveries = enlisted.maxRecoveries();
    boolean limited = !task.limits().equals(Spend.UNLIMITED);
    budget = limited || parent == null ? new TreeBudget(task.limits()) : null;
    journal = new ArrayList<>(task.journal().size());
    task.journal().forEach(this::append);
    turn = task.turn();
    state = task.state();
    deadline = enlisted.deadline();
  }

  /**
   * What the store adds to a new task.
   *
   * @param createdAt the store's time
   * @param root the root of its tree
   * @param number its place in the order of all tasks
   * @param deadline when its wall clock ends
   * @param ttl how long it is kept after its end
   * @param maxRecoveries how many recoveries it survives
   */
  record Enlisted(
      Instant createdAt,
      TaskId root,
      long number,
      Instant deadline,
      TaskTtlConfig ttl,
      int maxRecoveries) {}

  void append(Entry entry) {
    journal.add(entry);
    journalBytes += entry.payload().size();
    stepped |= isStep(entry);
  }

  static boolean isStep(Entry entry) {
    return entry.kind() == Entry.Kind.COMPLETION || entry.kind() == Entry.Kind.RESULT;
  }

  long length() {
    return journal.size();
  }

  long journalBytes() {
    return journalBytes;
  }

  /** A copy of the journal from an entry on. */
  List<Entry> journal(long from, long max) {
    if (from >= journal.size()) {
      return List.of();
    }
    long to = max > journal.size() - from ? journal.size() : from + max;
    return List.copyOf(journal.subList((int) from, (int) to));
  }

  List<Entry> journalFrom(long from) {
    return journal(from, Long.MAX_VALUE);
  }

  /** Moves the messages from outside into the journal, at the turn that begins. */
  void readInbox() {
    if (steeringTurn != turn) {
      steeringTurn = turn;
      steeringIndex = 0;
    }
    for (Payload message = inbox.poll(); message != null; message = inbox.poll()) {
      append(new Entry(turn, steeringIndex++, attempt, Entry.Kind.STEERING, message));
    }
  }

  boolean wasSteeredBy(OpId op) {
    return steeringOps.contains(op);
  }

  void steer(OpId op, List<Payload> messages) {
    inbox.addAll(messages);
    steeringOps.add(op);
    if (steeringOps.size() > STEERING_OPS) {
      steeringOps.remove(steeringOps.iterator().next());
    }
  }

  /** The children of a call that have not ended; removing one here forgets it. */
  Set<TaskId> openChildren(String call) {
    return openChildren.getOrDefault(call, Set.of());
  }

  Set<String> callsWithChildren() {
    return openChildren.keySet();
  }

  void childMade(String call, TaskId child) {
    openChildren.computeIfAbsent(call, name -> new LinkedHashSet<>()).add(child);
  }

  void childEnded(String call, TaskId child) {
    Set<TaskId> children = openChildren.get(call);
    if (children != null && children.remove(child) && children.isEmpty()) {
      openChildren.remove(call);
    }
  }

  ChildResults results(String call) {
    return results.computeIfAbsent(call, name -> new ChildResults());
  }

  boolean isHeldBy(Lease lease) {
    return status == TaskStatus.PROCESSING && fence == lease.fence() && lease.nonce().equals(nonce);
  }

  /** The stored lease; only of a task that is held. */
  Lease lease() {
    if (worker == null || nonce == null) {
      throw new IllegalStateException("task " + id + ": " + status + " (expected: PROCESSING)");
    }
    return new Lease(id, worker, fence, nonce);
  }

  boolean isRunnable() {
    return status == TaskStatus.QUEUED || status == TaskStatus.ACTIVE;
  }

  boolean isParked() {
    return status == TaskStatus.PENDING_TOOL_RESULTS || status == TaskStatus.PENDING_CHILD_TASKS;
  }

  /** The task as readers see it. */
  TaskRecord record() {
    return record(state, output);
  }

  /** The task as lists show it. */
  TaskRecord row() {
    return record(null, null);
  }

  private TaskRecord record(@Nullable Payload shownState, @Nullable Payload shownOutput) {
    return new TaskRecord(
        id,
        agent,
        version,
        owner,
        status,
        reason,
        parent,
        batch == null ? null : batch.batch(),
        turn,
        attempt,
        pickups,
        recoveries,
        fence,
        worker,
        length(),
        openWaits,
        title,
        priority,
        usage,
        budget != null && parent == null ? budget.spent() : Spend.ZERO,
        budget == null ? Spend.UNLIMITED : budget.limits(),
        key.createdAt(),
        startedAt,
        endedAt,
        dueAt,
        deadline,
        labels,
        trace,
        shownState,
        shownOutput,
        error);
  }
}
