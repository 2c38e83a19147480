package io.factorial.redis;

import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Permits of agents whose running tasks are limited. A limit spans partitions, so that its permits
 * are held outside of them: taken before a fetch, renewed by heartbeats, freed after the lease has
 * ended. After a crash there are too few for one worker lease, never too many. Thread-safe.
 */
final class Permits {
  /**
   * For how long tasks that ran before there was a limit are counted, until their worker renews
   * them.
   */
  private static final Duration ADOPTED = Duration.ofSeconds(30);

  private final Function<String, Partition> agents;
  private final Map<String, Partition> byAgent = new ConcurrentHashMap<>();

  /** The agents of the tasks that workers of this process hold. */
  private final Map<String, String> agentOfTask = new ConcurrentHashMap<>();

  /** What was sent to free permits, and is not answered yet. */
  private final Map<Long, CompletableFuture<Reply>> freeing = new ConcurrentHashMap<>();

  private final AtomicLong sent = new AtomicLong();

  Permits(Function<String, Partition> agents) {
    this.agents = agents;
  }

  /** Sets an agent's limit; null for none. */
  void limit(String agent, @Nullable Integer max, List<String> running) {
    Args args = new Args().add(max == null ? "" : max.toString()).add(ADOPTED);
    agent(agent).call(Script.PERMIT_LIMIT, tasks(args, running));
  }

  /** Leases tasks of a limited agent: asks for as many as there are permits. */
  List<LeasedTask> lease(Wish wish, Wish.Want want, IntFunction<List<LeasedTask>> ask) {
    awaitFreed();
    Partition agent = agent(want.agent());
    String nonce = wish.nonce().value();
    Args taking = new Args().add(nonce).add(want.slots()).add(wish.leaseLength());
    int taken = (int) agent.call(Script.PERMIT_TAKE, taking).number(1);
    if (taken == 0) {
      return List.of();
    }
    List<LeasedTask> leased = ask.apply(taken);
    Args settling = new Args().add(nonce).add(taken).add(wish.leaseLength());
    List<String> ids = leased.stream().map(task -> task.lease().task().value()).toList();
    agent.call(Script.PERMIT_SETTLE, tasks(settling, ids));
    return leased;
  }

  /** Remembers which agents the tasks of this process are of. */
  void hold(List<LeasedTask> leased) {
    leased.forEach(task -> agentOfTask.put(task.lease().task().value(), task.task().agent()));
  }

  /** Frees the permits of tasks whose lease has ended: agent, task, agent, task, and so on. */
  void free(Reply ended) {
    for (int i = 0; i < ended.size(); i += 2) {
      agentOfTask.remove(ended.text(i + 1));
      Args args = tasks(new Args(), List.of(ended.text(i + 1)));
      CompletableFuture<Reply> freed = agent(ended.text(i)).send(Script.PERMIT_FREE, args);
      Long number = sent.incrementAndGet();
      freeing.put(number, freed);
      var unused = freed.whenComplete((reply, fault) -> freeing.remove(number));
    }
  }

  /** Renews the permits of the tasks that a worker holds; forgets those that nobody holds. */
  void renew(List<Lease> leases, Duration length, Set<String> limitedAgents) {
    Map<String, List<String>> held = new HashMap<>();
    Set<String> ids = ConcurrentHashMap.newKeySet();
    for (Lease lease : leases) {
      String id = lease.task().value();
      ids.add(id);
      String agent = agentOfTask.get(id);
      if (agent != null && limitedAgents.contains(agent)) {
        held.computeIfAbsent(agent, name -> new ArrayList<>()).add(id);
      }
    }
    agentOfTask.keySet().retainAll(ids);
    held.forEach(
        (agent, tasks) ->
            agent(agent).call(Script.PERMIT_RENEW, tasks(new Args().add(length), tasks)));
  }

  private void awaitFreed() {
    for (CompletableFuture<Reply> freed : freeing.values()) {
      freed.exceptionally(fault -> new Reply(List.of())).join();
    }
  }

  private Partition agent(String name) {
    return byAgent.computeIfAbsent(name, agents);
  }

  private static Args tasks(Args args, List<String> ids) {
    args.add(ids.size());
    ids.forEach(args::add);
    return args;
  }
}
