package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.OWNER;
import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.BACKOFF;
import static io.factorial.task.TaskStatus.COMPLETED;
import static io.factorial.task.TaskStatus.FAILED;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.LlmException;
import io.factorial.error.TaskStateException;
import io.factorial.event.BatchEvent;
import io.factorial.json.Json;
import io.factorial.llm.ToolChoice;
import io.factorial.run.RunResult;
import io.factorial.task.BatchHandle;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Options of enqueue, batches, and the second lives of tasks: retry, resume, fork. */
@OnEveryStore
final class EnqueueTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();
  private final Agent<String> plain = agent("plain").build();

  @AfterEach
  void close() {
    scene.close();
  }

  private static EnqueueOptions.Builder options() {
    return EnqueueOptions.builder();
  }

  private TaskHandle<String> enqueue(String query, EnqueueOptions.Builder options) {
    return scene.client().enqueue(plain, OWNER, AgentContext.of(query), options.build());
  }

  @Test
  void aDelayedTaskStartsAfterItsDelay() throws Exception {
    llm.say("done");
    scene.worker(llm, plain);
    TaskHandle<String> task = enqueue("go", options().delay(Duration.ofMinutes(10)));
    assertThat(task.status()).isEqualTo(BACKOFF);
    assertThat(task.data().reason()).contains("delayed");
    scene.pass(Duration.ofMinutes(9));
    assertThat(task.status()).isEqualTo(BACKOFF);
    scene.pass(Duration.ofMinutes(1));
    assertThat(end(task).output()).isEqualTo("done");
  }

  @Test
  void aTaskStartsAtItsTime() throws Exception {
    llm.say("done");
    scene.worker(llm, plain);
    TaskHandle<String> task =
        enqueue("go", options().startAt(scene.clock().instant().plus(Duration.ofHours(3))));
    scene.pass(Duration.ofHours(2));
    assertThat(task.status()).isEqualTo(BACKOFF);
    scene.pass(Duration.ofHours(1));
    assertThat(end(task).output()).isEqualTo("done");
  }

  @Test
  void theSameKeyAtTheSameTimeMakesOneTask() throws Exception {
    llm.say("done");
    scene.worker(llm, plain);
    Set<TaskId> ids = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<TaskId>> calls =
          IntStream.range(0, 16)
              .<Callable<TaskId>>mapToObj(
                  i -> () -> enqueue("order 7", options().dedupKey("order-7")).id())
              .toList();
      for (Future<TaskId> id : threads.invokeAll(calls)) {
        ids.add(id.get());
      }
    }
    assertThat(ids).hasSize(1);
    assertThat(end(scene.client().task(plain, ids.iterator().next())).output()).isEqualTo("done");
    llm.assertExhausted();
  }

  @Test
  void lowerPriorityNumbersComeFirstAndEqualOnesInTheirOrder() throws Exception {
    Queue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    scene.worker(
        new Model(
            request -> {
              if (Model.last(request).equals("first")) {
                entered.countDown();
                Scene.await(leave);
              }
              order.add(Model.last(request));
              return Model.say("done");
            }),
        Scene.quick().batchSize(1).build(),
        plain);
    List<TaskHandle<String>> tasks = new ArrayList<>();
    tasks.add(enqueue("first", options()));
    Scene.await(entered);
    tasks.add(enqueue("low", options().priority(9)));
    tasks.add(enqueue("normal 1", options()));
    tasks.add(enqueue("normal 2", options()));
    tasks.add(enqueue("high", options().priority(0)));
    leave.countDown();
    for (TaskHandle<String> task : tasks) {
      end(task);
    }
    assertThat(order).containsExactly("first", "high", "normal 1", "normal 2", "low");
  }

  @Test
  void labelsAndTheQueryAreFoundAgain() throws Exception {
    llm.say("done");
    scene.worker(llm, plain);
    TaskHandle<String> task =
        enqueue("find the needle", options().label("team", "red").label("env", "test"));
    end(task);
    assertThat(task.data().labels()).isEqualTo(Map.of("team", "red", "env", "test"));
    assertThat(scene.client().tasks(TaskFilter.all().text("needle")).tasks())
        .singleElement()
        .satisfies(data -> assertThat(data.id()).isEqualTo(task.id()));
  }

  @Test
  void maxTurnsOfTheTaskReplaceThoseOfTheAgent() throws Exception {
    Agent<String> agent =
        agent("turning", tool("echo", (arguments, ctx) -> "x")).maxTurns(10).build();
    llm.callTools(call("c1", "echo")).say("done");
    scene.worker(llm, agent);
    TaskHandle<String> task =
        scene.client().enqueue(agent, OWNER, AgentContext.of("go"), options().maxTurns(2).build());
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(llm.requests())
        .extracting(request -> request.settings().toolChoice())
        .containsExactly(ToolChoice.AUTO, ToolChoice.NONE);
  }

  @Test
  void aTaskThatIsNotOverInTimeSaysWhatItIsDoing() throws Exception {
    Agent<String> asking =
        agent("asking", tool("ask", (arguments, ctx) -> ToolResult.pending(Duration.ofDays(1))))
            .build();
    llm.callTools(call("c1", "ask"));
    scene.worker(llm, asking, plain);
    TaskHandle<String> parked = scene.enqueue(asking, "go");
    scene.await(parked, PENDING_TOOL_RESULTS);
    assertThatThrownBy(() -> parked.await(Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            AwaitTimeoutException.class,
            late -> {
              assertThat(late.status()).isEqualTo(PENDING_TOOL_RESULTS);
              assertThat(late.taskId()).isEqualTo(parked.id());
            })
        .hasMessage(
            "task "
                + parked.id()
                + ": PENDING_TOOL_RESULTS (expected: over by now; it goes on and can be awaited"
                + " again)");
    TaskHandle<String> delayed = enqueue("go", options().delay(Duration.ofDays(1)));
    assertThatThrownBy(() -> delayed.await(Duration.ZERO))
        .hasMessage(
            "task "
                + delayed.id()
                + ": BACKOFF, delayed (expected: over by now; it goes on and can be awaited"
                + " again)");
  }

  private static Model echo(String fails) {
    return new Model(
        request -> {
          if (Model.last(request).equals(fails)) {
            throw new LlmException(LlmException.Kind.FORBIDDEN, "not for you");
          }
          return Model.say("answer to " + Model.last(request));
        });
  }

  @Test
  void aBatchAnswersInTheOrderOfItsContexts() throws Exception {
    scene.worker(echo("2"), plain);
    Watch watch = scene.watch();
    BatchHandle<String> batch =
        scene
            .client()
            .enqueueBatch(
                plain,
                OWNER,
                IntStream.range(0, 20).mapToObj(i -> AgentContext.of("" + i)).toList());
    List<RunResult<String>> results = batch.await(Scene.PATIENCE);
    assertThat(results).hasSize(20);
    for (int i = 0; i < 20; i++) {
      if (i == 2) {
        assertThat(results.get(i)).isInstanceOf(RunResult.Failed.class);
      } else {
        assertThat(results.get(i).output()).isEqualTo("answer to " + i);
      }
    }
    assertThat(batch.progress().completed()).isEqualTo(19);
    assertThat(batch.progress().failed()).isEqualTo(1);
    assertThat(batch.progress().percent()).isEqualTo(100.0);
    BatchEvent.Completed told = (BatchEvent.Completed) watch.until("batch_completed");
    assertThat(told.batchId()).isEqualTo(batch.id());
    assertThat(told.progress().total()).isEqualTo(20);
  }

  /** One slow member keeps nobody else from the other slots. */
  @Test
  void aSlowTaskOfABatchLetsTheOthersPass() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    scene.worker(
        new Model(
            request -> {
              if (Model.last(request).equals("0")) {
                Scene.await(leave);
              }
              return Model.say("done");
            }),
        Scene.quick().batchSize(2).build(),
        plain);
    BatchHandle<String> batch =
        scene
            .client()
            .enqueueBatch(
                plain,
                OWNER,
                IntStream.range(0, 10).mapToObj(i -> AgentContext.of("" + i)).toList());
    for (TaskHandle<String> quick : batch.tasks().subList(1, 10)) {
      assertThat(end(quick).output()).isEqualTo("done");
    }
    assertThat(batch.progress().completed()).isEqualTo(9);
    assertThatThrownBy(() -> batch.await(Duration.ofMillis(1)))
        .isInstanceOf(AwaitTimeoutException.class)
        .hasMessageContaining(batch.tasks().getFirst().id().value());
    leave.countDown();
    batch.await(Scene.PATIENCE);
  }

  @Test
  void aCancelledBatchEndsAllThatIsNotOver() throws Exception {
    CountDownLatch entered = new CountDownLatch(3);
    scene.worker(
        new Model(
            request -> {
              if (!Model.last(request).equals("0")) {
                entered.countDown();
                new CountDownLatch(1).await();
              }
              return Model.say("done");
            }),
        plain);
    BatchHandle<String> batch =
        scene
            .client()
            .enqueueBatch(
                plain,
                OWNER,
                IntStream.range(0, 4).mapToObj(i -> AgentContext.of("" + i)).toList());
    end(batch.tasks().getFirst());
    Scene.await(entered);
    batch.cancel();
    List<RunResult<String>> results = batch.await(Scene.PATIENCE);
    assertThat(results.getFirst().output()).isEqualTo("done");
    assertThat(results.subList(1, 4))
        .allSatisfy(result -> assertThat(result).isInstanceOf(RunResult.Cancelled.class));
    assertThat(batch.progress().cancelled()).isEqualTo(3);
  }

  @Test
  void anEmptyBatchAndOneKeyForAWholeBatchAreRefused() {
    scene.worker(llm, plain);
    assertThatThrownBy(() -> scene.client().enqueueBatch(plain, OWNER, List.of()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("batch: no task (expected: at least one task, and no dedupKey)");
    assertThatThrownBy(
            () ->
                scene
                    .client()
                    .enqueueBatch(
                        plain,
                        OWNER,
                        List.of(AgentContext.of("x")),
                        options().dedupKey("k").build()))
        .hasMessage(
            "batch: one dedupKey for all its tasks (expected: at least one task, and no"
                + " dedupKey)");
  }

  @Test
  void aFailedTaskIsRetriedFromItsLastRecordedStep() throws Exception {
    Agent<String> agent = agent("trying", tool("echo", (arguments, ctx) -> "x")).build();
    llm.callTools(call("c1", "echo")).fail(LlmException.Kind.UNAUTHORIZED).say("done");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    assertThat(end(task)).isInstanceOf(RunResult.Failed.class);
    assertThatThrownBy(task::resume)
        .isInstanceOf(TaskStateException.class)
        .hasMessageContaining("FAILED")
        .hasMessageContaining("expected: PAUSED");
    task.retry();
    assertThat(end(task).output()).isEqualTo("done");
    llm.assertExhausted();
    assertThat(task.messages()).hasSize(4);
  }

  @Test
  void onlyFailedTasksAreRetriedAndOnlyPausedOnesResumed() throws Exception {
    llm.say("done");
    scene.worker(llm, plain);
    TaskHandle<String> task = scene.enqueue(plain, "go");
    end(task);
    assertThatThrownBy(task::retry)
        .isInstanceOfSatisfying(
            TaskStateException.class, wrong -> assertThat(wrong.status()).isEqualTo(COMPLETED))
        .hasMessageContaining("expected: FAILED");
    assertThatThrownBy(task::resume).hasMessageContaining("expected: PAUSED");
  }

  private final AtomicBoolean echoed = new AtomicBoolean();

  private Agent<String> turning() {
    return agent(
            "turning",
            tool(
                "echo",
                (arguments, ctx) -> {
                  assertThat(echoed.getAndSet(true)).as("ran before").isFalse();
                  return "echo";
                }))
        .build();
  }

  @Test
  void aForkSharesTheBeginningAndGoesOnDifferently() throws Exception {
    Agent<String> agent = turning();
    llm.callTools(call("c1", "echo")).say("first end").say("other end");
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    end(task);
    TaskHandle<String> fork = task.fork(1, AgentContext.of("think again"), "test:other");
    assertThat(end(fork).output()).isEqualTo("other end");
    assertThat(fork.id()).isNotEqualTo(task.id());
    assertThat(fork.messages().stream().map(Model::text))
        .containsExactly("go", "", "echo", "think again", "other end");
    assertThat(llm.requests().get(2).model().name()).isEqualTo("other");
    assertThat(task.messages().stream().map(Model::text))
        .containsExactly("go", "", "echo", "first end");
    assertThat(task.status()).isEqualTo(COMPLETED);
  }

  @Test
  void aForkFromTheFirstTurnStartsFromWhatChanged() throws Exception {
    llm.say("one").say("two");
    scene.worker(llm, plain);
    TaskHandle<String> task = scene.enqueue(plain, "go");
    end(task);
    TaskHandle<String> fork = task.fork(0, AgentContext.of("go elsewhere"));
    assertThat(end(fork).output()).isEqualTo("two");
    assertThat(fork.messages().stream().map(Model::text)).containsExactly("go elsewhere", "two");
    assertThat(fork.data().query()).isEqualTo("go elsewhere");
  }

  @Test
  void aForkFromATurnThatTheTaskHasNotComeToIsRefused() throws Exception {
    llm.say("one");
    scene.worker(llm, plain);
    TaskHandle<String> task = scene.enqueue(plain, "go");
    end(task);
    assertThatThrownBy(() -> task.fork(7, AgentContext.of("x")))
        .isInstanceOf(TaskStateException.class)
        .hasMessage(
            "task "
                + task.id()
                + ": COMPLETED (expected: a task that has come to turn 7; it is in turn 0)");
    assertThatThrownBy(() -> task.fork(-1, AgentContext.of("x")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("fromTurn: -1 (expected: 0 or more)");
  }

  @Test
  void aFailureOfADeniedTaskIsReadableFromAnyProcess() throws Exception {
    scene.worker(echo("go"), plain);
    TaskHandle<String> task = scene.enqueue(plain, "go");
    end(task);
    TaskHandle<Json> seen = scene.client().task(task.id());
    assertThat(seen.status()).isEqualTo(FAILED);
    assertThat(seen.data().error())
        .get()
        .satisfies(
            error -> {
              assertThat(error.code()).isEqualTo("llm_forbidden");
              assertThat(error.message()).isEqualTo("not for you");
            });
  }
}
