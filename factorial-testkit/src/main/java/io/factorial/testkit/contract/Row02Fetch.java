package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.factorial.port.Entry;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Payload;
import io.factorial.port.TaskRecord;
import io.factorial.port.Wish;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 2, fetch: a worker with free slots leases what is runnable. */
public interface Row02Fetch extends QueueScene {
  @Test
  default void nothingIsFetchedFromAnEmptyQueue() {
    nothingIsRunnable();
  }

  @Test
  default void aFetchedTaskIsProcessedByItsWorker() {
    TaskId id = enqueue("ada");
    elapse(Duration.ofSeconds(3));
    Running running = fetchOne();

    TaskRecord record = record(id);
    assertThat(record.status()).isEqualTo(TaskStatus.PROCESSING);
    assertThat(record.worker()).isEqualTo(WORKER);
    assertThat(record.fence()).isEqualTo(1);
    assertThat(record.pickups()).isEqualTo(1);
    assertThat(record.startedAt()).isEqualTo(now());
    assertThat(running.leased().task()).isEqualTo(record);
  }

  @Test
  default void aLeaseHasTheNonceOfItsFetch() {
    enqueue("ada");
    Wish wish = wish(1);

    LeasedTask leased = queue().fetch(WORKER, wish).getFirst();

    assertThat(leased.lease().nonce()).isEqualTo(wish.nonce());
    assertThat(leased.lease().fence()).isEqualTo(1);
    assertThat(leased.lease().worker()).isEqualTo(WORKER);
  }

  @Test
  default void aFetchedTaskComesWithItsWholeJournal() {
    Running first = running("ada");
    first.completion();
    first.record(Entry.Kind.RESULT, 0, "result");
    first.continueTurn();
    first.completion();
    first.handBack();

    Running second = fetchOne();
    assertThat(second.leased().journal()).isEqualTo(journal(second.id())).hasSize(5);
    assertThat(second.turn()).isEqualTo(1);
  }

  @Test
  default void aFetchedTaskSaysWhetherItsTurnIsOpen() {
    Running first = running("ada");
    assertThat(first.leased().turnOpen()).isFalse();

    first.completion();
    first.handBack();
    Running second = fetchOne();
    assertThat(second.leased().turnOpen()).isTrue();

    second.continueTurn();
    second.handBack();
    assertThat(fetchOne().leased().turnOpen()).isFalse();
  }

  @Test
  default void aTaskWithALiveLeaseIsNotLeasedAgain() {
    running("ada");

    assertThat(fetch(OTHER, 32)).isEmpty();
    nothingIsRunnable();
  }

  @Test
  default void fencesGrowWithEveryPickup() {
    running("ada").handBack();
    Running second = fetchOne();
    second.handBack();
    Running third = fetchOne(OTHER);

    assertThat(second.lease().fence()).isEqualTo(2);
    assertThat(third.lease().fence()).isEqualTo(3);
    assertThat(record(third.id()).pickups()).isEqualTo(3);
  }

  @Test
  default void noMoreTasksAreFetchedThanThereAreSlots() {
    enqueue("ada", 5);

    assertThat(fetch(WORKER, 3)).hasSize(3);
    assertThat(fetch(WORKER, 3)).hasSize(2);
  }

  @Test
  default void oneFetchBringsAtMost32Tasks() {
    enqueue("ada", 40);

    assertThat(fetch(WORKER, 100)).hasSize(32);
  }

  @Test
  default void oneFetchBringsAtMostFourMegabytesOfJournalsAndAtLeastOneTask() {
    Payload large = Payload.of(new byte[5_000_000]);
    for (int i = 0; i < 3; i++) {
      enqueue(NewTask.builder(id("ada"), AGENT, "ada", large));
    }

    assertThat(fetch(WORKER, 3)).hasSize(1);
    assertThat(fetchAll(WORKER)).hasSize(2);
  }

  @Test
  default void tasksOfSeveralAgentsAreFetchedInOneCall() {
    queue().register(card("second"));
    TaskId one = enqueue("ada");
    TaskId two = enqueue(NewTask.builder(id("ada"), "second", "ada", Payload.EMPTY));

    List<LeasedTask> tasks =
        queue()
            .fetch(
                WORKER,
                new Wish(
                    Nonce.random(),
                    Running.LEASE,
                    List.of(new Wish.Want(AGENT, null, 1), new Wish.Want("second", null, 1))));

    assertThat(tasks).extracting(task -> task.lease().task()).containsExactly(one, two);
  }

  private TaskId id(String owner) {
    return queue().id(owner, Nonce.random());
  }

