package io.factorial.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.event.EventFilter;
import io.factorial.llm.LlmClient;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One store, on a clock that only the test moves, and the processes that share it: a client, and as
 * many workers as the test starts. Real threads, no real waiting.
 */
final class Scene implements AutoCloseable {
  /** How long a test waits for what should come at once. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  static final String OWNER = "user1";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int LEASE_SECONDS = 12;

  private final TestClock clock = new TestClock();
  private final Ports ports = Ports.of(Store.inUse().open(clock));
  private final Orchestrator client = Factorial.orchestrator(ports.module());
  private final Deque<Runnable> closing = new ArrayDeque<>(List.of(client::close, ports::close));

  /** The clock of the store. */
  TestClock clock() {
    return clock;
  }

  /** The store itself, behind no process. */
  TaskQueue queue() {
    return ports.queue();
  }

  /** A process that runs nothing. */
  Orchestrator client() {
    return client;
  }

  /** The process of a worker, started. */
  Orchestrator worker(LlmClient llm, Agent<?>... agents) {
    return worker(llm, quick().build(), UnaryOperator.identity(), agents);
  }

  Orchestrator worker(LlmClient llm, AgentWorkerConfig config, Agent<?>... agents) {
    return worker(llm, config, UnaryOperator.identity(), agents);
  }

  /** The process of a worker that reaches the store through something. */
  Orchestrator worker(
      LlmClient llm,
      AgentWorkerConfig config,
      UnaryOperator<TaskQueue> through,
      Agent<?>... agents) {
    Orchestrator worker = process(llm, through);
    for (Agent<?> agent : agents) {
      worker.registerRunner(agent, config);
    }
    worker.start();
    return worker;
  }

  /** A process that has registered nothing yet. */
  Orchestrator process(LlmClient llm, UnaryOperator<TaskQueue> through, Module... more) {
    List<Module> modules = new ArrayList<>(List.of(more));
    modules.add(ports.module());
    modules.add(Factorial.llm(llm));
    modules.add(Factorial.decorate(TaskQueue.class, through));
    if (through instanceof Between between) {
      modules.addAll(between.others());
    }
    Orchestrator process = Factorial.orchestrator(modules.toArray(Module[]::new));
    closing.push(process::close);
    return process;
  }

  /** Settings of a worker that stops without waiting for its running calls. */
  static AgentWorkerConfig.Builder quick() {
    return AgentWorkerConfig.builder().shutdownGrace(Duration.ZERO);
  }

  /** Lets time pass in one leap, and does what is due then. No worker is taken for dead by it. */
  void pass(Duration time) {
    assertThat(time).as("a leap that no lease is lost by").isGreaterThan(SECOND.multipliedBy(5));
    clock.advance(time);
    tick();
  }

  /** Lets so much time pass, second by second, that workers that are silent lose their tasks. */
  void loseDeadWorkers() {
    for (int i = 0; i < LEASE_SECONDS; i++) {
      clock.advance(SECOND);
      tick();
    }
  }

  /** The store itself, to read what no handle shows. */
  TaskStore store() {
    return ports.store();
  }

  private void tick() {
    while (ports.queue().tick(1_000, clock.millis()).more()) {
      // What is due makes more due.
    }
  }

  <O> TaskHandle<O> enqueue(Agent<O> agent, String query) {
    return client.enqueue(agent, OWNER, AgentContext.of(query));
  }

  /** Listens from now on to all that happens to the owner's tasks. */
  Watch watch() {
    Watch watch = new Watch(client.subscribe(EventFilter.owner(OWNER)));
    closing.push(watch::close);
    return watch;
  }

  /** Waits until a task has a status; its events say when to look. */
  void await(TaskHandle<?> task, TaskStatus... any) throws InterruptedException {
    try (Watch watch = new Watch(task.events())) {
      watch.until(() -> List.of(any).contains(task.status()));
    }
  }

  static <O> RunResult<O> end(TaskHandle<O> task) throws InterruptedException {
    return task.await(PATIENCE);
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("came in time").isTrue();
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
