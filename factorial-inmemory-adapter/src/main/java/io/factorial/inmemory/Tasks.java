package io.factorial.inmemory;

import io.factorial.task.BatchId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The records of all tasks, what finds them, and when they expire. */
final class Tasks {
  /** Names a task by what makes it unique for who enqueues it. */
  private record DedupKey(String agent, String owner, String key) {}

  private final StoreClock clock;
  private final Map<TaskId, StoredTask> byId = new HashMap<>();
  private final Map<DedupKey, TaskId> byDedupKey = new HashMap<>();
  private final TreeMap<TaskKey, StoredTask> expiring = new TreeMap<>();

  private final TreeMap<TaskKey, StoredTask> all = new TreeMap<>();
  private final Index<String> byAgent = new Index<>();
  private final Index<String> byOwner = new Index<>();
  private final Index<TaskId> byParent = new Index<>();
  private final Index<BatchId> byBatch = new Index<>();
  private final Index<TaskStatus> byStatus = new Index<>();
  private final Map<String, Map<TaskStatus, Long>> counts = new HashMap<>();
  private Consumer<StoredTask> forgotten = task -> {};

  Tasks(StoreClock clock) {
    this.clock = clock;
  }

  /** Says who is told of every task whose record goes. */
  void onForget(Consumer<StoredTask> listener) {
    forgotten = listener;
  }

  /** Finds a task that has not expired. */
  @Nullable StoredTask find(TaskId id) {
    StoredTask task = byId.get(id);
    return task == null || hasExpired(task) ? null : task;
  }

  /** Finds the task that took a dedup key and has not expired. */
  @Nullable StoredTask find(String agent, String owner, String dedupKey) {
    TaskId id = byDedupKey.get(new DedupKey(agent, owner, dedupKey));
    return id == null ? null : find(id);
  }

  /** The root of a cancelled tree answers for descendants that the cascade has not reached yet. */
  boolean isTreeCancelled(StoredTask task) {
    StoredTask root = find(task.root);
    return root != null && root.status == TaskStatus.CANCELLED;
  }

  boolean hasExpired(StoredTask task) {
    return task.expiresAt != null && clock.isPast(task.expiresAt);
  }

  /** Stores a task; an expired one of the same id or dedup key goes at once. */
  void add(StoredTask task) {
    forget(byId.get(task.id));
    if (task.dedupKey != null) {
      DedupKey dedup = new DedupKey(task.agent, task.owner, task.dedupKey);
      TaskId before = byDedupKey.get(dedup);
      forget(before == null ? null : byId.get(before));
      byDedupKey.put(dedup, task.id);
    }
    byId.put(task.id, task);
    all.put(task.key, task);
    byAgent.add(task.agent, task);
    byOwner.add(task.owner, task);
    byStatus.add(task.status, task);
    count(task, 1);
    if (task.parent != null) {
      byParent.add(task.parent.waitId().task(), task);
    }
    if (task.batch != null) {
      byBatch.add(task.batch.batch(), task);
    }
  }

  void status(StoredTask task, TaskStatus status) {
    if (task.status == status) {
      return;
    }
    byStatus.remove(task.status, task);
    count(task, -1);
    task.status = status;
    byStatus.add(status, task);
    count(task, 1);
  }

  void expireAt(StoredTask task, Instant at) {
    task.expiresAt = at;
    expiring.put(new TaskKey(at, task.id), task);
  }

  void keep(StoredTask task) {
    if (task.expiresAt != null) {
      expiring.remove(new TaskKey(task.expiresAt, task.id));
      task.expiresAt = null;
    }
  }

  /** Removes records that have expired, and says whether some are left. */
  boolean collect(int max) {
    for (int i = 0; i < max && hasExpired(); i++) {
      forget(expiring.firstEntry().getValue());
    }
    return hasExpired();
  }

  private boolean hasExpired() {
    return !expiring.isEmpty() && clock.isPast(expiring.firstKey().createdAt());
  }

  /** The narrowest of the lists that hold every task of a filter. */
  NavigableMap<TaskKey, StoredTask> list(
      @Nullable String agent,
      @Nullable String owner,
      @Nullable TaskId parent,
      @Nullable BatchId batch) {
    NavigableMap<TaskKey, StoredTask> narrowest = all;
    narrowest = narrower(narrowest, byAgent, agent);
    narrowest = narrower(narrowest, byOwner, owner);
    narrowest = narrower(narrowest, byParent, parent);
    return narrower(narrowest, byBatch, batch);
  }

  NavigableMap<TaskKey, StoredTask> withStatus(TaskStatus status) {
    return byStatus.get(status);
  }

  /** How many tasks of an agent have each status. */
  Map<TaskStatus, Long> counts(String agent) {
    return counts.getOrDefault(agent, Map.of());
  }

  /** How many records there are, expired ones that are not yet removed included. */
  int size() {
    return byId.size();
  }

  private void forget(@Nullable StoredTask task) {
    if (task == null) {
      return;
    }
    keep(task);
    byId.remove(task.id);
    all.remove(task.key);
    byAgent.remove(task.agent, task);
    byOwner.remove(task.owner, task);
    byStatus.remove(task.status, task);
    count(task, -1);
    if (task.dedupKey != null) {
      byDedupKey.remove(new DedupKey(task.agent, task.owner, task.dedupKey), task.id);
    }
    if (task.parent != null) {
      byParent.remove(task.parent.waitId().task(), task);
    }
    if (task.batch != null) {
      byBatch.remove(task.batch.batch(), task);
    }
    forgotten.accept(task);
  }

  private void count(StoredTask task, long change) {
    Map<TaskStatus, Long> counted =
        counts.computeIfAbsent(task.agent, agent -> new EnumMap<>(TaskStatus.class));
    counted.merge(task.status, change, (a, b) -> a + b == 0 ? null : a + b);
  }

  private static <K> NavigableMap<TaskKey, StoredTask> narrower(
      NavigableMap<TaskKey, StoredTask> than, Index<K> index, @Nullable K name) {
    if (name == null) {
      return than;
    }
    NavigableMap<TaskKey, StoredTask> named = index.get(name);
    return named.size() < than.size() ? named : than;
  }

  /** Tasks by one of their properties. */
  private static final class Index<K> {
    private static final NavigableMap<TaskKey, StoredTask> NONE = new TreeMap<>();

    private final Map<K, TreeMap<TaskKey, StoredTask>> lists = new LinkedHashMap<>();

    void add(K name, StoredTask task) {
      lists.computeIfAbsent(name, key -> new TreeMap<>()).put(task.key, task);
    }

    void remove(K name, StoredTask task) {
      TreeMap<TaskKey, StoredTask> list = lists.get(name);
      if (list != null && list.remove(task.key) != null && list.isEmpty()) {
        lists.remove(name);
      }
    }

    NavigableMap<TaskKey, StoredTask> get(K name) {
      TreeMap<TaskKey, StoredTask> list = lists.get(name);
      return list == null ? NONE : list;
    }
  }
}
