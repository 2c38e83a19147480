package io.factorial.bench.row;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.agent.Journal;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.process.ModelServer;
import io.factorial.bench.process.WorkerOptions;
import io.factorial.bench.process.WorkerProcess;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.Ends;
import io.factorial.bench.site.Site;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import io.factorial.openai.OpenAiConfig;
import io.factorial.openai.OpenAiModule;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import java.util.List;

/** Many tasks that wait for a slow model at the same time, in one worker process. */
final class Inflight implements Benchmark {
  private static final String TEN = "10,000 tasks, 2 s model";
  private static final String HUNDRED = "100,000 tasks, 20 s model";
  private static final String SOCKETS = "5,000 tasks over HTTP, 2 s";
  private static final long LONGEST_SECONDS = 600;
  private static final double KB = 1024;
  private static final double MB = KB * KB;
  private static final double MICROS = 1e6;

  @Override
  public String name() {
    return "inflight";
  }

  @Override
  public String about() {
    return "10,000 and 100,000 tasks waiting on a slow model in one process; 5,000 real sockets";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(TEN, "wall_to_ideal", 1.25),
        Goal.atMost(TEN, "kb_per_task", 25),
        Goal.atMost(HUNDRED, "wall_to_ideal", 1.25),
        Goal.atMost(HUNDRED, "worker_rss_mb", 2048),
        Goal.atMost(HUNDRED, "redis_core_percent_while_waiting", 0.5));
  }

  @Override
  public void measure(Run run) throws Exception {
    if (run.site().redis().isEmpty()) {
      run.note("in a process of its own beside Redis: not measured on a store in memory");
      http(run, SOCKETS, run.of(20, 1_000, 5_000), run.of(50, 2_000, 2_000));
      return;
    }
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round " + round + ": " + TEN);
      waiting(run, TEN, run.of(20, 10_000, 10_000), 3, run.of(100, 2_000, 2_000), "-Xmx1g");
      run.say("round " + round + ": " + SOCKETS);
      http(run, SOCKETS, run.of(20, 2_000, 5_000), run.of(50, 2_000, 2_000));
      if (run.of(0, 0, 1) == 1 && round == 1) {
        run.say("round " + round + ": " + HUNDRED);
        waiting(run, HUNDRED, 100_000, 2, 20_000, "-Xmx1600m");
      }
    }
    run.note("100,000 tasks are measured in the full size only, once; RSS is that of the worker");
  }

  private static void waiting(
      Run run, String subject, int tasks, int turns, int thinkMillis, String heap)
      throws Exception {
    String namespace = run.site().namespace();
    WorkerOptions options =
        WorkerOptions.of(
            run.site().redis().orElseThrow().address(), namespace, turns, thinkMillis, tasks);
    Agent<String> agent = new Work(turns, 1, Journal.STEP, 0).agent(new Hooks() {});
    try (Station client = Station.open(run.site().module(namespace), StubModel.quick(1))) {
      client.orchestrator().registerRunner(agent);
      Clients.enqueue(
          client.orchestrator(), agent, Work.usual().context(), tasks, i -> "owner" + i % 512);
      try (WorkerProcess worker = WorkerProcess.start(options, heap)) {
        long base = worker.residentBytes();
        long began = System.nanoTime();
        worker.begin();
        long peak = base;
        double quiet = Double.NaN;
        while (worker.ended() < tasks && seconds(began) < LONGEST_SECONDS) {
          if (Double.isNaN(quiet) && worker.calls() >= tasks && thinkMillis > 4_000) {
            quiet = quiet(run.site());
          }
          peak = Math.max(peak, worker.residentBytes());
          Thread.sleep(20);
        }
        double wall = seconds(began);
        expect(worker.ended(), tasks);
        double ideal = turns * thinkMillis / 1e3;
        run.figures().add(subject, "wall_s", wall);
        run.figures().add(subject, "wall_to_ideal", wall / ideal);
        run.figures().add(subject, "kb_per_task", (peak - base) / KB / tasks);
        run.figures().add(subject, "worker_rss_mb", peak / MB);
        run.figures().add(subject, "redis_core_percent_while_waiting", quiet);
        run.figures().add(subject, "worker_cpu_us_per_turn", worker.cpuMicros() / tasks / turns);
      }
    } finally {
      run.site().clear(namespace);
    }
  }

  /** What Redis does while all tasks wait: leases are kept alive, and nothing else happens. */
  private static double quiet(Site site) throws InterruptedException {
    double before = site.storeMicros();
    long began = System.nanoTime();
    Thread.sleep(4_000);
    return 100 * (site.storeMicros() - before) / (seconds(began) * MICROS);
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void expect(int ended, int tasks) {
    if (ended < tasks) {
      throw new IllegalStateException("ended: " + ended + " (expected: " + tasks + ")");
    }
  }

  private static void http(Run run, String subject, int tasks, int thinkMillis) throws Exception {
    String namespace = run.site().namespace();
    Ends ends = new Ends(tasks);
    Agent<String> agent =
        Agent.builder("sockets")
            .instructions("You answer.")
            .model("openai:stub")
            .hooks(ends)
            .build();
    try (ModelServer server = ModelServer.start(thinkMillis)) {
      OpenAiConfig config = OpenAiConfig.builder().apiKey("none").baseUrl(server.url()).build();
      try (Orchestrator orchestrator =
          Factorial.orchestrator(run.site().module(namespace), new OpenAiModule(config))) {
        orchestrator.registerRunner(
            agent, AgentWorkerConfig.builder().workers(1).batchSize(tasks).build());
        Clients.enqueue(orchestrator, agent, Work.usual().context(), tasks, i -> "owner" + i % 64);
        long began = System.nanoTime();
        orchestrator.start();
        ends.await();
        double wall = seconds(began);
        run.figures().add(subject, "wall_s", wall);
        run.figures().add(subject, "wall_to_ideal", wall * 1e3 / thinkMillis);
      }
    } finally {
      run.site().clear(namespace);
    }
  }
}
