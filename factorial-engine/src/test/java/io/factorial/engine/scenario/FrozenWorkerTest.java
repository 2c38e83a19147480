package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.event.RunEvent;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ToolResult;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker that stood still beyond its lease, and wakes when another one has gone on. */
@OnEveryStore
final class FrozenWorkerTest {
  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  /** A process whose calls stand still on their way to the store, from one of them on. */
  private static final class Frozen implements Between {
    private final String method;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);
    private final CountDownLatch refused = new CountDownLatch(1);
    private final List<Object> late = new CopyOnWriteArrayList<>();

    /**
     * Freezes a process.
     *
     * @param method the port's method whose first call is the first to stand still
     */
    Frozen(String method) {
      this.method = method;
    }

    @Override
    public Object pass(String called, Call next) throws Throwable {
      if (called.equals(method)) {
        reached.countDown();
      }
      if (reached.getCount() > 0) {
        return next.make();
      }
      thawed.await();
      Object answer = next.make();
      if (called.equals("record") || called.equals("commit")) {
        late.add(answer);
        refused.countDown();
      }
      return answer;
    }

    /** Lets it go on, and waits until its run was told that it has lost the task. */
    void thaw() throws InterruptedException {
      thawed.countDown();
      Scene.await(refused);
      assertThat(late).isNotEmpty().allMatch(WriteResult.Refused.class::isInstance);
    }
  }

  @Scenario(11)
  @Test
  void aWorkerThatWakesAfterAnotherFinishedItsTaskWritesNothing() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Agent<String> first = agent("worker", blocking(runs, entered, leave)).build();
    Agent<String> second =
        agent("worker", tool("work", (arguments, ctx) -> "run " + runs.incrementAndGet())).build();
    Model model = workThenSay("done");
    Frozen frozen = new Frozen("commit");
    Watch watch = scene.watch();
    scene.worker(model, Scene.quick().build(), frozen, first);
    TaskHandle<String> task = scene.enqueue(first, "go");
    Scene.await(entered);
    // The call returns, and its result is on its way when the process stands still.
    leave.countDown();
    Scene.await(frozen.reached);
    scene.loseDeadWorkers();
    scene.worker(model, second);
    assertThat(end(task).output()).isEqualTo("done");
    frozen.thaw();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(outputs(task.messages())).containsExactly("run 2");
    watch.until("run_completed");
    assertThat(watch.of("progress_update_tool_action_completed")).hasSize(1);
    assertThat(watch.of(RunEvent.Completed.class)).hasSize(1);
  }

  private static io.factorial.tool.FunctionTool<?> blocking(
      AtomicInteger runs, CountDownLatch entered, CountDownLatch leave) {
    return tool(
        "work",
        (arguments, ctx) -> {
          String text = "run " + runs.incrementAndGet();
          entered.countDown();
          Scene.await(leave);
          return text;
        });
  }

  private static Model workThenSay(String text) {
    return new Model(
        request -> Model.turn(request) == 0 ? Model.call(call("c1", "work")) : Model.say(text));
  }

  /** The end of a turn that comes late queues nothing: another worker runs the task already. */
  @Scenario(12)
  @Test
  void aContinueThatComesLateChangesNothingForTheWorkerThatHasTheTask() throws Exception {
    Agent<String> agent = agent("worker", tool("work", (arguments, ctx) -> "worked")).build();
    Frozen frozen = new Frozen("commit");
    scene.worker(workThenSay("by the first"), Scene.quick().build(), frozen, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    Scene.await(frozen.reached);
    scene.loseDeadWorkers();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger answers = new AtomicInteger();
    scene.worker(
        new Model(
            request -> {
              answers.incrementAndGet();
              entered.countDown();
              Scene.await(leave);
              return Model.say("by the second");
            }),
        agent);
    Scene.await(entered);
    frozen.thaw();
    assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
    int pickups = task.data().pickups();
    leave.countDown();
    assertThat(end(task).output()).isEqualTo("by the second");
    assertThat(task.data().pickups()).as("nobody else has got the task").isEqualTo(pickups);
    assertThat(answers).hasValue(1);
  }

  @Scenario(12)
  @Test
  void aParkThatComesLateDoesNotReviveAFinishedTask() throws Exception {
    Agent<String> agent =
        agent("worker", tool("work", (arguments, ctx) -> ToolResult.pending(Duration.ofDays(1))))
            .build();
    Frozen frozen = new Frozen("commit");
    scene.worker(workThenSay("by the first"), Scene.quick().build(), frozen, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    Scene.await(frozen.reached);
    assertThat(scene.client().completeDeferredTool(task.id(), "c1", "by mail"))
        .isEqualTo(AnswerOutcome.ACCEPTED);
    scene.loseDeadWorkers();
    scene.worker(workThenSay("by the second"), agent);
    assertThat(end(task).output()).isEqualTo("by the second");
    frozen.thaw();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(scene.client().waits().list(WaitFilter.all())).isEmpty();
    assertThat(scene.store().fleet().parkedWithNothingOpen()).isZero();
  }
}
