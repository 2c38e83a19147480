package io.factorial.inmemory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The owners that have runnable tasks of one agent, by pass. Tasks that are pinned to a version of
 * the agent stand in lines of their own, since only workers of that version take them; an owner has
 * one pass for all of them.
 *
 * @see "Waldspurger, Weihl, Stride scheduling, MIT 1995"
 */
final class Ring {
  /** What one turn costs an owner of weight 1. */
  private static final long TURN = 1_000;

  /** How far an owner that returns may lag behind those that ran: it is served soon. */
  private static final long CREDIT = 5 * TURN;

  /** How far a waiting owner must be ahead to take the slot of a running task. */
  private static final long CLAIM = 4 * TURN;

  /** Of how many owners that ran dry the pass is kept. */
  private static final int IDLE_CAP = 10_000;

  private static final String UNPINNED = "";

  private static final Comparator<StoredTask> LINE_ORDER =
      Comparator.<StoredTask>comparingInt(task -> task.atHead ? 0 : 1)
          .thenComparingInt(task -> task.priority)
          .thenComparingLong(task -> task.number);

  /** An owner with runnable tasks. */
  private static final class Waiting {
    private final String owner;
    private final Map<String, TreeSet<StoredTask>> lines = new TreeMap<>();
    private long pass;

    Waiting(String owner, long pass) {
      this.owner = owner;
      this.pass = pass;
    }

    StoredTask first(String version) {
      TreeSet<StoredTask> line = lines.get(version);
      if (line == null) {
        throw new IllegalStateException("ring: owner without a line (expected: a task)");
      }
      return line.first();
    }
  }

  /** The pass of an owner that ran dry. */
  private record Idle(long pass, String owner) implements Comparable<Idle> {
    private static final Comparator<Idle> ORDER =
        Comparator.comparingLong(Idle::pass).thenComparing(Idle::owner);

    @Override
    public int compareTo(Idle other) {
      return ORDER.compare(this, other);
    }
  }

  private static final Comparator<Waiting> RING_ORDER =
      Comparator.<Waiting>comparingLong(waiting -> waiting.pass)
          .thenComparing(waiting -> waiting.owner);

  private final QueueLimits limits;
  private final Map<String, Waiting> waiting = new HashMap<>();

  /** By version, the owners below their limit that have a task in its line. */
  private final Map<String, TreeSet<Waiting>> rings = new TreeMap<>();

  private final TreeSet<Idle> idle = new TreeSet<>();
  private final Map<String, Idle> idleByOwner = new HashMap<>();
  private long base;

  Ring(QueueLimits limits) {
    this.limits = limits;
  }

  void add(StoredTask task, boolean head) {
    task.atHead = head;
    Waiting owner = waiting.get(task.owner);
    if (owner == null) {
      owner = new Waiting(task.owner, passOf(task.owner));
      forgetIdle(task.owner);
      waiting.put(task.owner, owner);
    }
    leave(owner);
    owner.lines.computeIfAbsent(lineOf(task), line -> new TreeSet<>(LINE_ORDER)).add(task);
    enter(owner);
  }

  void remove(StoredTask task) {
    Waiting owner = waiting.get(task.owner);
    if (owner == null) {
      return;
    }
    leave(owner);
    TreeSet<StoredTask> line = owner.lines.get(lineOf(task));
    if (line != null && line.remove(task) && line.isEmpty()) {
      owner.lines.remove(lineOf(task));
    }
    task.atHead = false;
    if (owner.lines.isEmpty()) {
      waiting.remove(task.owner);
      keepIdle(task.owner, owner.pass);
    } else {
      enter(owner);
    }
  }

  @Nullable StoredTask first(@Nullable String version) {
    Waiting unpinned = head(UNPINNED);
    Waiting pinned = version == null ? null : head(version);
    if (unpinned == null || version == null) {
      return pinned == null || version == null
          ? (unpinned == null ? null : unpinned.first(UNPINNED))
          : pinned.first(version);
    }
    if (pinned == null) {
      return unpinned.first(UNPINNED);
    }
    int order = RING_ORDER.compare(unpinned, pinned);
    if (order == 0) {
      // One owner leads both rings: its line decides.
      order = LINE_ORDER.compare(unpinned.first(UNPINNED), pinned.first(version));
    }
    return order <= 0 ? unpinned.first(UNPINNED) : pinned.first(version);
  }

