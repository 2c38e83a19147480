package io.factorial.bench.row;

import io.factorial.agent.Journal;
import io.factorial.bench.floor.Floor;
import io.factorial.bench.floor.Transcript;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.measure.Measured;
import io.factorial.bench.peer.BullMq;
import io.factorial.bench.site.Drain;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Site;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import java.util.List;

/**
 * Tasks of three turns with a tool call each, as many as one worker can do: beside the floor, and
 * beside the peer, in the same minutes.
 */
final class Turns implements Benchmark {
  static final int OWNERS = 16;
  static final int SLOTS = 256;

  private static final String STEP = "step journal";
  private static final String TURN = "turn journal";
  private static final String TOOLS = "4 parallel tools";
  private static final String LONG = "turn journal, 30 turns";
  private static final String FLOOR = "floor, ";
  private static final String PEER = "bullmq, 3 steps";

  private static final List<Case> CASES =
      List.of(
          new Case(STEP, Work.usual()),
          new Case(TURN, new Work(3, 1, Journal.TURN, 0)),
          new Case(TOOLS, new Work(3, 4, Journal.STEP, 0)),
          new Case(LONG, new Work(30, 1, Journal.TURN, 0)));

  private record Case(String name, Work work) {}

  @Override
  public String name() {
    return "turns";
  }

  @Override
  public String about() {
    return "3-turn tasks, stub model, one tool call a turn, 1 KB query, events on";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(STEP, "redis_cpu_us_per_turn", 36),
        Goal.atMost(STEP, "worker_cpu_us_per_turn", 60),
        Goal.atMost(STEP, "redis_to_floor", 1.35),
        Goal.atLeast(STEP, "turns_to_bullmq", 1.2),
        Goal.atMost(TOOLS, "redis_cpu_us_per_turn", 46),
        Goal.atMost(TURN, "redis_cpu_us_per_turn", 26),
        Goal.atMost(TURN, "worker_cpu_us_per_turn", 40),
        Goal.atLeast(TURN, "turns_to_floor", 0.65),
        Goal.atLeast(TURN, "turns_to_bullmq", 1.5),
        Goal.atMost(LONG, "redis_cpu_us_per_turn", 17));
  }

  @Override
  public void measure(Run run) throws Exception {
    int warm = run.of(0, 4_000, 50_000);
    if (warm > 0) {
      run.say("warming up: " + warm + " tasks");
      drain(run, Work.usual(), warm);
    }
    for (int round = 1; round <= run.rounds(); round++) {
      double peer = peer(run);
      for (Case each : CASES) {
        int tasks = Math.max(1, run.of(6, 2_000, 20_000) * 3 / each.work().turns());
        run.say("round %d: %s, %d tasks".formatted(round, each.name(), tasks));
        Measured measured = drain(run, each.work(), tasks);
        measured.addTo(run.figures(), each.name());
        if (peer > 0 && each.work().turns() == 3 && each.work().calls() == 1) {
          run.figures().add(each.name(), "turns_to_bullmq", measured.turnsPerSecond() / peer);
        }
        floor(run, each, tasks, measured);
      }
    }
    run.note("a turn is one answer of the model with its tool calls; the answer ends the last one");
  }

  private static Measured drain(Run run, Work work, int tasks) throws Exception {
    return new Drain(run.site(), work, OWNERS, SLOTS).run(tasks, StubModel.quick(work.calls()));
  }

  private static void floor(Run run, Case each, int tasks, Measured measured) throws Exception {
    RedisServers redis = run.site().redis().orElse(null);
    if (redis == null || run.site().name().endsWith("cluster")) {
      return;
    }
    Transcript transcript = transcript(each.work());
    byte[] input = new byte[1_100];
    try (Floor floor =
        new Floor(run.site(), redis.firstUri(), transcript, each.work().turns(), OWNERS)) {
      Measured least = floor.run(tasks, SLOTS, input);
      least.addTo(run.figures(), FLOOR + each.name());
      run.figures()
          .add(each.name(), "redis_to_floor", measured.storePerTurn() / least.storePerTurn());
      run.figures()
          .add(each.name(), "turns_to_floor", measured.turnsPerSecond() / least.turnsPerSecond());
    }
  }

  /** What one task writes, whatever the store. */
  static Transcript transcript(Work work) throws Exception {
    Transcript transcript = new Transcript();
    try (Site memory = Site.memory()) {
      new Drain(memory, work, 1, 1).through(transcript::of).run(1, StubModel.quick(work.calls()));
    }
    return transcript;
  }

  /** The peer's turns per second at its best concurrency; 0 without a peer. */
  private static double peer(Run run) throws Exception {
    BullMq peer = run.peer().orElse(null);
    if (peer == null) {
      return 0;
    }
    double best = 0;
    for (int concurrency : List.of(25, 100)) {
      run.say("bullmq at concurrency " + concurrency);
      BullMq.Turns turns = peer.turns(run.of(50, 3_000, 20_000), concurrency);
      if (turns.perSecond() > best) {
        best = turns.perSecond();
        run.figures().add(PEER, "turns_per_s_at_" + concurrency, turns.perSecond());
        run.figures().add(PEER, "worker_cpu_us_per_turn", turns.workerMicros());
        run.figures().add(PEER, "redis_cpu_us_per_turn", turns.redisMicros());
      }
    }
    run.version("bullmq", peer.version());
    return best;
  }
}
