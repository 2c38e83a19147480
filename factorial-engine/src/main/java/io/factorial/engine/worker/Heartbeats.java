package io.factorial.engine.worker;

import io.factorial.engine.journal.Content;
import io.factorial.error.StoreException;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.TaskQueue;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.task.TaskId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker's leases alive from a platform thread of its own, so that busy virtual threads do
 * not delay it. Counts its lease from the sending of the last answered beat, on its own clock.
 */
final class Heartbeats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final WorkerId id;
  private final TaskQueue queue;
  private final Map<String, Runner<?>> runners;
  private final Map<TaskId, RunningTask> running;
  private final Duration leaseLength;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String host = host();
  private Set<Lease> unknownBefore = Set.of();
  private final Map<Lease, Long> unreachedSince = new HashMap<>();
  private volatile long lastAnsweredNanos = System.nanoTime();
  private @Nullable Thread thread;

  Heartbeats(
      WorkerId id,
      TaskQueue queue,
      Map<String, Runner<?>> runners,
      Map<TaskId, RunningTask> running,
      Duration leaseLength) {
    this.id = id;
    this.queue = queue;
    this.runners = runners;
    this.running = running;
    this.leaseLength = leaseLength;
    this.interval =
        runners.values().stream()
            .map(runner -> runner.config().heartbeatInterval())
            .min(Duration::compareTo)
            .orElseThrow();
  }

  void start() {
    beat();
    thread = Thread.ofPlatform().name("factorial-heartbeat").daemon().start(this::loop);
  }

  /** Whether a beat was answered within the lease: past it, nothing may be started. */
  boolean isLeaseSafe() {
    return System.nanoTime() - lastAnsweredNanos < leaseLength.toNanos();
  }

  private void loop() {
    Duration wait = interval;
    try {
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        wait = beat() ? interval : shorter(interval, RETRY);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean beat() {
    long sentAt = System.nanoTime();
    try {
      answered(queue.heartbeat(id, held()), sentAt);
      lastAnsweredNanos = sentAt;
      return true;
    } catch (StoreException unreachable) {
      log.atWarn()
          .addKeyValue("worker", id)
          .addKeyValue("error", unreachable.getMessage())
          .log("heartbeat not answered");
      if (!isLeaseSafe()) {
        stopAll();
      }
      return false;
    } catch (RuntimeException unexpected) {
      log.atError().addKeyValue("worker", id).log("heartbeat failed", unexpected);
      return false;
    }
  }

  private void stopAll() {
    if (!running.isEmpty()) {
      log.atWarn()
          .addKeyValue("worker", id)
          .addKeyValue("tasks", running.size())
          .log("lease ran out while the store was not reached, tasks interrupted");
    }
    running.values().forEach(task -> task.stop(false));
  }

  private Held held() {
    Map<String, Integer> slots = new HashMap<>();
    runners.forEach((name, runner) -> slots.put(name, runner.slots()));
    List<Lease> leases = running.values().stream().map(RunningTask::lease).toList();
    return new Held(leases, leaseLength, host, version(), slots);
  }

  private void answered(HeartbeatResult result, long sentAt) {
    result.gone().forEach(this::stop);
    handBack(result.unknown());
    unreached(result.unreached(), sentAt);
  }

  private void stop(Lease gone) {
    RunningTask task = running.get(gone.task());
    if (task != null && task.lease().equals(gone)) {
      task.stop(false);
    }
  }

  /** A lease that the worker does not know twice in a row came with an answer that was lost. */
  private void handBack(List<HeartbeatResult.Unknown> unknown) {
    Set<Lease> now = new HashSet<>();
    for (HeartbeatResult.Unknown stored : unknown) {
      Lease lease = stored.lease();
      RunningTask task = running.get(lease.task());
      if (task != null && task.lease().equals(lease)) {
        continue;
      }
      now.add(lease);
      if (unknownBefore.contains(lease)) {
        Write write =
            Write.builder(OpId.random(), stored.length())
                .entry(new Content.At(0, 0, 0, new Content.TurnEnd(false, 0)).entry())
                .build();
        queue.commit(
            lease, write, new Next.HandBack(), new Wish(Nonce.random(), leaseLength, List.of()));
      }
    }
    unknownBefore = now;
  }

  private void unreached(List<Lease> leases, long sentAt) {
    unreachedSince.keySet().retainAll(new HashSet<>(leases));
    for (Lease lease : leases) {
      long since = unreachedSince.computeIfAbsent(lease, first -> sentAt);
      if (sentAt - since > leaseLength.toNanos()) {
        stop(lease);
      }
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String version() {
    String version = Heartbeats.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
