package io.factorial.redis;

import io.factorial.error.StoreException;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.Nonce;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Rows 11 and 12: a worker's sign of life, and its leave, in all partitions. */
final class Workers {
  private final Partitions partitions;
  private final Permits permits;
  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> pulse;

  Workers(
      Partitions partitions,
      Permits permits,
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> pulse) {
    this.partitions = partitions;
    this.permits = permits;
    this.pulse = pulse;
  }

  /** 11 */
  HeartbeatResult beat(WorkerId worker, Held held) {
    Map<Integer, List<Lease>> byPartition =
        held.leases().stream().collect(Collectors.groupingBy(lease -> lease.task().partition()));
    List<CompletableFuture<Reply>> beats = new ArrayList<>();
    for (Partition partition : partitions.all()) {
      List<Lease> leases = byPartition.getOrDefault(partition.number(), List.of());
      beats.add(partition.send(pulse.get(), Script.HEARTBEAT, args(worker, held, leases)));
    }
    Beat beat = new Beat(worker, held);
    for (Partition partition : partitions.all()) {
      List<Lease> leases = byPartition.getOrDefault(partition.number(), List.of());
      beat.read(partition, beats.get(partition.number()), leases);
    }
    renewPermits(worker, held, beat);
    return new HeartbeatResult(beat.unknown, beat.gone, beat.unreached);
  }

  private void renewPermits(WorkerId worker, Held held, Beat beat) {
    if (beat.unreached.isEmpty()) {
      permits.renew(worker, held.leases(), held.leaseLength(), limitedAgents());
    }
  }

  private Set<String> limitedAgents() {
    Partition any = partitions.get(0);
    return any.ask(pulse.get(), "limits", commands -> commands.hkeys(any.key("lim"))).stream()
        .map(Netstrings::text)
        .filter(name -> name.startsWith("a:"))
        .map(name -> name.substring(2))
        .collect(Collectors.toSet());
  }

  private static Args args(WorkerId worker, Held held, List<Lease> leases) {
    Netstrings slots = new Netstrings();
    new TreeMap<>(held.slots()).forEach((agent, n) -> slots.add(agent).add(n));
    return new Args()
        .add(worker.value())
        .add(held.leaseLength())
        .add(held.host())
        .add(held.version())
        .add(slots.bytes())
        .add(leases.size())
        .add(leases.stream().mapToLong(Workers::mark).sum());
  }

  /** The mark of a lease, as shared/line.lua makes it. */
  static long mark(Lease lease) {
    String text = lease.task() + " " + lease.fence() + " " + lease.nonce();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return (hash[0] & 0xffL) << 24
          | (hash[1] & 0xffL) << 16
          | (hash[2] & 0xffL) << 8
          | (hash[3] & 0xffL);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** 12 */
  int release(WorkerId worker) {
    int released = 0;
    for (Partition partition : partitions.all()) {
      boolean more = true;
      while (more) {
        Reply reply = partition.call(Script.RELEASE, new Args().add(worker.value()));
        released += (int) reply.number(1);
        more = reply.flag(2) && reply.number(1) > 0;
      }
    }
    return released;
  }

  /** What the partitions answer to one heartbeat. */
  private final class Beat {
    private final WorkerId worker;
    private final Held held;
    private final List<HeartbeatResult.Unknown> unknown = new ArrayList<>();
    private final List<Lease> gone = new ArrayList<>();
    private final List<Lease> unreached = new ArrayList<>();

    /** Whether a partition did not answer twice. */
    private boolean out;

    Beat(WorkerId worker, Held held) {
      this.worker = worker;
      this.held = held;
    }

    void read(Partition partition, CompletableFuture<Reply> answer, List<Lease> leases) {
      Reply reply;
      try {
        reply = partition.receive(answer, "heartbeat", () -> again(partition, leases));
      } catch (StoreException fault) {
        if (!fault.retryable()) {
          throw fault;
        }
        out = true;
        unreached.addAll(leases);
        return;
      }
      if (reply.name().equals("differs")) {
        compare(reply, leases);
      }
    }

    /**
     * Sends a beat once more, unless another partition did not answer that either: a beat must not
     * last.
     */
    private Reply again(Partition partition, List<Lease> leases) {
      if (out) {
        throw new StoreException("redis: heartbeat: not repeated (expected: an answer)", true);
      }
      return partition.call(pulse.get(), Script.HEARTBEAT, args(worker, held, leases));
    }

    private void compare(Reply stored, List<Lease> leases) {
      Set<Lease> listed = new HashSet<>();
      for (int i = 1; i < stored.size(); i += 4) {
        Lease lease =
            new Lease(
                new TaskId(stored.text(i)),
                worker,
                stored.number(i + 1),
                new Nonce(stored.text(i + 2)));
        listed.add(lease);
        if (!leases.contains(lease)) {
          unknown.add(new HeartbeatResult.Unknown(lease, stored.number(i + 3)));
        }
      }
      leases.stream().filter(lease -> !listed.contains(lease)).forEach(gone::add);
    }
  }
}
