package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.bench.process.ChildJvm;
import io.factorial.bench.process.WorkerOptions;
import io.factorial.bench.process.WorkerProcess;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** From the start of a JVM to the first turn. */
final class Start implements Benchmark {
  private static final String WORKER = "worker on Redis";
  private static final String DEMO = "demo command";
  private static final String CLI = "io/factorial/cli/Main.class";
  private static final String[] QUICK = {
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"
  };

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String about() {
    return "JVM start to first turn, of demo and worker";
  }

  @Override
  public void measure(Run run) throws Exception {
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round " + round);
      if (run.site().redis().isPresent()) {
        worker(run, run.site().redis().get().address());
      }
      demo(run);
    }
  }

  private static void worker(Run run, String address) throws Exception {
    String namespace = run.site().namespace();
    Agent<String> agent = Work.usual().agent(new Hooks() {});
    WorkerOptions options = WorkerOptions.of(address, namespace, 1, 1, 1);
    try (Station client = Station.open(run.site().module(namespace), StubModel.quick(1))) {
      client.orchestrator().registerRunner(agent);
      Clients.enqueue(client.orchestrator(), agent, Work.usual().context(), 1, i -> "owner");
      long began = System.nanoTime();
      try (WorkerProcess worker = WorkerProcess.start(options, QUICK)) {
        worker.begin();
        run.figures().add(WORKER, "ms_to_first_turn", (worker.awaitCall() - began) / 1e6);
      }
    } finally {
      run.site().clear(namespace);
    }
  }

  /** The demo says something as soon as the first of its turns is under way. */
  private static void demo(Run run) throws IOException {
    try (InputStream there = ClassLoader.getSystemResourceAsStream(CLI)) {
      if (there == null) {
        run.note("the demo is measured where the command line is on the class path");
        memory(run);
        return;
      }
    }
    long began = System.nanoTime();
    try (ChildJvm demo =
        ChildJvm.start("io.factorial.cli.Main", List.of(QUICK), List.of("demo", "--once"))) {
      String line = demo.line();
      while (!line.contains("turn") && !line.contains("started")) {
        line = demo.line();
      }
      run.figures().add(DEMO, "ms_to_first_turn", (System.nanoTime() - began) / 1e6);
      demo.kill();
    }
  }

  /** A worker on a store in memory has nothing to do, so its start alone is measured. */
  private static void memory(Run run) {
    long began = System.nanoTime();
    try (WorkerProcess worker =
        WorkerProcess.start(WorkerOptions.of("", "memory", 1, 1, 1), QUICK)) {
      worker.begin();
      run.figures().add("worker in memory", "ms_to_started", (System.nanoTime() - began) / 1e6);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
