package io.factorial.redis;

import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
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
  private final Predicate<TaskId> isHeld;
  private final Map<String, Partition> byAgent = new ConcurrentHashMap<>();

  /** How often a fetch looks whether tasks run whose permits nobody renewed, 1,000 at a time. */
  private static final int MOST_LOOKS = 10;

  /** The tasks that workers of this process hold. */
  private final Map<String, Holding> held = new ConcurrentHashMap<>();

  /** Who holds a task, and of which agent it is. */
  private record Holding(WorkerId worker, String agent) {}

  /** What was sent to free permits, and is not answered yet. */
  private final Map<Long, CompletableFuture<Reply>> freeing = new ConcurrentHashMap<>();

  private final AtomicLong sent = new AtomicLong();

  /**
   * Permits.
   *
   * @param agents where the permits of an agent are
   * @param isHeld whether a worker holds a task
   */
  Permits(Function<String, Partition> agents, Predicate<TaskId> isHeld) {
    this.agents = agents;
    this.isHeld = isHeld;
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
    int taken = take(agent, new Args().add(nonce).add(want.slots()).add(wish.leaseLength()), wish);
    if (taken == 0) {
      return List.of();
    }
    List<LeasedTask> leased = ask.apply(taken);
    Args settling = new Args().add(nonce).add(taken).add(wish.leaseLength());
    List<String> ids = leased.stream().map(task -> task.lease().task().value()).toList();
    agent.call(Script.PERMIT_SETTLE, tasks(settling, ids));
    return leased;
  }

  /** Takes permits, once it is known of every permit that nobody renewed whether its task runs. */
  private int take(Partition agent, Args taking, Wish wish) {
    Reply reply = agent.call(Script.PERMIT_TAKE, taking);
    for (int look = 0; look < MOST_LOOKS && reply.name().equals("doubtful"); look++) {
      List<String> running = new ArrayList<>();
      List<String> over = new ArrayList<>();
      for (int i = 1; i < reply.size(); i++) {
        (isHeld.test(new TaskId(reply.text(i))) ? running : over).add(reply.text(i));
      }
      agent.call(Script.PERMIT_FREE, tasks(new Args(), over));
      agent.call(Script.PERMIT_RENEW, tasks(new Args().add(wish.leaseLength()), running));
      reply = agent.call(Script.PERMIT_TAKE, taking);
    }
    return reply.name().equals("taken") ? (int) reply.number(1) : 0;
  }

  /** Remembers which agents the tasks of this process are of. */
  void hold(List<LeasedTask> leased) {
    leased.forEach(
        task ->
            held.put(
                task.lease().task().value(),
                new Holding(task.lease().worker(), task.task().agent())));
  }

  /** Frees the permits of tasks whose lease has ended: agent, task, agent, task, and so on. */
  void free(Reply ended) {
    for (int i = 0; i < ended.size(); i += 2) {
      held.remove(ended.text(i + 1));
      Args args = tasks(new Args(), List.of(ended.text(i + 1)));
      CompletableFuture<Reply> freed = agent(ended.text(i)).send(Script.PERMIT_FREE, args);
      Long number = sent.incrementAndGet();
      freeing.put(number, freed);
      var unused = freed.whenComplete((reply, fault) -> freeing.remove(number));
    }
  }

  /** Renews the permits of the tasks that a worker holds; forgets those that it does not. */
  void renew(WorkerId worker, List<Lease> leases, Duration length, Set<String> limitedAgents) {
    Map<String, List<String>> byAgent = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Lease lease : leases) {
      String id = lease.task().value();
      ids.add(id);
      Holding holding = held.get(id);
      if (holding != null && limitedAgents.contains(holding.agent())) {
        byAgent.computeIfAbsent(holding.agent(), name -> new ArrayList<>()).add(id);
      }
    }
    held.entrySet()
        .removeIf(each -> each.getValue().worker().equals(worker) && !ids.contains(each.getKey()));
    byAgent.forEach(
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
