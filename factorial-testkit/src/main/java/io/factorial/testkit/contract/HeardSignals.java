package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Signals;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The signals that a worker heard. Signals may come from any thread; one thread looks at them. */
public final class HeardSignals implements Signals {
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** Has heard nothing. */
  public HeardSignals() {}

  @Override
  public void workAt(String agent, int partition) {
    heard.add("work at " + agent + " in " + partition);
  }

  @Override
  public void cancelled(TaskId task) {
    heard.add("cancelled " + task);
  }

  @Override
  public void steered(TaskId task, int turn, SteeringMode mode) {
    heard.add("steered " + task + " " + turn + " " + mode);
  }

  @Override
  public void answered(TaskId task) {
    heard.add("answered " + task);
  }

  /**
   * Waits for a signal. Signals may be repeated, so others before it do not matter.
   *
   * @param signal as {@code work at AGENT in PARTITION}, {@code cancelled ID}, {@code steered ID
   *     TURN MODE}, {@code answered ID}
   */
  public void await(String signal) {
    List<String> others = new ArrayList<>();
    String next = poll();
    while (next != null && !next.equals(signal)) {
      others.add(next);
      next = poll();
    }
    assertThat(next).as("signal; heard %s", others).isEqualTo(signal);
  }

  /**
   * What was heard and not looked at.
   *
   * @return the signals in order
   */
  public List<String> soFar() {
    List<String> signals = new ArrayList<>();
    heard.drainTo(signals);
    return signals;
  }

  private @Nullable String poll() {
    try {
      return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while listening", interrupted);
    }
  }
}
