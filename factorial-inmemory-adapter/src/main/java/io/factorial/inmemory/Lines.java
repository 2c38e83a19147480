package io.factorial.inmemory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All runnable tasks: per agent a ring of owners, per owner a line of tasks. Stride scheduling:
 * each turn moves its owner's pass on by its stride, and the owner of the lowest pass is served
 * first.
 */
final class Lines {
  private final QueueLimits limits;
  private final Map<String, Ring> rings = new TreeMap<>();

  Lines(QueueLimits limits) {
    this.limits = limits;
  }

  /** Puts a task into its owner's line, under its old number. */
  void add(StoredTask task) {
    ring(task.agent).add(task, false);
  }

  /** Puts a task that ran until now at the head of its owner's line; its owner keeps its pass. */
  void addAtHead(StoredTask task) {
    ring(task.agent).add(task, true);
  }

  void remove(StoredTask task) {
    ring(task.agent).remove(task);
  }

  /** The task that is next; null when there is none for this version. */
  @Nullable StoredTask first(String agent, @Nullable String version) {
    Ring ring = rings.get(agent);
    return ring == null ? null : ring.first(version);
  }

  /** Takes a task out to run, and charges its owner. */
  void pick(StoredTask task) {
    ring(task.agent).pick(task);
  }

  /** Charges the owner of a task that runs on. */
  void chargeOn(StoredTask task) {
    ring(task.agent).charge(task);
  }

  /** Whether another owner has waited so long that a running task gives it its slot. */
  boolean hasBetterClaimThan(StoredTask task) {
    return ring(task.agent).hasBetterClaimThan(task);
  }

  /**
   * Lets an owner in or out of every ring, after its limit or its running tasks changed.
   *
   * @return the agents for which it waits
   */
  List<String> refresh(String owner) {
    List<String> agents = new ArrayList<>();
    rings.forEach(
        (agent, ring) -> {
          if (ring.refresh(owner)) {
            agents.add(agent);
          }
        });
    return agents;
  }

  int waitingOwners(String agent) {
    Ring ring = rings.get(agent);
    return ring == null ? 0 : ring.waitingOwners();
  }

  private Ring ring(String agent) {
    return rings.computeIfAbsent(agent, name -> new Ring(limits));
  }
}
