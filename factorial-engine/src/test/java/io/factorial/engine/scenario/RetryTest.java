package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.BACKOFF;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.error.LlmException;
import io.factorial.event.CompletionEvent;
import io.factorial.event.TaskEvent;
import io.factorial.llm.ModelSettings;
import io.factorial.run.RunResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios 20 to 24: what is tried again, when, and how often. */
@OnEveryStore
final class RetryTest {
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();

  @AfterEach
  void close() {
    scene.close();
  }

  private static LlmException busy() {
    return new LlmException(LlmException.Kind.OVERLOADED, "busy");
  }

  /** More errors than a turn may have, spread over the turns of one run. */
  @Scenario(20)
  @Test
  void retriesAreCountedPerTurn() throws Exception {
    int turns = 8;
    Set<Integer> failed = new HashSet<>();
    Agent<String> steady = agent("steady", tool("step", (arguments, ctx) -> "ok")).build();
    Model model =
        new Model(
            request -> {
              int turn = Model.turn(request);
              if (failed.add(turn)) {
                throw busy();
              }
              return turn < turns - 1 ? Model.call(call("c" + turn, "step")) : Model.say("done");
            });
    scene.worker(model, Scene.quick().maxRetries(1).build(), steady);
    TaskHandle<String> task = scene.enqueue(steady, "go");
    for (int i = 0; i < turns; i++) {
      scene.await(task, BACKOFF);
      assertThat(task.data().attempt()).isEqualTo(1);
      scene.pass(LONGEST_DELAY);
    }
    assertThat(end(task).output()).isEqualTo("done");
  }

