package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.Hooks;
import io.factorial.bench.measure.Cpu;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.peer.BullMq;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import io.factorial.task.BatchHandle;
import io.factorial.task.TaskStatus;
import java.util.Collections;
import java.util.List;

/** Tasks into the queue: one after the other, from many threads, and in batches. */
final class Enqueue implements Benchmark {
  private static final String SINGLE = "single";
  private static final String PIPELINED = "64 threads";
  private static final String BATCH = "batches of 500";
  private static final String PEER = "bullmq addBulk";
  private static final int BATCH_SIZE = 500;

  @Override
  public String name() {
    return "enqueue";
  }

  @Override
  public String about() {
    return "tasks of 1 KB into the queue, with event and indexes: single, pipelined, batch";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atLeast(BATCH, "tasks_to_bullmq", 2.4),
        Goal.atMost(BATCH, "redis_kb_per_queued_task", 2.0));
  }

  @Override
  public void measure(Run run) throws Exception {
    int many = run.of(1_000, 20_000, 100_000);
    run.say("warming up");
    batches(run, many, false);
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round %d: %d tasks".formatted(round, many));
      single(run, run.of(20, 1_000, 5_000));
      pipelined(run, many);
      double rate = batches(run, many, true);
      BullMq peer = run.peer().orElse(null);
      if (peer != null) {
        double other = peer.enqueuedInBulk(many);
        run.figures().add(PEER, "tasks_per_s", other);
        run.figures().add(BATCH, "tasks_to_bullmq", rate / other);
        run.version("bullmq", peer.version());
      }
    }
  }

  private static void single(Run run, int tasks) throws Exception {
    with(
        run,
        SINGLE,
        tasks,
        (station, agent, context) -> {
          for (int i = 0; i < tasks; i++) {
            station.orchestrator().enqueue(agent, owner(i), context);
          }
        });
  }

  private static void pipelined(Run run, int tasks) throws Exception {
    with(
        run,
        PIPELINED,
        tasks,
        (station, agent, context) ->
            Clients.enqueue(station.orchestrator(), agent, context, tasks, Enqueue::owner));
  }

  private static double batches(Run run, int tasks, boolean told) throws Exception {
    return with(
        run,
        told ? BATCH : "",
        tasks,
        (station, agent, context) -> {
          for (int done = 0; done < tasks; done += BATCH_SIZE) {
            int size = Math.min(BATCH_SIZE, tasks - done);
            BatchHandle<String> batch =
                station
                    .orchestrator()
                    .enqueueBatch(
                        agent, owner(done / BATCH_SIZE), Collections.nCopies(size, context));
            if (done == 0 && batch.progress().total() != size) {
              throw new IllegalStateException("batch: " + batch.progress());
            }
          }
        });
  }

  private static String owner(int i) {
    return "owner" + i % Turns.OWNERS;
  }

  @FunctionalInterface
  private interface Way {
    void enqueue(Station station, Agent<String> agent, AgentContext context) throws Exception;
  }

  private static double with(Run run, String subject, int tasks, Way way) throws Exception {
    String namespace = run.site().namespace();
    Work work = Work.usual();
    Agent<String> agent = work.agent(new Hooks() {});
    AgentContext context = work.context();
    try (Station station = Station.open(run.site().module(namespace), StubModel.quick(1))) {
      station.orchestrator().registerRunner(agent);
      station.orchestrator().enqueue(agent, owner(0), context);
      long memory = run.site().redis().map(RedisServers::usedMemory).orElse(0L);
      double client = Cpu.ownMicros();
      double store = run.site().storeMicros();
      long began = System.nanoTime();
      way.enqueue(station, agent, context);
      double rate = tasks / ((System.nanoTime() - began) / 1e9);
      check(station, tasks + 1);
      if (!subject.isEmpty()) {
        run.figures().add(subject, "tasks_per_s", rate);
        run.figures().add(subject, "client_cpu_us_per_task", (Cpu.ownMicros() - client) / tasks);
        if (run.site().redis().isPresent()) {
          double micros = run.site().storeMicros() - store;
          long more = run.site().redis().get().usedMemory() - memory;
          run.figures().add(subject, "redis_cpu_us_per_task", micros / tasks);
          run.figures().add(subject, "redis_kb_per_queued_task", more / 1024.0 / tasks);
        }
      }
      return rate;
    } finally {
      run.site().clear(namespace);
    }
  }

  private static void check(Station station, int tasks) {
    long queued =
        station.store().fleet().queues().stream()
            .mapToLong(queue -> queue.counts().getOrDefault(TaskStatus.QUEUED, 0L))
            .sum();
    if (queued != tasks) {
      throw new IllegalStateException("queued: " + queued + " (expected: " + tasks + ")");
    }
  }
}
