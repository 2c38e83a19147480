package io.factorial.redis;

import io.factorial.port.LeasedTask;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Row 2 over all partitions. One look at all partitions at once says where there is work; scripts
 * run only there, and in the worker's home, where its lease is kept also while it holds nothing.
 */
final class Fetches {
  private static final int MOST = 32;

  private final Partitions partitions;
  private final Permits permits;

  /** Where the next fetch begins, so that no partition is always the last. */
  private final AtomicInteger first = new AtomicInteger();

  Fetches(Partitions partitions, Permits permits) {
    this.partitions = partitions;
    this.permits = permits;
  }

  List<LeasedTask> fetch(WorkerId worker, Wish wish) {
    int number = partitions.all().size();
    int home = Partitions.numberOf(worker.value(), number);
    Round round = new Round(worker, wish);
    boolean[] work = lookForWork(wish);
    int begin = Math.floorMod(first.getAndIncrement(), number);
    for (int i = 0; i < number; i++) {
      int at = (begin + i) % number;
      List<Wish.Want> wants = work[at] ? round.open() : List.of();
      if (!wants.isEmpty() || at == home) {
        round.ask(partitions.get(at), wants);
      }
    }
    permits.hold(round.leased);
    return round.leased;
  }

  /** In which partitions an owner waits for one of the wanted agents. */
  private boolean[] lookForWork(Wish wish) {
    List<CompletableFuture<Long>> looks =
        partitions.all().stream().map(partition -> look(partition, wish)).toList();
    boolean[] work = new boolean[looks.size()];
    for (int i = 0; i < work.length; i++) {
      Partition partition = partitions.get(i);
      long waiting =
          partition.receive(
              looks.get(i),
              "fetch",
              () -> partition.ask("fetch", commands -> exists(commands, partition, wish)));
      work[i] = waiting > 0;
    }
    return work;
  }

  private static CompletableFuture<Long> look(Partition partition, Wish wish) {
    return exists(partition.commands(), partition, wish).toCompletableFuture();
  }

  /** How many rings of the wanted agents there are. */
  private static CompletionStage<Long> exists(
      RedisClusterAsyncCommands<byte[], byte[]> commands, Partition partition, Wish wish) {
    Set<String> rings = new LinkedHashSet<>();
    for (Wish.Want want : wish.wants()) {
      rings.add("ring:" + want.agent());
      if (want.version() != null) {
        rings.add("ring:" + want.agent() + "@" + want.version());
      }
    }
    return rings.isEmpty()
        ? CompletableFuture.completedStage(0L)
        : commands.exists(rings.stream().map(partition::key).toArray(byte[][]::new));
  }

  /** What one call has leased so far, and what is left of its wish. */
  private final class Round {
    private final WorkerId worker;
    private final Wish wish;
    private final List<LeasedTask> leased = new ArrayList<>();

    Round(WorkerId worker, Wish wish) {
      this.worker = worker;
      this.wish = wish;
    }

    /** The wants that are not fulfilled. */
    List<Wish.Want> open() {
      return open(wish.wants());
    }

    private List<Wish.Want> open(List<Wish.Want> wants) {
      List<Wish.Want> open = new ArrayList<>();
      int room = MOST - leased.size();
      for (Wish.Want want : wants) {
        int left = Math.min(want.slots() - taken(want), room);
        if (left > 0) {
          open.add(new Wish.Want(want.agent(), want.version(), left));
        }
      }
      return open;
    }

    /** Asks for what is wanted, in its order: where a limited agent is next, permits are taken. */
    void ask(Partition partition, List<Wish.Want> wants) {
      List<Wish.Want> left = wants;
      while (true) {
        Reply reply = ask(partition, left, Map.of());
        leased.addAll(LeasedTasks.read(worker, wish.nonce(), reply.list(1)));
        Reply limited = reply.list(2);
        if (limited.size() == 0) {
          return;
        }
        int at = indexOf(limited.text(0), left);
        askLimited(partition, left.get(at));
        left = open(left.subList(at + 1, left.size()));
        if (left.isEmpty()) {
          return;
        }
      }
    }

    private static int indexOf(String agent, List<Wish.Want> wants) {
      for (int i = 0; i < wants.size(); i++) {
        if (wants.get(i).agent().equals(agent)) {
          return i;
        }
      }
      throw new IllegalStateException("limited agent " + agent + " (expected: a wanted one)");
    }

    private void askLimited(Partition partition, Wish.Want want) {
      leased.addAll(
          permits.lease(
              wish,
              want,
              taken -> {
                Reply reply = ask(partition, List.of(want), Map.of(want.agent(), taken));
                return LeasedTasks.read(worker, wish.nonce(), reply.list(1));
              }));
    }

    private Reply ask(Partition partition, List<Wish.Want> wants, Map<String, Integer> taken) {
      Args args = new Args().add(worker.value());
      Wishes.add(args, wish, wants, taken);
      return partition.call(Script.FETCH, args);
    }

    private int taken(Wish.Want want) {
      return (int) leased.stream().filter(task -> task.task().agent().equals(want.agent())).count();
    }
  }
}
