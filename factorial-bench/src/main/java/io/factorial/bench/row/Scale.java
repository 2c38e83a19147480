package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.bench.process.WorkerOptions;
import io.factorial.bench.process.WorkerProcess;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Site;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import java.util.ArrayList;
import java.util.List;

/** More worker processes, more masters: what a turn takes should stay the same. */
final class Scale implements Benchmark {
  private static final List<Integer> WORKERS = List.of(1, 2, 4);
  private static final int TURNS = 3;
  private static final int SLOTS = 128;
  private static final long LONGEST_SECONDS = 300;

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String about() {
    return "1, 2, 4 worker processes; 1 and 3 Redis masters: CPU per turn must stay level";
  }

  @Override
  public void measure(Run run) throws Exception {
    if (run.site().redis().isEmpty()) {
      run.note("processes do not share a store in memory: nothing to measure");
      run.figures().add("memory", "worker_processes", 0);
      return;
    }
    for (int round = 1; round <= run.rounds(); round++) {
      for (int workers : WORKERS) {
        measure(run, run.site(), "1 master, " + workers + " workers", workers, round);
      }
      if (run.site().redis().filter(RedisServers::isOwn).isPresent()
          && run.site().name().equals("redis")) {
        try (Site cluster = Site.of(RedisServers.startCluster())) {
          measure(run, cluster, "3 masters, 2 workers", 2, round);
        }
      }
    }
    run.note("all on one machine: the rate is bounded by its cores, the CPU per turn is not");
  }

  private static void measure(Run run, Site site, String subject, int workers, int round)
      throws Exception {
    int tasks = run.of(20, 4_000, 30_000);
    run.say("round %d: %s, %d tasks".formatted(round, subject, tasks));
    String namespace = site.namespace();
    WorkerOptions options =
        WorkerOptions.of(site.redis().orElseThrow().address(), namespace, TURNS, 0, SLOTS)
            .warm(run.of(0, 1_500, 15_000));
    Agent<String> agent = Work.usual().agent(new Hooks() {});
    List<WorkerProcess> processes = new ArrayList<>();
    try (Station client = Station.open(site.module(namespace), StubModel.quick(1))) {
      client.orchestrator().registerRunner(agent);
      for (int i = 0; i < workers; i++) {
        processes.add(WorkerProcess.start(options, "-Xmx512m"));
      }
      Clients.enqueue(
          client.orchestrator(), agent, Work.usual().context(), tasks, i -> "owner" + i % 64);
      double worker = processes.stream().mapToDouble(WorkerProcess::cpuMicros).sum();
      double store = site.storeMicros();
      long began = System.nanoTime();
      for (WorkerProcess process : processes) {
        process.begin();
      }
      while (ended(processes) < tasks && seconds(began) < LONGEST_SECONDS) {
        Thread.sleep(10);
      }
      double took = seconds(began);
      if (ended(processes) < tasks) {
        throw new IllegalStateException(
            "ended: %d (expected: %d)".formatted(ended(processes), tasks));
      }
      double turns = (double) tasks * TURNS;
      double more = processes.stream().mapToDouble(WorkerProcess::cpuMicros).sum() - worker;
      run.figures().add(subject, "turns_per_s", turns / took);
      run.figures().add(subject, "worker_cpu_us_per_turn", more / turns);
      run.figures().add(subject, "redis_cpu_us_per_turn", (site.storeMicros() - store) / turns);
    } finally {
      processes.forEach(WorkerProcess::close);
      site.clear(namespace);
    }
  }

  private static int ended(List<WorkerProcess> processes) {
    return processes.stream().mapToInt(WorkerProcess::ended).sum();
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
