package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.measure.Percentiles;
import io.factorial.bench.peer.BullMq;
import io.factorial.bench.site.ProbeModel;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Site;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.message.Message;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.ToolResult;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** How soon something begins when nothing else is to be done. */
final class Pickup implements Benchmark {
  private static final String ENQUEUED = "enqueue to first step";
  private static final String PARTITIONS = "the same, 64 partitions";
  private static final String CLUSTER = "the same, three masters";
  private static final String ANSWERED = "answer to resumed step";
  private static final String STEERED = "steering to applied";
  private static final String PEER = "bullmq";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MANY_PARTITIONS = 64;
  private static final int SLOTS = 25;

  /** The arguments of the tool. */
  record Numbers(int x) {}

  @Override
  public String name() {
    return "pickup";
  }

  @Override
  public String about() {
    return "enqueue to first step on an idle fleet; answer to resumed step; steering to applied";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(ENQUEUED, "p50_to_bullmq", 0.8),
        Goal.atMost(PARTITIONS, "p50_to_bullmq", 0.8),
        Goal.atMost(CLUSTER, "p50_to_bullmq", 0.8));
  }

  @Override
  public void measure(Run run) throws Exception {
    int times = run.of(5, 100, 500);
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round %d: %d times each".formatted(round, times));
      double peer = peer(run, times);
      pickups(run, run.site(), 0, ENQUEUED, times, peer);
      if (run.site().redis().isPresent()) {
        pickups(run, run.site(), MANY_PARTITIONS, PARTITIONS, times, peer);
      }
      if (run.site().redis().filter(RedisServers::isOwn).isPresent()
          && run.site().name().equals("redis")) {
        try (Site cluster = Site.of(RedisServers.startCluster())) {
          pickups(run, cluster, 0, CLUSTER, times, peer);
        }
      }
      answers(run, times);
      steering(run, times);
    }
  }

  private static double peer(Run run, int times) throws Exception {
    BullMq peer = run.peer().orElse(null);
    if (peer == null) {
      return 0;
    }
    double p50 = peer.pickupMillis(times);
    run.figures().add(PEER, "p50_ms", p50);
    run.version("bullmq", peer.version());
    return p50;
  }

  private static void pickups(
      Run run, Site site, int partitions, String subject, int times, double peer) throws Exception {
    ProbeModel model = new ProbeModel();
    String namespace = site.namespace();
    Agent<String> agent = agent();
    try (Station station =
        Station.open(
            partitions == 0 ? site.module(namespace) : site.module(namespace, partitions), model)) {
      Orchestrator orchestrator = started(station, agent);
      long[] nanos = new long[times];
      for (int i = -WARM; i < times; i++) {
        pause();
        long began = System.nanoTime();
        TaskHandle<String> task =
            orchestrator.enqueue(agent, "owner" + (i + WARM), AgentContext.of("answer"));
        long called = model.awaitCall();
        task.await(LONGEST);
        if (i >= 0) {
          nanos[i] = called - began;
        }
      }
      Percentiles found = Percentiles.of(nanos);
      found.addTo(run.figures(), subject);
      if (peer > 0) {
        run.figures().add(subject, "p50_to_bullmq", found.millis(0.5) / peer);
      }
    } finally {
      site.clear(namespace);
    }
  }

  private static final int WARM = 20;

  /** Long enough that everything sleeps, and not in step with any interval. */
  private static void pause() throws InterruptedException {
    Thread.sleep(5 + ThreadLocalRandom.current().nextInt(20));
  }

  private static Agent<String> agent() {
    return Agent.builder("probe")
        .instructions("You answer.")
        .model(StubModel.NAME)
        .tool(
            FunctionTool.of(
                "work",
                "Is answered from outside",
                Numbers.class,
                (n, ctx) -> ToolResult.pending(Duration.ofMinutes(5))))
        .build();
  }

  private static Orchestrator started(Station station, Agent<String> agent) {
    Orchestrator orchestrator = station.orchestrator();
    orchestrator.registerRunner(
        agent, AgentWorkerConfig.builder().workers(1).batchSize(SLOTS).build());
    orchestrator.start();
    return orchestrator;
  }

  private static void answers(Run run, int times) throws Exception {
    ProbeModel model = new ProbeModel();
    String namespace = run.site().namespace();
    Agent<String> agent = agent();
    try (Station station = Station.open(run.site().module(namespace), model)) {
      Orchestrator orchestrator = started(station, agent);
      long[] nanos = new long[times];
      for (int i = 0; i < times; i++) {
        TaskHandle<String> task = orchestrator.enqueue(agent, "owner" + i, AgentContext.of("tool"));
        model.awaitCall();
        while (task.status() != TaskStatus.PENDING_TOOL_RESULTS) {
          pause();
        }
        pause();
        long began = System.nanoTime();
        AnswerOutcome outcome = orchestrator.completeDeferredTool(task.id(), "call", "answer");
        nanos[i] = model.awaitCall() - began;
        if (outcome != AnswerOutcome.ACCEPTED) {
          throw new IllegalStateException("answer: " + outcome + " (expected: ACCEPTED)");
        }
        task.await(LONGEST);
      }
      Percentiles.of(nanos).addTo(run.figures(), ANSWERED);
    } finally {
      run.site().clear(namespace);
    }
  }

  private static void steering(Run run, int times) throws Exception {
    ProbeModel model = new ProbeModel();
    String namespace = run.site().namespace();
    Agent<String> agent = agent();
    try (Station station = Station.open(run.site().module(namespace), model)) {
      Orchestrator orchestrator = started(station, agent);
      long[] nanos = new long[times];
      for (int i = 0; i < times; i++) {
        TaskHandle<String> task = orchestrator.enqueue(agent, "owner" + i, AgentContext.of("wait"));
        model.awaitCall();
        pause();
        long began = System.nanoTime();
        task.steer(SteeringMode.INTERRUPT, Message.user("answer"));
        nanos[i] = model.awaitCall() - began;
        task.await(LONGEST);
      }
      Percentiles.of(nanos).addTo(run.figures(), STEERED);
    } finally {
      run.site().clear(namespace);
    }
  }
}