  void pick(StoredTask task) {
    charge(task);
    remove(task);
  }

  /** Charges the owner of a task whose turn begins, and moves the base. */
  void charge(StoredTask task) {
    long pass = passOf(task.owner);
    moveBase(pass, task);
    long after = pass + TURN / limits.weight(task.owner);
    Waiting owner = waiting.get(task.owner);
    if (owner == null) {
      keepIdle(task.owner, after);
      return;
    }
    leave(owner);
    owner.pass = after;
    enter(owner);
  }

  boolean hasBetterClaimThan(StoredTask task) {
    long limit = passOf(task.owner) - CLAIM;
    return hasBetterClaim(UNPINNED, task.owner, limit)
        || (task.version != null && hasBetterClaim(task.version, task.owner, limit));
  }

  /** Enters or leaves the ring as the owner's limit says now; false where it has no task. */
  boolean refresh(String name) {
    Waiting owner = waiting.get(name);
    if (owner == null) {
      return false;
    }
    leave(owner);
    enter(owner);
    return true;
  }

  int waitingOwners() {
    TreeSet<Waiting> ring = rings.get(UNPINNED);
    return ring == null ? 0 : ring.size();
  }

  private boolean hasBetterClaim(String version, String runningOwner, long limit) {
    TreeSet<Waiting> ring = rings.get(version);
    if (ring == null) {
      return false;
    }
    for (Waiting owner : ring) {
      if (owner.pass >= limit) {
        return false;
      }
      if (!owner.owner.equals(runningOwner)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Waiting head(String version) {
    TreeSet<Waiting> ring = rings.get(version);
    return ring == null ? null : ring.first();
  }

  private void enter(Waiting owner) {
    if (limits.isOwnerFull(owner.owner)) {
      return;
    }
    owner.pass = Math.max(owner.pass, base - CREDIT);
    for (String version : owner.lines.keySet()) {
      rings.computeIfAbsent(version, line -> new TreeSet<>(RING_ORDER)).add(owner);
    }
  }

  private void leave(Waiting owner) {
    for (String version : owner.lines.keySet()) {
      TreeSet<Waiting> ring = rings.get(version);
      if (ring != null && ring.remove(owner) && ring.isEmpty()) {
        rings.remove(version);
      }
    }
  }

  /** An owner that nothing is kept of has waited long, or is new: it has the whole credit. */
  private long passOf(String owner) {
    Waiting waits = waiting.get(owner);
    Idle kept = idleByOwner.get(owner);
    long least = base - CREDIT;
    if (waits != null) {
      return Math.max(least, waits.pass);
    }
    return kept == null ? least : kept.pass();
  }

  /**
   * The base follows the lowest pass of those who compete for the turn. Lines of other versions do
   * not count: nobody may be there to serve them.
   */
  private void moveBase(long turnPass, StoredTask task) {
    long lowest = Math.min(turnPass, lowestPass(UNPINNED));
    if (task.version != null) {
      lowest = Math.min(lowest, lowestPass(task.version));
    }
    base = Math.max(base, lowest);
    while (!idle.isEmpty() && idle.first().pass() <= base - CREDIT) {
      forgetIdle(idle.first().owner());
    }
  }

  private long lowestPass(String version) {
    Waiting owner = head(version);
    return owner == null ? Long.MAX_VALUE : owner.pass;
  }

  private void keepIdle(String owner, long pass) {
    forgetIdle(owner);
    if (pass > base - CREDIT) {
      Idle kept = new Idle(pass, owner);
      idle.add(kept);
      idleByOwner.put(owner, kept);
      if (idle.size() > IDLE_CAP) {
        // It loses little by being forgotten: it is near to those of whom nothing is known.
        forgetIdle(idle.first().owner());
      }
    }
  }

  private void forgetIdle(String owner) {
    Idle kept = idleByOwner.remove(owner);
    if (kept != null) {
      idle.remove(kept);
    }
  }

  private static String lineOf(StoredTask task) {
    return task.version == null ? UNPINNED : task.version;
  }
}