  @Test
  default void tasksOfAnAgentThatIsNotWantedStay() {
    queue().register(card("second"));
    enqueue(NewTask.builder(id("ada"), "second", "ada", Payload.EMPTY));

    nothingIsRunnable();
  }

  @Test
  default void aPinnedTaskIsTakenOnlyByItsVersion() {
    TaskId pinned = enqueue(task("ada").agentVersion("2"));

    nothingIsRunnable();
    assertThat(fetchVersion("1")).isEmpty();
    assertThat(fetchVersion("2")).extracting(Running::id).containsExactly(pinned);
  }

  @Test
  default void aTaskThatIsNotPinnedIsTakenByEveryVersion() {
    TaskId free = enqueue("ada");

    assertThat(fetchVersion("2")).extracting(Running::id).containsExactly(free);
  }

  private List<Running> fetchVersion(String version) {
    Wish wish = new Wish(Nonce.random(), Running.LEASE, List.of(new Wish.Want(AGENT, version, 5)));
    return running(queue().fetch(WORKER, wish));
  }

  @Test
  default void anOwnersTasksComeInTheirOrder() {
    List<TaskId> ids = enqueue("ada", 5);

    assertThat(fetch(WORKER, 5)).extracting(Running::id).isEqualTo(ids);
  }

  @Test
  default void lowerPriorityNumbersComeFirstAmongAnOwnersTasks() {
    TaskId last = enqueue(task("ada").priority(9));
    TaskId middle = enqueue("ada");
    TaskId first = enqueue(task("ada").priority(0));

    assertThat(fetch(WORKER, 3)).extracting(Running::id).containsExactly(first, middle, last);
  }

  @Test
  default void messagesGoToTheJournalWhenATurnBegins() {
    TaskId id = enqueue("ada");
    steer(id, "one", "two");
    steer(id, "three");

    Running running = fetchOne();

    assertThat(texts(running.leased().journal(), Entry.Kind.STEERING))
        .containsExactly("one", "two", "three");
    assertThat(running.leased().journal().subList(1, 4))
        .extracting(Entry::turn, Entry::index)
        .containsExactly(tuple(0, 0), tuple(0, 1), tuple(0, 2));
    assertThat(record(id).length()).isEqualTo(4);
  }

  @Test
  default void messagesWaitWhileATurnIsOpen() {
    Running first = running("ada");
    first.completion();
    steer(first.id(), "one");
    first.handBack();

    Running second = fetchOne();
    assertThat(texts(second.id(), Entry.Kind.STEERING)).isEmpty();
    assertThat(second.continueTurn().arrived())
        .extracting(entry -> entry.payload().utf8())
        .containsExactly("one");
  }

  @Test
  default void theFirstPickupIsAStartAndEachLaterOneAResumption() {
    Heard heard = listen("ada");
    running("ada").handBack();
    fetchOne().handBack();
    fetchOne();

    assertThat(heard.types())
        .containsExactly("run_queued", "run_started", "run_resumed", "run_resumed");
  }

  @Test
  default void aStartIsToldWithTheTasksTitle() {
    Heard heard = listen("ada");
    running(task("ada").title("greet"));

    assertThat(heard.only("run_started").fields()).containsEntry("query", "greet");
  }

  @Test
  default void theTimeOfTheFirstPickupStays() {
    Running first = running("ada");
    var started = now();
    elapse(Duration.ofSeconds(5));
    first.handBack();
    fetchOne();

    assertThat(record(first.id()).startedAt()).isEqualTo(started);
  }

  @Test
  default void aFetchMakesTheWorkersLease() {
    running("ada");

    assertThat(store().fleet().workers())
        .filteredOn(worker -> worker.id().equals(WORKER))
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.leaseEnd()).isEqualTo(now().plus(Running.LEASE));
              assertThat(worker.tasks()).isEqualTo(1);
            });
  }

  @Test
  default void ofTwoFetchesOneGetsTheTask() {
    enqueue("ada");

    assertThat(fetch(WORKER, 1)).hasSize(1);
    assertThat(fetch(OTHER, 1)).isEmpty();
  }

  @Test
  default void aTaskCancelledBeforeTheFetchIsNotFetched() {
    TaskId id = enqueue("ada");
    cancel(id);

    nothingIsRunnable();
  }

  @Test
  default void aTaskCancelledAfterTheFetchIsTakenFromItsWorker() {
    Running running = running("ada");
    cancel(running.id());

    assertThat(WorkerMove.RECORD.by(running))
        .isEqualTo(new WriteResult.Ended(TaskStatus.CANCELLED));
    nothingIsRunnable();
  }
}
