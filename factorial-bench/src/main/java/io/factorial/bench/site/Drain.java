package io.factorial.bench.site;

import io.factorial.agent.Agent;
import io.factorial.bench.measure.Cpu;
import io.factorial.bench.measure.Measured;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.TaskQueue;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Enqueues tasks, lets one worker in this process do them all, and measures that: as the peer does
 * it. That each task really came to its end is read from the store afterwards.
 */
public final class Drain {
  private static final int CHECKED = 500;

  private final Site site;
  private final Work work;
  private final int owners;
  private final int slots;
  private UnaryOperator<TaskQueue> wrapper = UnaryOperator.identity();

  /**
   * Makes a drain.
   *
   * @param site the store
   * @param work what each task does
   * @param owners between how many owners the tasks are shared
   * @param slots how many tasks the worker runs at once
   */
  public Drain(Site site, Work work, int owners, int slots) {
    this.site = site;
    this.work = work;
    this.owners = owners;
    this.slots = slots;
  }

  /**
   * Lets the worker see its queue through a wrapper.
   *
   * @param through wraps the queue
   * @return this drain
   */
  public Drain through(UnaryOperator<TaskQueue> through) {
    wrapper = through;
    return this;
  }

  /**
   * Does a number of tasks.
   *
   * @param tasks how many
   * @param model answers them
   * @return what it took, from the worker's start to the end of the last task
   * @throws Exception when a task did not end well
   */
  public Measured run(int tasks, StubModel model) throws Exception {
    String namespace = site.namespace();
    Ends ends = new Ends(tasks);
    Agent<String> agent = work.agent(ends);
    try (Station station = Station.open(site.module(namespace), model, wrapper)) {
      Orchestrator orchestrator = station.orchestrator();
      orchestrator.registerRunner(
          agent, AgentWorkerConfig.builder().workers(1).batchSize(slots).build());
      List<TaskId> ids =
          Clients.enqueue(orchestrator, agent, work.context(), tasks, i -> "owner" + i % owners);
      double worker = Cpu.ownMicros();
      double store = site.storeMicros();
      long written = site.writtenBytes();
      long began = System.nanoTime();
      orchestrator.start();
      ends.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      Measured measured =
          new Measured(
              ends.turns(),
              seconds,
              Cpu.ownMicros() - worker,
              site.storeMicros() - store,
              site.writtenBytes() - written);
      check(orchestrator, ids, measured);
      return measured;
    } finally {
      site.clear(namespace);
    }
  }

  /** Reads some of the tasks: all have to be over, after as many turns as were counted. */
  private void check(Orchestrator orchestrator, List<TaskId> ids, Measured measured) {
    if (measured.turns() != (long) ids.size() * work.turns()) {
      throw new IllegalStateException(
          "turns: %d (expected: %d)".formatted(measured.turns(), ids.size() * work.turns()));
    }
    int step = Math.max(1, ids.size() / CHECKED);
    for (int i = 0; i < ids.size(); i += step) {
      TaskStatus status = orchestrator.task(ids.get(i)).status();
      if (status != TaskStatus.COMPLETED) {
        throw new IllegalStateException(
            "task " + ids.get(i) + ": " + status + " (expected: COMPLETED)");
      }
    }
  }
}