  @Test
  void aTurnThatFailsMoreOftenThanItMayFailsTheRun() throws Exception {
    Agent<String> unlucky = agent("unlucky").build();
    for (int i = 0; i < 6; i++) {
      llm.fail(LlmException.Kind.SERVER_ERROR);
    }
    scene.worker(llm, unlucky);
    TaskHandle<String> task = scene.enqueue(unlucky, "go");
    for (int i = 0; i < 5; i++) {
      scene.await(task, BACKOFF);
      scene.pass(LONGEST_DELAY);
    }
    assertThat(end(task))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            over -> {
              assertThat(over.error().code()).isEqualTo("max_retries");
              assertThat(over.error().message()).isEqualTo("scripted failure (after 5 retries)");
            });
    llm.assertExhausted();
  }

  @Scenario(21)
  @Test
  void anUnknownExceptionIsTriedAgainAfterABackOff() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Agent<String> odd = agent("odd").build();
    Model model =
        new Model(
            request -> {
              if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("who knows");
              }
              return Model.say("done");
            });
    scene.worker(model, odd);
    TaskHandle<String> task = scene.enqueue(odd, "go");
    scene.await(task, BACKOFF);
    assertThat(task.data().reason()).contains("IllegalStateException: who knows");
    assertThat(calls).hasValue(1);
    scene.pass(LONGEST_DELAY);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(calls).hasValue(2);
  }

  @Scenario(21)
  @Test
  void tasksThatFailedTogetherComeBackSpreadByJitter() throws Exception {
    int tasks = 200;
    Set<String> failed = ConcurrentHashMap.newKeySet();
    Agent<String> crowd = agent("crowd").build();
    Model model =
        new Model(
            request -> {
              if (failed.add(Model.last(request))) {
                throw new LlmException(LlmException.Kind.MALFORMED_ANSWER, "what?");
              }
              return Model.say("done");
            });
    Watch watch = scene.watch();
    Instant failedAt = Instant.now();
    scene.worker(model, Scene.quick().batchSize(50).build(), crowd);
    List<TaskHandle<String>> handles = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      handles.add(scene.enqueue(crowd, "task " + i));
    }
    watch.until("task_retried", tasks);
    List<Instant> due =
        watch.of(TaskEvent.Retried.class).stream().map(TaskEvent.Retried::dueAt).toList();
    assertThat(due).allSatisfy(at -> assertThat(at).isAfter(failedAt.plusMillis(499)));
    assertThat(Set.copyOf(due)).hasSizeGreaterThan(tasks / 4);
    assertThat(scene.client().tasks(TaskFilter.all().statuses(BACKOFF).limit(tasks)).tasks())
        .hasSize(tasks);
    scene.pass(LONGEST_DELAY);
    for (TaskHandle<String> handle : handles) {
      assertThat(end(handle).output()).isEqualTo("done");
    }
  }

  /** An outage is the model's: once it is noticed, tasks wait without losing a retry by it. */
  @Test
  void aModelThatKeepsFailingIsPausedAndNoTaskLosesARetryByIt() throws Exception {
    int failures = 20;
    AtomicInteger calls = new AtomicInteger();
    Agent<String> crowd = agent("crowd").build();
    Model model =
        new Model(
            request -> {
              calls.incrementAndGet();
              throw busy();
            });
    Watch watch = scene.watch();
    scene.worker(model, Scene.quick().batchSize(1).build(), crowd);
    for (int i = 0; i < failures; i++) {
      scene.enqueue(crowd, "task " + i);
    }
    watch.until("task_retried", failures);
    TaskHandle<String> late = scene.enqueue(crowd, "late");
    scene.await(late, BACKOFF);
    assertThat(late.data().reason()).contains("model test:model: keeps failing");
    assertThat(late.data().attempt()).isZero();
    assertThat(calls).hasValue(failures);
  }

  @Scenario(22)
  @ParameterizedTest
  @EnumSource(
      value = LlmException.Kind.class,
      names = {
        "INVALID_REQUEST",
        "UNAUTHORIZED",
        "FORBIDDEN",
        "NOT_FOUND",
        "QUOTA_EXCEEDED",
        "CONTENT_FILTERED"
      })
  void whatWillNotPassFailsAtOnce(LlmException.Kind kind) throws Exception {
    Agent<String> refused = agent("refused").build();
    llm.fail(new LlmException(kind, "the key is wrong"));
    Watch watch = scene.watch();
    scene.worker(llm, refused);
    assertThat(end(scene.enqueue(refused, "go")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            over -> {
              assertThat(over.error().code())
                  .isEqualTo("llm_" + kind.name().toLowerCase(Locale.ROOT));
              assertThat(over.error().message()).isEqualTo("the key is wrong");
              assertThat(over.error().retryable()).isFalse();
            });
    assertThat(llm.requests()).hasSize(1);
    watch.until("run_failed");
    assertThat(watch.types()).doesNotContain("task_retried", "step_superseded");
  }

  @Scenario(22)
  @Test
  void aRateLimitWaitsAsLongAsTheProviderAsks() throws Exception {
    Agent<String> limited = agent("limited").build();
    Duration asked = Duration.ofSeconds(200);
    llm.fail(new LlmException(LlmException.Kind.RATE_LIMITED, "slow down", asked, null))
        .say("done");
    scene.worker(llm, limited);
    TaskHandle<String> task = scene.enqueue(limited, "go");
    scene.await(task, BACKOFF);
    scene.pass(asked.minusSeconds(1));
    assertThat(task.status()).isEqualTo(BACKOFF);
    scene.pass(Duration.ofSeconds(6));
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(llm.requests()).hasSize(2);
  }

  /** The pause is the model's, so other tasks wait too, and lose no retry by it. */
  @Scenario(22)
  @Test
  void aRateLimitPausesTheModelForOtherTasksToo() throws Exception {
    Agent<String> limited = agent("limited").build();
    Duration asked = Duration.ofSeconds(200);
    llm.fail(new LlmException(LlmException.Kind.RATE_LIMITED, "slow down", asked, null))
        .say("one")
        .say("two");
    scene.worker(llm, limited);
    TaskHandle<String> first = scene.enqueue(limited, "first");
    scene.await(first, BACKOFF);
    TaskHandle<String> second = scene.enqueue(limited, "second");
    scene.await(second, BACKOFF);
    assertThat(second.data().attempt()).isZero();
    assertThat(second.data().reason()).contains("model test:model: paused");
    scene.pass(asked.plusSeconds(1));
    scene.pass(asked.plusSeconds(1));
    assertThat(List.of(end(first).output(), end(second).output()))
        .containsExactlyInAnyOrder("one", "two");
  }

  @Scenario(23)
  @Test
  void halfAnAnswerIsWithdrawnAndTheCallMadeAgain() throws Exception {
    Agent<String> streamed = agent("streamed").build();
    llm.sayHalf("half of the tru", LlmException.Kind.CONNECTION).say("the whole truth");
    Watch watch = scene.watch();
    scene.worker(llm, streamed);
    TaskHandle<String> task = scene.enqueue(streamed, "go");
    scene.await(task, BACKOFF);
    assertThat(task.data().attempt()).isEqualTo(1);
    scene.pass(LONGEST_DELAY);
    assertThat(end(task).output()).isEqualTo("the whole truth");
    assertThat(task.messages()).hasSize(2);
    watch.until("run_completed");
    assertThat(watch.types())
        .containsSubsequence(
            "progress_update_completion_failed",
            "progress_update_run_turn_failed",
            "step_superseded",
            "task_retried",
            "run_resumed",
            "progress_update_completion_completed",
            "run_completed")
        .containsOnlyOnce("step_superseded", "progress_update_completion_completed");
  }

  @Test
  void eachModelCallThatFailedIsTold() throws Exception {
    Agent<String> agent = agent("unlucky").fallbackModels("test:second", "test:third").build();
    llm.fail(LlmException.Kind.OVERLOADED)
        .fail(LlmException.Kind.UNAUTHORIZED)
        .fail(LlmException.Kind.NOT_FOUND)
        .fail(LlmException.Kind.SERVER_ERROR)
        .say("done");
    Watch watch = scene.watch();
    scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    watch.until("task_retried");
    assertThat(codes(watch)).containsExactly("llm_overloaded", "llm_unauthorized", "llm_not_found");
    scene.pass(LONGEST_DELAY);
    assertThat(end(task).output()).isEqualTo("done");
    watch.until("run_completed");
    assertThat(codes(watch)).hasSize(4).endsWith("llm_server_error");
    assertThat(watch.of(CompletionEvent.Failed.class))
        .allSatisfy(event -> assertThat(event.meta().step()).isEqualTo("completion"));
  }

  private static List<String> codes(Watch watch) {
    return watch.of(CompletionEvent.Failed.class).stream().map(e -> e.error().code()).toList();
  }

  @Scenario(24)
  @Test
  void aModelCallThatStallsIsEndedByTheTurnTimeoutAndMadeAgain() throws Exception {
    Agent<String> stalled = agent("stalled").build();
    CountDownLatch entered = new CountDownLatch(1);
    llm.block(entered).say("done");
    scene.worker(llm, Scene.quick().turnTimeout(Duration.ofMillis(50)).build(), stalled);
    TaskHandle<String> task = scene.enqueue(stalled, "go");
    scene.await(task, BACKOFF);
    assertThat(task.data().reason()).contains("model test:model: timed out after 50 ms");
    scene.pass(LONGEST_DELAY);
    assertThat(end(task).output()).isEqualTo("done");
  }

  @Test
  void aShorterRequestTimeoutCountsInsteadOfTheTurnTimeout() throws Exception {
    Agent<String> hasty =
        agent("hasty")
            .modelSettings(ModelSettings.builder().requestTimeout(Duration.ofMillis(30)).build())
            .build();
    CountDownLatch entered = new CountDownLatch(1);
    llm.block(entered).say("done");
    scene.worker(llm, hasty);
    TaskHandle<String> task = scene.enqueue(hasty, "go");
    scene.await(task, BACKOFF);
    assertThat(task.data().reason().orElse("")).contains("timed out after 30 ms");
    scene.pass(LONGEST_DELAY);
    assertThat(end(task).output()).isEqualTo("done");
  }

  @Test
  void aToolThatTimesOutIsToldToTheModelAndNotRunAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch interrupted = new CountDownLatch(1);
    Agent<String> waiting =
        agent(
                "waiting",
                tool(
                        "slow",
                        (arguments, ctx) -> {
                          runs.incrementAndGet();
                          try {
                            new CountDownLatch(1).await();
                            return "never";
                          } catch (InterruptedException stopped) {
                            interrupted.countDown();
                            throw stopped;
                          }
                        })
                    .timeout(Duration.ofMillis(30)))
            .build();
    llm.callTools(call("c1", "slow")).say("gave up");
    scene.worker(llm, waiting);
    end(scene.enqueue(waiting, "go"));
    Scene.await(interrupted);
    assertThat(runs).hasValue(1);
    assertThat(Model.last(llm.requests().get(1)))
        .isEqualTo("timed out after 30 ms, outcome unknown");
  }

  /** A tool may throw what it likes: whoever waits for it hears of its end. */
  @Test
  void aToolThatThrowsAnErrorDoesNotHangItsRun() throws Exception {
    Agent<String> broken =
        agent(
                "broken",
                tool(
                    "broken",
                    (arguments, ctx) -> {
                      throw new NoClassDefFoundError("a/jar/that/is/not/There");
                    }),
                tool(
                        "brokenToo",
                        (arguments, ctx) -> {
                          throw new AssertionError("impossible");
                        })
                    .sequential())
            .build();
    llm.callTools(call("c1", "broken"), call("c2", "brokenToo")).say("sorry");
    scene.worker(llm, broken);
    TaskHandle<String> task = scene.enqueue(broken, "go");
    assertThat(end(task).output()).isEqualTo("sorry");
    assertThat(Toolbox.outputs(task.messages()))
        .containsExactly("the tool failed unexpectedly", "the tool failed unexpectedly");
  }
}
