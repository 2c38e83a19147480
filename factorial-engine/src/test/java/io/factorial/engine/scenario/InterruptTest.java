package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.RunEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.message.Message;
import io.factorial.port.Signals;
import io.factorial.port.TaskQueue;
import io.factorial.run.RunResult;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steering that does not wait for the end of the turn. */
@OnEveryStore
final class InterruptTest {
  private final Scene scene = new Scene();
  private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);

  @AfterEach
  void close() {
    scene.close();
  }

  /** Says half a sentence and hangs, the first time; answers at once later. */
  private final class Hanging implements LlmClient {
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public Set<String> providers() {
      return Set.of("*");
    }

    @Override
    public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
        throws InterruptedException {
      requests.add(request);
      if (requests.size() > 1) {
        return Model.say("as you say");
      }
      chunks.accept(new ChatChunk.Text("Let me think "));
      chunks.accept(new ChatChunk.Text("about trains"));
      entered.countDown();
      return hang(interrupted);
    }
  }

  private static ChatResponse hang(CountDownLatch interrupted) throws InterruptedException {
    try {
      new Semaphore(0).acquire();
      throw new IllegalStateException("a semaphore without permits gave one");
    } finally {
      interrupted.countDown();
    }
  }

  private static void interrupt(TaskHandle<?> task, String text) {
    task.steer(SteeringMode.INTERRUPT, Message.user(text));
  }

  @Test
  void theModelCallEndsAtOnceAndTheNextTurnReadsWhatWasSaidAndTheMessage() throws Exception {
    Agent<String> talker = agent("talker").build();
    Hanging llm = new Hanging();
    scene.worker(llm, talker);
    Watch watch = scene.watch();
    TaskHandle<String> task = scene.enqueue(talker, "plan a journey");
    Scene.await(entered);
    interrupt(task, "by ship, please");
    Scene.await(llm.interrupted);
    assertThat(end(task).output()).isEqualTo("as you say");
    assertThat(requests.get(1).messages().stream().map(Model::text))
        .containsExactly("plan a journey", "Let me think about trains", "by ship, please");
    watch.until("run_completed");
    assertThat(watch.of(CompletionEvent.Completed.class).getFirst().message().text())
        .isEqualTo("Let me think about trains");
    assertThat(watch.of(RunEvent.SteeringApplied.class)).hasSize(1);
    assertThat(watch.of("run_cancelled")).isEmpty();
    assertThat(watch.of("progress_update_run_turn_failed")).isEmpty();
  }

  @Test
  void whatTheInterruptedCallUsedIsEstimated() throws Exception {
    Agent<String> talker = agent("talker").build();
    scene.worker(new Hanging(), talker);
    TaskHandle<String> task = scene.enqueue(talker, "plan a journey");
    Scene.await(entered);
    interrupt(task, "by ship, please");
    RunResult<String> result = end(task);
    assertThat(result.run().usage().requests()).isEqualTo(2);
    assertThat(result.run().usage().outputTokens()).isEqualTo(7 + 5);
    assertThat(result.run().usage().inputTokens()).isGreaterThan(10);
    assertThat(result.run().usage().costUsd()).isNull();
  }

  @Test
  void aCallThatHadSaidNothingLeavesNoMessage() throws Exception {
    Agent<String> talker = agent("talker").build();
    CountDownLatch interrupted = new CountDownLatch(1);
    scene.worker(
        new Model(
            request -> {
              requests.add(request);
              if (requests.size() > 1) {
                return Model.say("as you say");
              }
              entered.countDown();
              return hang(interrupted);
            }),
        talker);
    TaskHandle<String> task = scene.enqueue(talker, "plan a journey");
    Scene.await(entered);
    interrupt(task, "by ship, please");
    assertThat(end(task).output()).isEqualTo("as you say");
    assertThat(task.messages().stream().map(Model::text))
        .containsExactly("plan a journey", "by ship, please", "as you say");
  }

  @Test
  void runningToolsAreStoppedAndThoseThatHadFinishedKeepTheirResults() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(2);
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger later = new AtomicInteger();
    FunctionTool<Json.Obj> slow =
        tool(
            "slow",
            (arguments, ctx) -> {
              both.countDown();
              return hang(interrupted);
            });
    Agent<String> worker =
        agent(
                "worker",
                tool("quick", (arguments, ctx) -> "done"),
                slow,
                slow.named("once").replay(Replay.NEVER),
                tool("next", (arguments, ctx) -> later.incrementAndGet()).sequential())
            .build();
    scene.worker(
        new Model(
            request -> {
              requests.add(request);
              return Model.turn(request) == 0
                  ? Model.call(
                      call("q", "quick"), call("s", "slow"), call("o", "once"), call("n", "next"))
                  : Model.say("as you say");
            }),
        worker);
    Watch watch = scene.watch();
    TaskHandle<String> task = scene.enqueue(worker, "go");
    Scene.await(both);
    watch.until("progress_update_tool_action_completed", 2);
    interrupt(task, "stop that");
    Scene.await(interrupted);
    assertThat(end(task).output()).isEqualTo("as you say");
    assertThat(outputs(task.messages()))
        .containsExactly(
            "done",
            "stopped by a new message; whether it took effect is not known",
            "stopped by a new message; whether it took effect is not known",
            "1");
    assertThat(Model.last(requests.get(1))).isEqualTo("stop that");
    assertThat(task.data().attempt()).isZero();
  }

  @Test
  void callsThatStillStoodInLineDoNotRun() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger later = new AtomicInteger();
    Agent<String> worker =
        agent(
                "worker",
                tool(
                        "first",
                        (arguments, ctx) -> {
                          entered.countDown();
                          return hang(interrupted);
                        })
                    .sequential(),
                tool("next", (arguments, ctx) -> later.incrementAndGet()).sequential())
            .build();
    scene.worker(
        new Model(
            request ->
                Model.turn(request) == 0
                    ? Model.call(call("f", "first"), call("n", "next"))
                    : Model.say("as you say")),
        worker);
    TaskHandle<String> task = scene.enqueue(worker, "go");
    Scene.await(entered);
    interrupt(task, "stop that");
    assertThat(end(task).output()).isEqualTo("as you say");
    assertThat(later).hasValue(0);
  }

  @Test
  void aLateOrRepeatedSignalCutsNothing() throws Exception {
    AtomicReference<Signals> ears = new AtomicReference<>();
    Semaphore go = new Semaphore(0);
    Semaphore asked = new Semaphore(0);
    Agent<String> talker = agent("talker", tool("note", (arguments, ctx) -> "noted")).build();
    scene.worker(
        new Model(
            request -> {
              requests.add(request);
              asked.release();
              go.acquire();
              return Model.turn(request) == 0 ? Model.call(call("n", "note")) : Model.say("whole");
            }),
        Scene.quick().build(),
        queue -> overhearing(queue, ears),
        talker);
    TaskHandle<String> task = scene.enqueue(talker, "go");
    asked.acquire();
    go.release();
    asked.acquire();
    ears.get().steered(task.id(), 0, SteeringMode.INTERRUPT);
    ears.get().steered(task.id(), 0, SteeringMode.INTERRUPT);
    ears.get().steered(new TaskId(task.id().value() + ".0.0.0"), 1, SteeringMode.INTERRUPT);
    go.release();
    assertThat(end(task).output()).isEqualTo("whole");
    assertThat(requests).hasSize(2);
  }

  @Test
  void aMessageForTheNextTurnInterruptsNothing() throws Exception {
    Semaphore go = new Semaphore(0);
    Agent<String> talker = agent("talker").build();
    scene.worker(
        new Model(
            request -> {
              requests.add(request);
              entered.countDown();
              go.acquire();
              return Model.say("answer " + requests.size());
            }),
        talker);
    TaskHandle<String> task = scene.enqueue(talker, "go");
    Scene.await(entered);
    task.steer(Message.user("and then?"));
    go.release(2);
    assertThat(end(task).output()).isEqualTo("answer 2");
    assertThat(task.messages().stream().map(Model::text))
        .containsExactly("go", "answer 1", "and then?", "answer 2");
  }

  @Test
  void aCancelAfterAnInterruptStillCancels() throws Exception {
    Agent<String> talker = agent("talker").build();
    CountDownLatch second = new CountDownLatch(2);
    scene.worker(
        new Model(
            request -> {
              second.countDown();
              entered.countDown();
              return hang(new CountDownLatch(1));
            }),
        talker);
    TaskHandle<String> task = scene.enqueue(talker, "go");
    Scene.await(entered);
    interrupt(task, "something else");
    Scene.await(second);
    task.cancel();
    assertThat(end(task)).isInstanceOf(RunResult.Cancelled.class);
  }

  /** The queue as it is; what listens to it can be called by the test too. */
  private static TaskQueue overhearing(TaskQueue queue, AtomicReference<Signals> ears) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            InterruptTest.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("listen")) {
                ears.set((Signals) arguments[1]);
              }
              try {
                return method.invoke(queue, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
