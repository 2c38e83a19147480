package io.factorial.engine.worker;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.turn.TurnServices;
import io.factorial.error.StoreException;
import io.factorial.port.LeasedTask;
import io.factorial.port.Nonce;
import io.factorial.port.Signals;
import io.factorial.port.Subscription;
import io.factorial.port.TickResult;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks of the agents that a process registered: fetches what its free slots can take, runs
 * each task on a virtual thread, keeps its leases alive, does what is due, and hands everything
 * back when it stops. Started once and closed once; thread-safe.
 */
public final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final int MAX_CANCELLED_EARLY = 1_000;
  private static final Duration AFTER_FAULT = Duration.ofMillis(500);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

  private final WorkerId id;
  private final StorePorts ports;
  private final TurnServices services;
  private final Map<String, Runner<?>> runners;
  private final Slots slots;
  private final Map<TaskId, RunningTask> running = new ConcurrentHashMap<>();

  /** Cancelled between their fetch and their start here; a cancelled task never comes back. */
  private final Set<TaskId> cancelledEarly =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<TaskId, Boolean> eldest) {
                  return size() > MAX_CANCELLED_EARLY;
                }
              }));

  private final Duration leaseLength;
  private final Heartbeats heartbeats;
  private final Ticks ticks;
  private final Bells bells;
  private final Holds holds = new Holds();
  private final LeasedLog.Spawner spawner;
  private volatile boolean draining;
  private @Nullable Subscription subscription;
  private @Nullable Thread fetcher;

  /**
   * Makes a worker.
   *
   * @param id its name, new at each start
   * @param ports the store
   * @param services what its runs need
   * @param runners the agents by name
   * @param children makes children of tasks
   * @param schedules fires due schedules, at the store's time
   */
  public Worker(
      WorkerId id,
      StorePorts ports,
      TurnServices services,
      Map<String, Runner<?>> runners,
      ChildTasks children,
      BiConsumer<TickResult.DueSchedule, Instant> schedules) {
    this.id = id;
    this.ports = ports;
    this.services = services;
    this.runners = Map.copyOf(runners);
    this.slots = new Slots(this.runners);
    this.leaseLength =
        this.runners.values().stream()
            .map(Runner::leaseLength)
            .min(Duration::compareTo)
            .orElseThrow();
    this.heartbeats = new Heartbeats(id, ports.queue(), this.runners, running, leaseLength);
    this.ticks = new Ticks(ports.queue(), this.runners.values(), leaseLength, schedules);
    this.bells = new Bells();
    this.spawner = children::spawn;
  }

  /** Begins to work. */
  public void start() {
    subscription = ports.queue().listen(id, new Ears());
    heartbeats.start();
    ticks.start();
    fetcher = Thread.ofVirtual().name("factorial-fetch").start(this::fetchLoop);
    log.atInfo()
        .addKeyValue("worker", id)
        .addKeyValue("agents", runners.keySet())
        .log("worker started");
  }

  private void fetchLoop() {
    while (!draining) {
      try {
        if (!fetch()) {
          slots.await(Slots.patience(ThreadLocalRandom.current().nextDouble()));
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (StoreException unreachable) {
        log.atWarn()
            .addKeyValue("worker", id)
            .addKeyValue("error", unreachable.getMessage())
            .log("store not reached, fetching again soon");
        pause();
      } catch (RuntimeException unexpected) {
        log.atError().addKeyValue("worker", id).log("fetch failed, trying again", unexpected);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(AFTER_FAULT);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes what the free slots can hold; false when there was nothing. */
  private boolean fetch() {
    List<Wish.Want> wants = slots.wants();
    if (wants.isEmpty() || !heartbeats.isLeaseSafe()) {
      return false;
    }
    wants.forEach(want -> bells.silence(want.agent()));
    List<LeasedTask> tasks = ports.queue().fetch(id, new Wish(Nonce.random(), leaseLength, wants));
    for (LeasedTask task : tasks) {
      slots.take(task.task().agent());
      Thread.ofVirtual().name("factorial-task " + task.lease().task()).start(() -> work(task));
    }
    return !tasks.isEmpty();
  }

  /** Runs a task, and what its slot is given after it. */
  private void work(LeasedTask first) {
    String agent = first.task().agent();
    Deque<LeasedTask> line = new ArrayDeque<>(List.of(first));
    try {
      while (!line.isEmpty()) {
        LeasedTask task = line.removeFirst();
        line.addAll(runOne(task));
      }
    } finally {
      slots.free(agent);
    }
  }

  private List<LeasedTask> runOne(LeasedTask task) {
    Runner<?> runner = runners.get(task.task().agent());
    if (runner == null) {
      throw new IllegalStateException(
          "agent " + task.task().agent() + ": fetched but not registered here");
    }
    RunningTask entry = new RunningTask(task.lease(), Thread.currentThread());
    running.put(task.lease().task(), entry);
    if (cancelledEarly.remove(task.lease().task())) {
      entry.stop(true);
    }
    try {
      return new TaskRun<>(ports, services, runner, task, entry, site(runner, entry)).run();
    } finally {
      running.remove(task.lease().task(), entry);
      entry.over();
    }
  }

  private LeasedLog.Site site(Runner<?> runner, RunningTask task) {
    String agent = runner.agent().name();
    int partition = task.lease().task().partition();
    return new LeasedLog.Site(
        () -> draining,
        () -> !slots.hasFree(agent) && bells.rangElsewhere(agent, partition),
        () -> refill(runner),
        spawner,
        (answers, agents) -> hold(task, agent, answers, agents));
  }

  /** Keeps a slot until the answers are in, or somebody wants it who finds no other. */
  private void hold(RunningTask task, String agent, int answers, Set<String> agents)
      throws InterruptedException {
    try {
      holds.await(
          () ->
              draining
                  || task.answers() >= answers
                  || isWanted(agent)
                  || agents.stream().anyMatch(this::isWanted));
    } finally {
      task.answersTaken();
    }
  }

  private boolean isWanted(String agent) {
    return runners.containsKey(agent) && !slots.hasFree(agent) && bells.hasRung(agent);
  }

  /** The wish for the slot that a task leaves. */
  private Wish refill(Runner<?> runner) {
    List<Wish.Want> wants =
        draining ? List.of() : List.of(new Wish.Want(runner.agent().name(), runner.version(), 1));
    return new Wish(Nonce.random(), leaseLength, wants);
  }

  /**
   * Stops: fetches nothing more, lets running calls end and hands their tasks back, interrupts what
   * is left after the grace, and ends the lease.
   *
   * @param grace how long running calls may take
   */
  public void stop(Duration grace) {
    draining = true;
    slots.ring();
    holds.look();
    awaitEmpty(grace);
    running.values().forEach(task -> task.stop(false));
    awaitEmpty(AFTER_INTERRUPT);
    if (fetcher != null) {
      fetcher.interrupt();
    }
    ticks.close();
    heartbeats.close();
    if (subscription != null) {
      subscription.close();
    }
    release();
  }

  private void release() {
    try {
      int released = ports.queue().release(id);
      log.atInfo()
          .addKeyValue("worker", id)
          .addKeyValue("handedBack", released)
          .log("worker stopped");
    } catch (StoreException unreachable) {
      log.atWarn()
          .addKeyValue("worker", id)
          .addKeyValue("error", unreachable.getMessage())
          .log("worker stopped without reaching the store; its lease runs out");
    }
  }

  private void awaitEmpty(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (!running.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(Duration.ofMillis(5));
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hears the store's signals. */
  private final class Ears implements Signals {
    @Override
    public void workAt(String agent, int partition) {
      bells.rang(agent, partition);
      slots.ring();
      holds.look();
    }

    @Override
    public void cancelled(TaskId task) {
      cancelledEarly.add(task);
      RunningTask entry = running.get(task);
      if (entry != null) {
        cancelledEarly.remove(task);
        entry.stop(true);
      }
    }

    @Override
    public void steered(TaskId task, int turn, SteeringMode mode) {
      // The messages are found by the commit that ends the turn, however it comes to its end.
      RunningTask entry = running.get(task);
      if (mode == SteeringMode.INTERRUPT && entry != null) {
        entry.cut(turn);
      }
    }

    @Override
    public void answered(TaskId task) {
      // Found by the commit that parks; a run that is about to park need not wait any longer.
      RunningTask entry = running.get(task);
      if (entry != null) {
        entry.answered();
        holds.look();
      }
    }
  }

  /** Makes children of a task from their record. */
  @FunctionalInterface
  public interface ChildTasks {
    /**
     * Makes the children; those that are there already stay.
     *
     * @param parent the task
     * @param at the deferred call's place
     * @param callId the call's id
     * @param children what they start from
     */
    void spawn(LeasedTask parent, Content.At at, String callId, Deferral.Children children);
  }
}
