package io.factorial.engine.worker;

import io.factorial.error.FactorialException;
import io.factorial.error.StoreException;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.port.TaskQueue;
import io.factorial.port.TickResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, as every process does: there is no leader. */
final class Ticks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ticks.class);
  private static final int BATCH = 250;
  private static final int LEASE_PART = 4;
  private static final long LEAST_MILLIS = 5;

  private final TaskQueue queue;
  private final BiConsumer<TickResult.DueSchedule, Instant> schedules;
  private final Duration longest;
  private final int threads;
  private final Duration collectEvery;
  private final int collectAtMost;
  private volatile long nextCollectNanos = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> started = new ArrayList<>();

  Ticks(
      TaskQueue queue,
      Collection<Runner<?>> runners,
      Duration leaseLength,
      BiConsumer<TickResult.DueSchedule, Instant> schedules) {
    this.queue = queue;
    this.schedules = schedules;
    Duration part = leaseLength.dividedBy(LEASE_PART);
    this.longest =
        part.compareTo(TaskQueue.MAX_TICK_INTERVAL) < 0 ? part : TaskQueue.MAX_TICK_INTERVAL;
    List<MaintenanceWorkerConfig> configs = runners.stream().map(Runner::maintenance).toList();
    this.threads = configs.stream().mapToInt(MaintenanceWorkerConfig::workers).max().orElse(1);
    this.collectEvery =
        configs.stream()
            .map(MaintenanceWorkerConfig::interval)
            .min(Duration::compareTo)
            .orElse(TaskQueue.MAX_TICK_INTERVAL);
    this.collectAtMost =
        configs.stream().mapToInt(MaintenanceWorkerConfig::maxCleanupBatch).max().orElse(1);
  }

  void start() {
    for (int i = 0; i < threads; i++) {
      started.add(Thread.ofVirtual().name("factorial-tick").start(this::loop));
    }
  }

  private void loop() {
    Duration wait = Duration.ZERO;
    try {
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        wait = tick();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration tick() {
    try {
      boolean collects = System.nanoTime() - nextCollectNanos >= 0;
      TickResult result =
          queue.tick(BATCH, collects ? collectAtMost : 0, ThreadLocalRandom.current().nextLong());
      result.schedules().forEach(due -> fire(due, result.now()));
      if (collects && !result.uncollected()) {
        // A round of collection ends when nothing expired is left, however much there was.
        nextCollectNanos = System.nanoTime() + collectEvery.toNanos();
      }
      if (result.more() || (collects && result.uncollected())) {
        return Duration.ZERO;
      }
      Duration next = result.nextDue().orElse(longest);
      Duration bounded = next.compareTo(longest) < 0 ? next : longest;
      return bounded.toMillis() < LEAST_MILLIS ? Duration.ofMillis(LEAST_MILLIS) : bounded;
    } catch (StoreException unreachable) {
      log.atDebug().addKeyValue("error", unreachable.getMessage()).log("tick not answered");
      return longest;
    } catch (RuntimeException unexpected) {
      log.atError().log("tick failed", unexpected);
      return longest;
    }
  }

  private void fire(TickResult.DueSchedule due, Instant now) {
    try {
      schedules.accept(due, now);
    } catch (FactorialException failed) {
      log.atWarn()
          .addKeyValue("schedule", due.name())
          .addKeyValue("error", failed.getMessage())
          .log("schedule not fired");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    started.forEach(Thread::interrupt);
  }
}
