package io.factorial.bench.row;

import io.factorial.agent.Journal;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.measure.Measured;
import io.factorial.bench.site.Drain;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import java.util.ArrayList;
import java.util.List;

/** The same tasks after longer and longer conversations: a turn should write only what is new. */
final class HistoryRow implements Benchmark {
  private static final int KB = 1024;
  private static final int TURNS = 3;
  private static final int MORE_TURNS = 12;
  private static final List<Integer> SIZES = List.of(1, 16, 128);
  private static final String ALL = "1 to 128 KB";

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String about() {
    return "3-turn tasks with 1, 16, 128 KB of history: Redis CPU and bytes written per turn";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(ALL, "redis_us_per_kb_and_pickup", 2.4),
        Goal.atMost(ALL, "bytes_written_128_to_1", 1.02));
  }

  @Override
  public void measure(Run run) throws Exception {
    drain(run, 1, TURNS, run.of(0, 1_500, 10_000));
    for (int round = 1; round <= run.rounds(); round++) {
      List<Measured> bySize = new ArrayList<>();
      for (int size : SIZES) {
        run.say("round %d: %d KB".formatted(round, size));
        Measured measured = drain(run, size, TURNS, tasks(run, size));
        measured.addTo(run.figures(), size + " KB");
        bySize.add(measured);
        Measured longer = drain(run, size, MORE_TURNS, tasks(run, size) / 2);
        double kept =
            (longer.storePerTurn() * MORE_TURNS - measured.storePerTurn() * TURNS)
                / (MORE_TURNS - TURNS);
        if (kept > 0) {
          run.figures().add(size + " KB", "redis_cpu_us_per_kept_turn", kept);
        }
      }
      compare(run, bySize.getFirst(), bySize.getLast());
    }
  }

  private static void compare(Run run, Measured least, Measured most) {
    if (least.storeMicros() == 0) {
      return;
    }
    double more = (most.storePerTurn() - least.storePerTurn()) * TURNS;
    run.figures()
        .add(ALL, "redis_us_per_kb_and_pickup", more / (SIZES.getLast() - SIZES.getFirst()));
    if (least.writtenBytes() > 0) {
      run.figures()
          .add(
              ALL,
              "bytes_written_128_to_1",
              ((double) most.writtenBytes() / most.turns())
                  / ((double) least.writtenBytes() / least.turns()));
    }
  }

  private static int tasks(Run run, int size) {
    return run.of(4, size == 128 ? 300 : 1_000, size == 128 ? 2_000 : 10_000);
  }

  private static Measured drain(Run run, int size, int turns, int tasks) throws Exception {
    Work work = new Work(turns, 1, Journal.STEP, size * KB);
    return new Drain(run.site(), work, Turns.OWNERS, Turns.SLOTS)
        .run(Math.max(1, tasks), StubModel.quick(1));
  }
}
