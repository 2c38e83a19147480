package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.agent.Journal;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.process.WorkerOptions;
import io.factorial.bench.process.WorkerProcess;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.TellingModel;
import io.factorial.bench.site.Work;
import io.factorial.orchestrator.AgentWorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A worker is killed in the middle of its tasks, and another one goes on with them. */
final class Recovery implements Benchmark {
  private static final String SHORT = "200 tasks, short heartbeats";
  private static final String USUAL = "200 tasks, default heartbeats";
  private static final String MANY = "5,000 tasks, short heartbeats";
  private static final String STOP = "graceful stop";
  private static final String BEYOND = "seconds_beyond_remaining_work";
  private static final long LONGEST_SECONDS = 120;

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String about() {
    return "kill -9 of a worker with 200 and 5,000 tasks in flight; graceful stop";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(SHORT, BEYOND, 2),
        Goal.atMost(USUAL, BEYOND, 10),
        Goal.atMost(MANY, "seconds_more_than_200", 0.5),
        Goal.atMost(MANY, "slowest_script_ms", 5),
        Goal.atMost(STOP, "ms_after_last_call", 100));
  }

  @Override
  public void measure(Run run) throws Exception {
    for (int round = 1; round <= run.rounds(); round++) {
      if (run.site().redis().isPresent()) {
        RedisServers redis = run.site().redis().get();
        int few = run.of(10, 200, 200);
        double first = killed(run, redis, SHORT, few, round, true);
        double more = killed(run, redis, MANY, run.of(20, 5_000, 5_000), round, true);
        run.figures().add(MANY, "seconds_more_than_200", more - first);
        if (run.of(0, round == 1 ? 1 : 0, 1) == 1) {
          killed(run, redis, USUAL, few, round, false);
        }
      }
      run.say("round " + round + ": " + STOP);
      stop(run);
    }
    run.note("remaining work: one call of the model, which is made again in full");
    if (run.site().redis().isEmpty()) {
      run.note("a store in memory does not outlive its process: kill -9 is measured on Redis only");
    }
  }

  /** Kills a worker while all its calls are under way; the seconds beyond those of a call. */
  private static double killed(
      Run run, RedisServers redis, String subject, int tasks, int round, boolean soon)
      throws Exception {
    run.say("round %d: %s".formatted(round, subject));
    int thinkMillis = run.of(3_000, 4_000, 5_000);
    String namespace = run.site().namespace();
    WorkerOptions usual =
        WorkerOptions.of(redis.address(), namespace, 1, thinkMillis, tasks)
            .warm(run.of(0, 50, 500));
    WorkerOptions options = soon ? usual.withShortHeartbeats() : usual;
    Agent<String> agent = new Work(1, 1, Journal.STEP, 0).agent(new Hooks() {});
    try (Station client = Station.open(run.site().module(namespace), StubModel.quick(1));
        WorkerProcess dies = WorkerProcess.start(options, "-Xmx512m");
        WorkerProcess lives = WorkerProcess.start(options, "-Xmx512m")) {
      client.orchestrator().registerRunner(agent);
      Clients.enqueue(
          client.orchestrator(), agent, Work.usual().context(), tasks, i -> "owner" + i % 64);
      dies.begin();
      while (dies.calls() < tasks) {
        Thread.sleep(5);
      }
      lives.begin();
      redis.resetSlowLog();
      long killed = System.nanoTime();
      dies.kill();
      int before = dies.ended();
      while (lives.ended() + before < tasks && seconds(killed) < LONGEST_SECONDS) {
        Thread.sleep(5);
      }
      if (lives.ended() + before < tasks) {
        throw new IllegalStateException(
            "ended: %d (expected: %d)".formatted(lives.ended() + before, tasks));
      }
      double beyond = seconds(killed) - thinkMillis / 1e3;
      if (before > 0) {
        run.note(
            subject + ": a round is not counted, tasks had ended before the worker was killed");
        return Double.NaN;
      }
      run.figures().add(subject, BEYOND, beyond);
      run.figures().add(subject, "slowest_script_ms", redis.slowestMillis());
      return beyond;
    } finally {
      run.site().clear(namespace);
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  /** How long after the end of the last call a worker has stopped. */
  private static void stop(Run run) throws Exception {
    int tasks = run.of(5, 200, 200);
    String namespace = run.site().namespace();
    AtomicLong last = new AtomicLong();
    AtomicLong calls = new AtomicLong();
    StubModel stub = new StubModel(1, Duration.ofMillis(run.of(200, 500, 500)));
    Agent<String> agent = new Work(100, 1, Journal.STEP, 0).agent(new Hooks() {});
    try (Station station =
        Station.open(
            run.site().module(namespace),
            new TellingModel(stub, line -> calls.incrementAndGet()).ending(last::set))) {
      station
          .orchestrator()
          .registerRunner(agent, AgentWorkerConfig.builder().workers(1).batchSize(tasks).build());
      Clients.enqueue(
          station.orchestrator(), agent, Work.usual().context(), tasks, i -> "owner" + i % 16);
      station.orchestrator().start();
      while (calls.get() < tasks * 2L) {
        Thread.sleep(5);
      }
      station.orchestrator().close();
      run.figures().add(STOP, "ms_after_last_call", (System.nanoTime() - last.get()) / 1e6);
    } finally {
      run.site().clear(namespace);
    }
  }
}
