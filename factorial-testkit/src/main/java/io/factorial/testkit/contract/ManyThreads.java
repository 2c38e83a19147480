package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.Payload;
import io.factorial.port.StoredEvent;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** True concurrency: what threads do at once is as if they had done it one after the other. */
public interface ManyThreads extends QueueScene {
  /** How many threads call at once. */
  int THREADS = 16;

  /**
   * Lets all threads begin together, and waits for all.
   *
   * @param call what each thread does, by its number
   * @param <T> what it answers
   * @return the answers
   */
  default <T> List<T> together(IntFunction<Callable<T>> call) {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      calls.add(call.apply(i));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new AssertionError("a thread failed", failed.getCause());
    }
  }

  @Test
  default void aThousandTasksAreLeasedOnceEach() {
    List<TaskId> ids = new ArrayList<>();
    for (int owner = 0; owner < 10; owner++) {
      ids.addAll(enqueue("owner-" + owner, 100));
    }

    List<List<TaskId>> fetched = together(i -> () -> fetchUntilDry(new WorkerId("worker-" + i)));

    assertThat(fetched.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids);
  }

  private List<TaskId> fetchUntilDry(WorkerId worker) {
    List<TaskId> mine = new ArrayList<>();
    List<Running> some = fetch(worker, 7);
    while (!some.isEmpty()) {
      some.forEach(running -> mine.add(running.id()));
      some = fetch(worker, 7);
    }
    return mine;
  }

  @RepeatedTest(5)
  default void oneDedupKeyFromManyThreadsMakesOneTask() {
    List<Enqueued> answers = together(i -> () -> tryEnqueue(task("ada").dedupKey("key")));

    assertThat(answers).extracting(Enqueued::id).containsOnly(answers.getFirst().id());
    assertThat(answers).filteredOn(Enqueued.Created.class::isInstance).hasSize(1);
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @RepeatedTest(5)
  default void ofManyAnswersAtOnceOneCounts() {
    TaskId id = parked("ada");

    List<AnswerOutcome> answers = together(i -> () -> answer(id, "call_1", "answer " + i));

    assertThat(answers).filteredOn(AnswerOutcome.ACCEPTED::equals).hasSize(1);
    assertThat(answers).containsOnly(AnswerOutcome.ACCEPTED, AnswerOutcome.ALREADY_ANSWERED);
    assertThat(texts(id, Entry.Kind.ANSWER))
        .containsExactly("answer " + answers.indexOf(AnswerOutcome.ACCEPTED));
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @RepeatedTest(5)
  default void answersAndTheParkThatWantsThemMeet() {
    Running running = running("ada");
    List<NewWait> waits = new ArrayList<>();
    for (int i = 1; i < THREADS; i++) {
      waits.add(running.deferred("call_" + i, i));
    }
    NewWait[] all = waits.toArray(NewWait[]::new);
    running.completion(all);

    together(
        i ->
            () ->
                i == 0
                    ? running.tryCommit(running.lastWrite().build(), Running.parking(all))
                    : answer(running.id(), "call_" + i, "answer " + i));

    assertThat(status(running.id())).isIn(TaskStatus.ACTIVE, TaskStatus.PROCESSING);
    assertThat(texts(running.id(), Entry.Kind.ANSWER)).hasSize(THREADS - 1);
    assertThat(record(running.id()).openWaits()).isZero();
    assertThat(store().fleet().parkedWithNothingOpen()).isZero();
  }

  @RepeatedTest(5)
  default void childrenThatEndAtOnceWakeTheirParentOnce() {
    Spawned family = family("ada", THREADS, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, THREADS);

    together(i -> () -> children.get(i).complete("done"));

    assertThat(store().children(family.waitId(), 0, 100)).hasSize(THREADS);
    assertThat(fetchAll(WORKER)).extracting(Running::id).containsExactly(family.parent().id());
  }

  @RepeatedTest(5)
  default void aCancelAndACompletionAtOnceHaveOneWinner() {
    Running running = running("ada");
    Heard heard = listen("ada");

    together(
        i ->
            () ->
                i == 0
                    ? running.tryCommit(
                        running.lastWrite().build(),
                        new Next.Complete(
                            Payload.utf8("42"),
                            List.of(running.event("run_completed")),
                            List.of(),
                            List.of()))
                    : cancel(running.id()));

    boolean completed = status(running.id()) == TaskStatus.COMPLETED;
    assertThat(heard.types()).containsExactly(completed ? "run_completed" : "run_cancelled");
    assertThat(record(running.id()).output() != null).isEqualTo(completed);
  }

  @Test
  default void messagesOfManyCallersAreAllReadEachCallersInOrder() {
    Running running = running("ada");

    together(
        i ->
            () -> {
              for (int message = 0; message < 20; message++) {
                steer(running.id(), i + ":" + message);
              }
              return i;
            });
    running.continueTurn();

    List<String> read = texts(running.id(), Entry.Kind.STEERING);
    assertThat(read).hasSize(THREADS * 20).doesNotHaveDuplicates();
    for (int i = 0; i < THREADS; i++) {
      String caller = i + ":";
      assertThat(read.stream().filter(text -> text.startsWith(caller)))
          .containsExactlyElementsOf(
              IntStream.range(0, 20).mapToObj(message -> caller + message).toList());
    }
  }

  @Test
  default void eventsOfManyThreadsAreNumberedWithoutAGap() {
    Heard heard = listen("ada");
    together(
        i ->
            () -> {
              for (int n = 0; n < 10; n++) {
                cancel(enqueue("ada"));
              }
              return i;
            });

    List<StoredEvent> events = heard.all();
    assertThat(events).hasSize(THREADS * 20);
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).sequence()).isEqualTo(events.get(i - 1).sequence() + 1);
    }
  }

  @Test
  default void ticksOfManyProcessesRecoverEachTaskOnce() {
    List<TaskId> ids = enqueue("ada", 300);
    fetchAll(WORKER);
    elapseTicking(Running.LEASE.minusSeconds(1));
    elapse(Duration.ofSeconds(2));

    together(
        i ->
            () -> {
              tick();
              return i;
            });

    assertThat(ids).allSatisfy(id -> assertThat(record(id).recoveries()).isEqualTo(1));
    assertThat(fetchAll(OTHER)).hasSize(300);
  }

  @Test
  default void aFleetUnderLoadEndsEveryTaskOnce() {
    List<TaskId> ids = new ArrayList<>();
    for (int owner = 0; owner < 8; owner++) {
      ids.addAll(enqueue("owner-" + owner, 50));
    }

    together(i -> () -> workUntilDry(new WorkerId("worker-" + i)));
    fetchAll(WORKER).forEach(running -> running.complete("left over"));

    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(status(id)).isEqualTo(TaskStatus.COMPLETED);
              assertThat(texts(id, Entry.Kind.TURN)).hasSizeLessThanOrEqualTo(4);
            });
    assertThat(store().fleet().parkedWithNothingOpen()).isZero();
  }

  private int workUntilDry(WorkerId worker) {
    int completed = 0;
    List<Running> some = fetch(worker, 3);
    while (!some.isEmpty()) {
      for (Running running : some) {
        completed += work(running) ? 1 : 0;
      }
      some = fetch(worker, 3);
    }
    return completed;
  }

  /** Two turns and the answer; a task that had to yield is somebody else's. */
  private static boolean work(Running running) {
    while (running.turn() < 2) {
      if (running.tryCommit(running.lastWrite().build(), new Next.Continue(false))
          instanceof CommitResult.Released) {
        return false;
      }
    }
    running.complete("done");
    return true;
  }
}
