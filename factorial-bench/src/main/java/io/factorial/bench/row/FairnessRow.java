package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.agent.Journal;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.measure.Percentiles;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.Ends;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;
import io.factorial.task.TaskData;
import io.factorial.task.TaskFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** One owner with very many tasks, and others who should not have to wait for them. */
final class FairnessRow implements Benchmark {
  private static final String ALONE = "one owner alone";
  private static final String SMALL = "50 owners beside it";
  private static final String NEW = "new owner, full slots";
  private static final String WEIGHTS = "weights 1 and 3";
  private static final int SMALL_OWNERS = 50;
  private static final int SMALL_TASKS = 10;
  private static final int SLOTS = 25;
  private static final int TURNS = 3;

  @Override
  public String name() {
    return "fairness";
  }

  @Override
  public String about() {
    return "one owner with 10,000 tasks and 50 with 10 each: wait of the small; share by weight";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(ALONE, "yields_percent", 0),
        Goal.atMost(SMALL, "yields_percent", 2),
        Goal.atMost(NEW, "turns_waited", 1));
  }

  @Override
  public void measure(Run run) throws Exception {
    int big = run.of(40, 2_000, 10_000);
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round %d: %d tasks of one owner".formatted(round, big));
      crowd(run, ALONE, big, 0);
      crowd(run, SMALL, big, SMALL_OWNERS);
      newcomer(run);
      weights(run);
    }
  }

  /** The big owner's tasks are there first; how long do the others wait for their first step? */
  private static void crowd(Run run, String subject, int big, int owners) throws Exception {
    int tasks = big + owners * SMALL_TASKS;
    Starts starts = new Starts();
    Ends ends = new Ends(tasks);
    Yields yields = new Yields();
    String namespace = run.site().namespace();
    Agent<String> agent = new Work(TURNS, 1, Journal.STEP, 0).agent(new Both(starts, ends));
    try (Station station =
        Station.open(run.site().module(namespace), StubModel.quick(1), yields::watching)) {
      Orchestrator orchestrator = worker(station, agent);
      Clients.enqueue(orchestrator, agent, Work.usual().context(), big, i -> "big");
      Clients.enqueue(
          orchestrator,
          agent,
          Work.usual().context(),
          owners * SMALL_TASKS,
          i -> "small" + i % SMALL_OWNERS);
      long began = System.nanoTime();
      orchestrator.start();
      ends.await();
      double all = (System.nanoTime() - began) / 1e6;
      run.figures().add(subject, "yields_percent", 100.0 * yields.count() / ends.turns());
      run.figures().add(subject, "all_done_ms", all);
      if (owners > 0) {
        Percentiles.of(starts.waits("small", began)).addTo(run.figures(), subject);
      }
    } finally {
      run.site().clear(namespace);
    }
  }

  private static Orchestrator worker(Station station, Agent<String> agent) {
    station
        .orchestrator()
        .registerRunner(agent, AgentWorkerConfig.builder().workers(1).batchSize(SLOTS).build());
    return station.orchestrator();
  }

  /** All slots are taken by tasks that never seem to end, and somebody new comes. */
  private static void newcomer(Run run) throws Exception {
    int thinkMillis = run.of(50, 200, 200);
    Starts starts = new Starts();
    String namespace = run.site().namespace();
    Agent<String> agent = new Work(10_000, 1, Journal.STEP, 0).agent(starts);
    StubModel model = new StubModel(1, Duration.ofMillis(thinkMillis));
    try (Station station = Station.open(run.site().module(namespace), model)) {
      Orchestrator orchestrator = worker(station, agent);
      Clients.enqueue(orchestrator, agent, Work.usual().context(), SLOTS * 2, i -> "big");
      orchestrator.start();
      while (model.answers() < SLOTS * 6L) {
        Thread.sleep(5);
      }
      int newcomers = run.of(1, 5, 20);
      for (int i = 0; i < newcomers; i++) {
        String owner = "new" + i;
        CountDownLatch started = starts.awaited(owner);
        long began = System.nanoTime();
        var task = orchestrator.enqueue(agent, owner, Work.usual().context());
        started.await();
        run.figures().add(NEW, "turns_waited", (System.nanoTime() - began) / 1e6 / thinkMillis);
        task.cancel();
      }
      orchestrator
          .tasks(TaskFilter.all().agent(Work.AGENT).limit(500))
          .tasks()
          .forEach(task -> cancel(orchestrator, task));
    } finally {
      run.site().clear(namespace);
    }
  }

  private static void cancel(Orchestrator orchestrator, TaskData task) {
    if (!task.status().isOver()) {
      orchestrator.task(task.id()).cancel();
    }
  }

  /** Two owners with tasks enough; their turns while both have some. */
  private static void weights(Run run) throws Exception {
    int each = run.of(30, 1_000, 3_000);
    Ends ends = new Ends(2 * each);
    Turned turned = new Turned(each);
    String namespace = run.site().namespace();
    Agent<String> agent = new Work(TURNS, 1, Journal.STEP, 0).agent(new Both(turned, ends));
    try (Station station = Station.open(run.site().module(namespace, 1), StubModel.quick(1))) {
      Orchestrator orchestrator = worker(station, agent);
      orchestrator.limits().ownerWeight("light", 1);
      orchestrator.limits().ownerWeight("heavy", 3);
      Clients.enqueue(
          orchestrator,
          agent,
          Work.usual().context(),
          2 * each,
          i -> i % 2 == 0 ? "light" : "heavy");
      orchestrator.start();
      ends.await();
      run.figures().add(WEIGHTS, "share_of_heavy_to_light", turned.share());
    } finally {
      run.site().clear(namespace);
    }
  }

  /** When the first step of each owner's tasks began. */
  private static final class Starts implements Hooks {
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private final Map<String, Long> first = new ConcurrentHashMap<>();

    @Override
    public void onRunStart(RunContext ctx) {
      first.putIfAbsent(ctx.ownerId(), System.nanoTime());
      CountDownLatch waiting = awaited.get(ctx.ownerId());
      if (waiting != null) {
        waiting.countDown();
      }
    }

    CountDownLatch awaited(String owner) {
      return awaited.computeIfAbsent(owner, name -> new CountDownLatch(1));
    }

    long[] waits(String prefix, long since) {
      return first.entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(prefix))
          .mapToLong(entry -> entry.getValue() - since)
          .toArray();
    }
  }

  /** How many tasks of the light owner had ended when the heavy one's had all ended. */
  private static final class Turned implements Hooks {
    private final int each;
    private final AtomicLong light = new AtomicLong();
    private final AtomicLong heavy = new AtomicLong();
    private final AtomicLong lightThen = new AtomicLong(-1);

    Turned(int each) {
      this.each = each;
    }

    @Override
    public void onRunEnd(RunContext ctx, RunResult<?> result) {
      if (ctx.ownerId().equals("light")) {
        light.incrementAndGet();
      } else if (heavy.incrementAndGet() == each) {
        lightThen.set(light.get());
      }
    }

    double share() {
      return (double) each / Math.max(1, lightThen.get());
    }
  }

  /** Two listeners as one. */
  private record Both(Hooks first, Hooks second) implements Hooks {
    @Override
    public void onRunStart(RunContext ctx) {
      first.onRunStart(ctx);
      second.onRunStart(ctx);
    }

    @Override
    public void onRunEnd(RunContext ctx, RunResult<?> result) {
      first.onRunEnd(ctx, result);
      second.onRunEnd(ctx, result);
    }
  }
}
