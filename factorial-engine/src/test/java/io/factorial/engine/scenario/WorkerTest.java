package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.OWNER;
import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Payload;
import io.factorial.port.TaskQueue;
import io.factorial.port.TickResult;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.testkit.ScriptedLlm;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scenarios 15, 17, 18, 19 and 34: what workers owe to tasks. */
@OnEveryStore
final class WorkerTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();

  @AfterEach
  void close() {
    scene.close();
  }

  /** Ten minutes pass for the store while the tool runs and its worker lives. */
  @Scenario(15)
  @Test
  void aLongToolOfALivingWorkerRunsOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Agent<String> patient =
        agent(
                "patient",
                tool(
                    "slow",
                    (arguments, ctx) -> {
                      runs.incrementAndGet();
                      entered.countDown();
                      Scene.await(leave);
                      return "at last";
                    }))
            .build();
    llm.callTools(call("c1", "slow")).say("done");
    AgentWorkerConfig beating = Scene.quick().heartbeatInterval(Duration.ofMillis(10)).build();
    Heartbeat beats = new Heartbeat();
    scene.worker(llm, beating, beats, patient);
    TaskHandle<String> task = scene.enqueue(patient, "go");
    Scene.await(entered);
    for (int second = 0; second < 600; second += 2) {
      scene.clock().advance(Duration.ofSeconds(2));
      beats.next();
      scene.queue().tick(100, second);
    }
    leave.countDown();
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(runs).hasValue(1);
    assertThat(task.data().pickups()).isEqualTo(1);
  }

  @Scenario(17)
  @Test
  void aTaskWhoseInputCannotBeReadFailsVisiblyWithTheReason() throws Exception {
    Agent<String> reader = agent("reader").build();
    scene.worker(llm, reader);
    TaskId id = scene.queue().id(OWNER, Nonce.random());
    scene
        .queue()
        .enqueue(
            List.of(
                NewTask.builder(id, "reader", OWNER, Payload.of(new byte[] {99, 1, 2})).build()));
    TaskHandle<String> task = scene.client().task(reader, id);
    assertThat(end(task))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("journal_unreadable");
              assertThat(failed.error().message()).contains("99");
            });
  }

  @Scenario(18)
  @Test
  void aTaskThatKillsItsWorkersFailsAndStaysOutOfTheQueue() throws Exception {
    Agent<String> poison = agent("poison").build();
    Watch watch = scene.watch();
    TaskHandle<String> task = null;
    int deaths = 0;
    for (; deaths < 10; deaths++) {
      CrashPoint dies = CrashPoint.atWrite(0, CrashPoint.Side.AFTER);
      scene.worker(llm, Scene.quick().build(), dies, poison);
      if (task == null) {
        task = scene.enqueue(poison, "die");
      }
      watch.until(dies::isDead);
      scene.loseDeadWorkers();
      if (task.status().isOver()) {
        break;
      }
      scene.pass(Duration.ofMinutes(2));
    }
    assertThat(deaths + 1).isEqualTo(4);
    assertThat(end(Objects.requireNonNull(task)))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("max_recoveries"));
    assertThat(llm.requests()).isEmpty();
    watch.until("run_failed");
    assertThat(watch.of("run_recovered")).hasSize(3);
  }

  /** A running call may end within the grace, and nothing waits for a lease. */
  @Scenario(19)
  @Test
  void aWorkerThatStopsLetsItsCallsEndAndHandsTheirTasksOn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Agent<String> busy =
        agent(
                "busy",
                tool(
                    "slow",
                    (arguments, ctx) -> {
                      runs.incrementAndGet();
                      entered.countDown();
                      Scene.await(leave);
                      return "ran";
                    }))
            .build();
    llm.callTools(call("c1", "slow")).say("done");
    AgentWorkerConfig patient = AgentWorkerConfig.defaults();
    Orchestrator first = scene.worker(llm, patient, busy);
    TaskHandle<String> task = scene.enqueue(busy, "go");
    Scene.await(entered);
    Thread closing = Thread.ofVirtual().start(first::close);
    leave.countDown();
    assertThat(closing.join(Scene.PATIENCE)).isTrue();
    assertThat(task.status()).isEqualTo(TaskStatus.ACTIVE);
    scene.worker(llm, busy);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(runs).hasValue(1);
    assertThat(task.data().pickups()).isEqualTo(2);
    llm.assertExhausted();
  }

  /** What does not end within the grace is interrupted and handed back all the same. */
  @Scenario(19)
  @Test
  void aCallThatOutlastsTheGraceIsInterruptedAndItsTaskHandedBackAtOnce() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Agent<String> busy = agent("busy").build();
    llm.block(entered).say("done");
    Orchestrator first = scene.worker(llm, Scene.quick().build(), busy);
    TaskHandle<String> task = scene.enqueue(busy, "go");
    Scene.await(entered);
    first.close();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    scene.worker(llm, busy);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(task.data().attempt()).isZero();
  }

  @Scenario(19)
  @Test
  void aTaskBetweenTwoTurnsIsHandedBackWhenItsWorkerStops() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Agent<String> busy = agent("busy", tool("quick", (arguments, ctx) -> "ran")).build();
    Model model =
        new Model(
            request -> {
              entered.countDown();
              Scene.await(leave);
              return Model.turn(request) < 100
                  ? Model.call(call("c" + Model.turn(request), "quick"))
                  : Model.say("done");
            });
    Orchestrator first = scene.worker(model, AgentWorkerConfig.defaults(), busy);
    TaskHandle<String> task = scene.enqueue(busy, "go");
    Scene.await(entered);
    Thread closing = Thread.ofVirtual().start(first::close);
    leave.countDown();
    assertThat(closing.join(Scene.PATIENCE)).isTrue();
    assertThat(task.status()).isEqualTo(TaskStatus.ACTIVE);
    int turnsBefore = task.data().turn();
    scene.worker(model, busy);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(turnsBefore).isLessThan(100);
  }

  /** Best of a few, so that a busy machine does not decide. */
  @Scenario(34)
  @Test
  void anIdleFleetStartsANewTaskWithinMilliseconds() throws Exception {
    List<Long> started = new ArrayList<>();
    Agent<String> quick = agent("quick").build();
    scene.worker(
        new Model(
            request -> {
              started.add(System.nanoTime());
              return Model.say("done");
            }),
        quick);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = System.nanoTime();
      end(scene.client().enqueue(quick, OWNER, AgentContext.of("go")));
      best = Math.min(best, started.getLast() - before);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void aFetchThatFailsInAnyWayIsTriedAgain() throws Exception {
    Agent<String> quick = agent("quick").build();
    llm.say("done");
    AtomicBoolean failed = new AtomicBoolean();
    Between buggy =
        (method, next) -> {
          if (method.equals("fetch") && failed.compareAndSet(false, true)) {
            throw new IllegalStateException("a bug of the adapter");
          }
          return next.make();
        };
    scene.worker(llm, Scene.quick().build(), buggy, quick);
    assertThat(end(scene.enqueue(quick, "go")).output()).isEqualTo("done");
  }

  /** The shortest interval and the largest batch of a process's agents count for all of them. */
  @Test
  void whatIsOverIsCollectedInRoundsOfTheConfiguredSize() throws Exception {
    List<Integer> asked = new CopyOnWriteArrayList<>();
    CountDownLatch ticks = new CountDownLatch(50);
    Orchestrator process = scene.process(llm, noting(asked, ticks));
    process.registerRunner(agent("a").build(), Scene.quick().build(), cleaning(1, 7));
    process.registerRunner(agent("b").build(), Scene.quick().build(), cleaning(3_600_000, 3));
    process.start();
    Scene.await(ticks);
    assertThat(asked).containsOnly(7);
  }

  @Test
  void betweenTwoRoundsOfCollectionNothingIsCollected() throws Exception {
    List<Integer> asked = new CopyOnWriteArrayList<>();
    CountDownLatch ticks = new CountDownLatch(20);
    Orchestrator process = scene.process(llm, noting(asked, ticks));
    process.registerRunner(agent("a").build(), Scene.quick().build(), cleaning(3_600_000, 7));
    process.start();
    Scene.await(ticks);
    assertThat(asked.getFirst()).isEqualTo(7);
    assertThat(asked.subList(1, asked.size())).containsOnly(0);
  }

  private static MaintenanceWorkerConfig cleaning(long intervalMillis, int batch) {
    return MaintenanceWorkerConfig.builder()
        .interval(Duration.ofMillis(intervalMillis))
        .maxCleanupBatch(batch)
        .build();
  }

  /** Notes how much each tick was asked to collect. */
  private static UnaryOperator<TaskQueue> noting(List<Integer> asked, CountDownLatch ticks) {
    return queue ->
        (TaskQueue)
            Proxy.newProxyInstance(
                WorkerTest.class.getClassLoader(),
                new Class<?>[] {TaskQueue.class},
                (proxy, method, arguments) -> {
                  Object answer = method.invoke(queue, arguments);
                  if (method.getName().equals("tick")) {
                    asked.add((Integer) arguments[1]);
                    ticks.countDown();
                    TickResult told = (TickResult) answer;
                    return new TickResult(
                        told.changed(),
                        told.more(),
                        told.uncollected(),
                        Optional.of(Duration.ZERO),
                        told.schedules(),
                        told.now());
                  }
                  return answer;
                });
  }
}
