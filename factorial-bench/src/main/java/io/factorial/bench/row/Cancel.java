package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.Hooks;
import io.factorial.agent.Journal;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.measure.Percentiles;
import io.factorial.bench.process.WorkerOptions;
import io.factorial.bench.process.WorkerProcess;
import io.factorial.bench.site.ProbeModel;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** How soon a call of the model ends once its task is cancelled. */
final class Cancel implements Benchmark {
  private static final String SAME = "same process";
  private static final String OTHER = "other process";
  private static final int SLOTS = 25;
  private static final long LONG_CALL_MILLIS = 600_000;

  @Override
  public String name() {
    return "cancel";
  }

  @Override
  public String about() {
    return "cancel to the call's end in the worker, same process and other process";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atMost(OTHER, "p50_ms", 20), Goal.atMost(OTHER, "p99_ms", 100));
  }

  @Override
  public void measure(Run run) throws Exception {
    int times = run.of(5, 100, 500);
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round %d: %d cancels each".formatted(round, times));
      same(run, times);
      if (run.site().redis().isPresent()) {
        other(run, times, run.site().redis().get().address());
      }
    }
    if (run.site().redis().isEmpty()) {
      run.note("processes do not share a store in memory: the other process needs Redis");
    }
  }

  @FunctionalInterface
  private interface Time {
    long await() throws InterruptedException;
  }

  private static void same(Run run, int times) throws Exception {
    String namespace = run.site().namespace();
    ProbeModel model = new ProbeModel();
    Agent<String> agent = new Work(1, 1, Journal.STEP, 0).agent(new Hooks() {});
    try (Station station = Station.open(run.site().module(namespace), model)) {
      station.orchestrator().registerRunner(agent);
      station.orchestrator().start();
      cancels(run, SAME, station, agent, times, model::awaitCall, model::awaitInterrupt);
    } finally {
      run.site().clear(namespace);
    }
  }

  private static void other(Run run, int times, String address) throws Exception {
    String namespace = run.site().namespace();
    Agent<String> agent = new Work(1, 1, Journal.STEP, 0).agent(new Hooks() {});
    WorkerOptions options = WorkerOptions.of(address, namespace, 1, LONG_CALL_MILLIS, SLOTS);
    try (Station client = Station.open(run.site().module(namespace), StubModel.quick(1));
        WorkerProcess worker = WorkerProcess.start(options, "-Xmx256m")) {
      client.orchestrator().registerRunner(agent);
      client.orchestrator().limits().list();
      worker.begin();
      cancels(run, OTHER, client, agent, times, worker::awaitCall, worker::awaitInterrupt);
    } finally {
      run.site().clear(namespace);
    }
  }

  private static void cancels(
      Run run,
      String subject,
      Station client,
      Agent<String> agent,
      int times,
      Time called,
      Time interrupted)
      throws InterruptedException {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      TaskHandle<String> task =
          client.orchestrator().enqueue(agent, "owner" + i, AgentContext.of("wait"));
      called.await();
      Thread.sleep(2 + ThreadLocalRandom.current().nextInt(10));
      long began = System.nanoTime();
      task.cancel();
      nanos[i] = interrupted.await() - began;
      if (task.status() != TaskStatus.CANCELLED) {
        throw new IllegalStateException("task: " + task.status() + " (expected: CANCELLED)");
      }
    }
    Percentiles.of(nanos).addTo(run.figures(), subject);
  }
}
