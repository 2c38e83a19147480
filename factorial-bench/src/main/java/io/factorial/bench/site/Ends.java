package io.factorial.bench.site;

import io.factorial.agent.Hooks;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts turns and ends of runs in this process. An end is told after it was stored. */
public final class Ends implements Hooks {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final CountDownLatch left;
  private final AtomicLong turns = new AtomicLong();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  /**
   * Begins to count.
   *
   * @param tasks how many tasks are to end
   */
  public Ends(int tasks) {
    this.left = new CountDownLatch(tasks);
  }

  @Override
  public void onRunEnd(RunContext ctx, RunResult<?> result) {
    turns.addAndGet(result.run().turns());
    ended.incrementAndGet();
    if (!(result instanceof RunResult.Completed<?>)) {
      failed.incrementAndGet();
    }
    left.countDown();
  }

  /**
   * The turns of the runs that ended.
   *
   * @return how many
   */
  public long turns() {
    return turns.get();
  }

  /**
   * The runs that ended.
   *
   * @return how many
   */
  public int ended() {
    return ended.get();
  }

  /**
   * Waits until all tasks have ended.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when they do not, or not all well
   */
  public void await() throws InterruptedException {
    boolean all = left.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    if (!all || failed.get() > 0) {
      throw new IllegalStateException(
          "tasks: %d still to end, %d failed (expected: none)"
              .formatted(left.getCount(), failed.get()));
    }
  }
}
