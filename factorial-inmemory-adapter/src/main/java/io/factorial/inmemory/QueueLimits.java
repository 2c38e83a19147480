package io.factorial.inmemory;

import io.factorial.port.LimitChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many tasks of an owner or agent may run at once, how many do, and what owners weigh. */
final class QueueLimits {
  private static final int DEFAULT_WEIGHT = 1;

  private final TreeMap<String, Integer> weights = new TreeMap<>();
  private final Tally owners = new Tally();
  private final Tally agents = new Tally();

  void change(LimitChange change) {
    switch (change) {
      case LimitChange.OwnerWeight weight -> weigh(weight.ownerId(), weight.weight());
      case LimitChange.OwnerTasks tasks -> owners.limit(tasks.ownerId(), tasks.max());
      case LimitChange.AgentTasks tasks -> agents.limit(tasks.agent(), tasks.max());
    }
  }

  int weight(String owner) {
    return weights.getOrDefault(owner, DEFAULT_WEIGHT);
  }

  boolean isOwnerFull(String owner) {
    return owners.isFull(owner);
  }

  boolean isAgentFull(String agent) {
    return agents.isFull(agent);
  }

  boolean isAgentLimited(String agent) {
    return agents.max.containsKey(agent);
  }

  void taken(StoredTask task) {
    owners.add(task.owner, 1);
    agents.add(task.agent, 1);
  }

  void freed(StoredTask task) {
    owners.add(task.owner, -1);
    agents.add(task.agent, -1);
  }

  /** The limits in force, by kind and name. */
  List<LimitChange> all() {
    List<LimitChange> all = new ArrayList<>();
    weights.forEach((owner, weight) -> all.add(new LimitChange.OwnerWeight(owner, weight)));
    owners.max.forEach((owner, max) -> all.add(new LimitChange.OwnerTasks(owner, max)));
    agents.max.forEach((agent, max) -> all.add(new LimitChange.AgentTasks(agent, max)));
    return all;
  }

  private void weigh(String owner, int weight) {
    if (weight == DEFAULT_WEIGHT) {
      weights.remove(owner);
    } else {
      weights.put(owner, weight);
    }
  }

  /** Running tasks by name, and how many there may be. */
  private static final class Tally {
    private final TreeMap<String, Integer> max = new TreeMap<>();
    private final Map<String, Integer> running = new HashMap<>();

    void limit(String name, @Nullable Integer limit) {
      if (limit == null) {
        max.remove(name);
      } else {
        max.put(name, limit);
      }
    }

    void add(String name, int change) {
      running.merge(name, change, (a, b) -> a + b == 0 ? null : a + b);
    }

    boolean isFull(String name) {
      Integer limit = max.get(name);
      return limit != null && running.getOrDefault(name, 0) >= limit;
    }
  }
}
