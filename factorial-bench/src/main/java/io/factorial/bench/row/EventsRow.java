package io.factorial.bench.row;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.bench.measure.Percentiles;
import io.factorial.bench.site.Clients;
import io.factorial.bench.site.Ends;
import io.factorial.bench.site.ProbeModel;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Events on their way to those who listen, and events that are read again. */
final class EventsRow implements Benchmark {
  private static final String ONE = "1 subscriber";
  private static final String MANY = "1,000 subscribers";
  private static final String REPLAY = "replay";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int CAP = 200_000;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public String about() {
    return "publish to subscriber; 1,000 subscribers; replay of 100,000 events";
  }

  @Override
  public void measure(Run run) throws Exception {
    int times = run.of(5, 200, 1_000);
    for (int round = 1; round <= run.rounds(); round++) {
      run.say("round %d: %d events".formatted(round, times));
      publish(run, ONE, 1, times);
      publish(run, MANY, run.of(10, 1_000, 1_000), times);
      replay(run, run.of(100, 10_000, 100_000));
    }
    run.note("published: the durable event of an enqueue, from the call to the subscriber's hands");
  }

  private static void publish(Run run, String subject, int subscribers, int times)
      throws Exception {
    String namespace = run.site().namespace();
    Agent<String> agent =
        Agent.builder("told").instructions("You answer.").model(StubModel.NAME).build();
    List<EventStream> streams = new ArrayList<>();
    try (Station station = Station.open(run.site().module(namespace), new ProbeModel())) {
      Orchestrator orchestrator = station.orchestrator();
      orchestrator.registerRunner(agent);
      for (int i = 0; i < subscribers; i++) {
        streams.add(orchestrator.subscribe(EventFilter.owner("owner" + i).types("run_queued")));
      }
      long[] nanos = new long[times];
      for (int i = 0; i < times; i++) {
        int owner = ThreadLocalRandom.current().nextInt(subscribers);
        long began = System.nanoTime();
        orchestrator.enqueue(agent, "owner" + owner, AgentContext.of("answer"));
        Optional<AgentEvent> event = streams.get(owner).poll(LONGEST);
        nanos[i] = System.nanoTime() - began;
        if (event.isEmpty()) {
          throw new IllegalStateException("event: none (expected: run_queued)");
        }
      }
      Percentiles.of(nanos).addTo(run.figures(), subject);
      streams.forEach(EventStream::close);
    } finally {
      run.site().clear(namespace);
    }
  }

  /** All events of one owner, from the first on. */
  private static void replay(Run run, int wanted) throws Exception {
    int tasks = wanted / eventsOfTask(run) + 1;
    String namespace = run.site().namespace();
    Ends ends = new Ends(tasks);
    Agent<String> agent = Work.usual().agent(ends);
    try (Station station =
        Station.open(
            run.site().module(namespace, config -> config.eventCap(CAP)), StubModel.quick(1))) {
      Orchestrator orchestrator = station.orchestrator();
      orchestrator.registerRunner(
          agent, AgentWorkerConfig.builder().workers(1).batchSize(Turns.SLOTS).build());
      Clients.enqueue(orchestrator, agent, Work.usual().context(), tasks, i -> "one");
      orchestrator.start();
      ends.await();
      long began = System.nanoTime();
      int seen = 0;
      int over = 0;
      try (EventStream events =
          orchestrator.subscribe(EventFilter.owner("one"), EventCursor.parse("0"))) {
        while (over < tasks) {
          AgentEvent event =
              events
                  .poll(LONGEST)
                  .orElseThrow(() -> new IllegalStateException("replay: ended early"));
          seen++;
          over += event.type().equals("run_completed") ? 1 : 0;
        }
      }
      run.figures().add(REPLAY, "events", seen);
      run.figures().add(REPLAY, "events_per_s", seen / ((System.nanoTime() - began) / 1e9));
    } finally {
      run.site().clear(namespace);
    }
  }

  /** A store in memory keeps a fixed number of events, so that fewer are asked of it. */
  private static int eventsOfTask(Run run) {
    return run.site().redis().isPresent() ? 12 : 120;
  }
}
