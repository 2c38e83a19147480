package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.BatchMember;
import io.factorial.port.Bucket;
import io.factorial.port.Entry;
import io.factorial.port.Fleet;
import io.factorial.port.MetricsQuery;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Page;
import io.factorial.port.Payload;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.task.BatchId;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link io.factorial.port.TaskStore} promises about reading what the queue changed. */
public interface TaskStoreContract extends QueueScene {
  @Test
  default void anUnknownTaskIsNotThere() {
    TaskId nobody = queue().id("ada", Nonce.random());

    assertThat(store().task(nobody)).isEmpty();
    assertThat(store().journal(nobody, 0, 10)).isEmpty();
    assertThat(store().children(new WaitId(nobody, "spawn"), 0, 10)).isEmpty();
  }

  // ---- the journal

  @Test
  default void aJournalIsReadInParts() {
    Running running = running("ada");
    for (int i = 0; i < 9; i++) {
      running.record(Entry.Kind.NOTE, i, "note " + i);
    }

    List<Entry> whole = journal(running.id());
    assertThat(whole).hasSize(10);
    assertThat(store().journal(running.id(), 0, 4)).isEqualTo(whole.subList(0, 4));
    assertThat(store().journal(running.id(), 4, 4)).isEqualTo(whole.subList(4, 8));
    assertThat(store().journal(running.id(), 8, 4)).isEqualTo(whole.subList(8, 10));
  }

  @Test
  default void beyondAJournalsEndIsNothing() {
    TaskId id = enqueue("ada");

    assertThat(store().journal(id, 1, 10)).isEmpty();
    assertThat(store().journal(id, 1_000, 10)).isEmpty();
  }

  // ---- lists of tasks

  /**
   * Enqueues tasks one second after the other.
   *
   * @param owners their owners, one for each task
   * @return their ids in order of creation
   */
  default List<TaskId> enqueueApart(String... owners) {
    List<TaskId> ids = new ArrayList<>();
    for (String owner : owners) {
      ids.add(enqueue(owner));
      elapse(Duration.ofSeconds(1));
    }
    return ids;
  }

  /**
   * Lists tasks.
   *
   * @param filter which ones
   * @return their ids in order
   */
  default List<TaskId> list(TaskFilter filter) {
    return store().tasks(filter).items().stream().map(TaskRecord::id).toList();
  }

  @Test
  default void tasksAreListedTheNewestFirst() {
    List<TaskId> ids = enqueueApart("ada", "bob", "cleo", "ada");

    assertThat(list(TaskFilter.all())).isEqualTo(ids.reversed());
  }

  @Test
  default void aListedTaskHasNoStateAndNoOutput() {
    Running running = running(task("ada").title("greet").state(Payload.utf8("state")));
    running.complete("42");

    TaskRecord listed = store().tasks(TaskFilter.all()).items().getFirst();
    assertThat(listed.state()).isNull();
    assertThat(listed.output()).isNull();
    assertThat(listed.title()).isEqualTo("greet");
    assertThat(listed.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(record(running.id()).output()).isEqualTo(Payload.utf8("42"));
  }

  @Test
  default void tasksAreListedByOwner() {
    List<TaskId> ids = enqueueApart("ada", "bob", "ada");

    assertThat(list(TaskFilter.all().owner("ada"))).containsExactly(ids.get(2), ids.get(0));
    assertThat(list(TaskFilter.all().owner("nobody"))).isEmpty();
  }

  @Test
  default void tasksAreListedByAgent() {
    queue().register(card("second"));
    enqueue("ada");
    TaskId second =
        enqueue(NewTask.builder(queue().id("ada", Nonce.random()), "second", "ada", Payload.EMPTY));

    assertThat(list(TaskFilter.all().agent("second"))).containsExactly(second);
  }

  @Test
  default void tasksAreListedByAnyOfSomeStatuses() {
    TaskId completed = completed("ada");
    TaskId failed = failed("ada");
    TaskId parked = parked("ada");
    TaskId delayed = enqueue(task("ada").delay(Duration.ofHours(1)));
    TaskId running = running("ada").id();
    TaskId queued = enqueue("ada");

    assertThat(list(statuses(TaskStatus.COMPLETED, TaskStatus.FAILED)))
        .containsExactlyInAnyOrder(completed, failed);
    assertThat(list(statuses(TaskStatus.PENDING_TOOL_RESULTS))).containsExactly(parked);
    assertThat(list(statuses(TaskStatus.BACKOFF))).containsExactly(delayed);
    assertThat(list(statuses(TaskStatus.PROCESSING))).containsExactly(running);
    assertThat(list(statuses(TaskStatus.QUEUED))).containsExactly(queued);
    assertThat(list(statuses(TaskStatus.CANCELLED))).isEmpty();
  }

  private static TaskFilter statuses(TaskStatus... statuses) {
    return TaskFilter.all().statuses(statuses);
  }

  @Test
  default void childrenAreListedByTheirParent() {
    Spawned family = family("ada", 3, ChildPolicy.collect());
    enqueue("ada");

    assertThat(list(TaskFilter.all().parent(family.parent().id())))
        .containsExactlyInAnyOrderElementsOf(family.children());
  }

  @Test
  default void membersAreListedByTheirBatch() {
    BatchId batch = new BatchId(queue().id("ada", Nonce.random()).value());
    TaskId member = enqueue(task("ada").batch(new BatchMember(batch, 2, 0)));
    enqueue("ada");

    assertThat(list(TaskFilter.all().batch(batch))).containsExactly(member);
  }

  @Test
  default void tasksAreFoundByTheTextOfTheirTitleInAnyCase() {
    TaskId found = enqueue(task("ada").title("Analyse the Invoice of May"));
    enqueue(task("ada").title("something else"));

    assertThat(list(TaskFilter.all().text("invoice"))).containsExactly(found);
  }

  @Test
  default void aTaskMustFitAllPartsOfAFilter() {
    TaskId wanted = completed("ada");
    completed("bob");
    enqueue("ada");

    assertThat(list(TaskFilter.all().owner("ada").statuses(TaskStatus.COMPLETED).agent(AGENT)))
        .containsExactly(wanted);
  }

  @Test
  default void pagesFollowEachOtherWithoutGapsAndRepetitions() {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(enqueue("owner-" + i % 5));
    }

    List<TaskId> read = new ArrayList<>();
    TaskFilter filter = TaskFilter.all().limit(4);
    Page<TaskRecord> page = store().tasks(filter);
    for (int i = 0; i < 20; i++) {
      assertThat(page.items()).hasSizeLessThanOrEqualTo(4);
      page.items().forEach(record -> read.add(record.id()));
      if (page.next().isEmpty()) {
        break;
      }
      page = store().tasks(filter.after(page.next().get()));
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void theLastPageSaysThatItIsTheLast() {
    enqueueApart("ada", "ada");

    Page<TaskRecord> page = store().tasks(TaskFilter.all());
    assertThat(page.next()).isEmpty();
    assertThat(page.complete()).isTrue();
  }

  @Test
  default void aScanThatStopsAtItsBoundSaysSoAndGoesOn() {
    TaskId old = enqueue(task("ada").title("needle"));
    elapse(Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      enqueue("ada", 600);
    }

    TaskFilter filter = TaskFilter.all().owner("ada").text("needle");
    Page<TaskRecord> page = store().tasks(filter);
    assertThat(page.items()).isEmpty();
    assertThat(page.complete()).isFalse();
    for (int i = 0; i < 20 && page.items().isEmpty() && page.next().isPresent(); i++) {
      page = store().tasks(filter.after(page.next().get()));
    }
    assertThat(page.items()).extracting(TaskRecord::id).containsExactly(old);
  }

  @Test
  default void aCancelledTaskLeavesTheListOfWhatItWas() {
    TaskId id = enqueue(task("ada").delay(Duration.ofHours(1)));
    cancel(id);

    assertThat(list(TaskFilter.all().statuses(TaskStatus.BACKOFF))).isEmpty();
    assertThat(list(TaskFilter.all().statuses(TaskStatus.CANCELLED))).containsExactly(id);
  }

  @Test
  default void whatHasExpiredIsNotListedAlsoBeforeItIsCollected() {
    completed("ada");
    elapse(COMPLETED_TTL);

    assertThat(list(TaskFilter.all())).isEmpty();
    assertThat(list(TaskFilter.all().owner("ada"))).isEmpty();
  }

  // ---- waits

  @Test
  default void openWaitsAreListedTheOldestFirst() {
    TaskId first = parked("ada");
    elapse(Duration.ofSeconds(1));
    TaskId second = parked("bob");

    assertThat(waits(WaitFilter.all())).containsExactly(first, second);
  }

  private List<TaskId> waits(WaitFilter filter) {
    return store().waits(filter, null, 100).items().stream()
        .map(WaitRow::id)
        .map(WaitId::task)
        .toList();
  }

  @Test
  default void waitsAreListedByOwnerTaskAndKind() {
    TaskId ada = parked("ada");
    TaskId bob = parked("bob");
    Running running = running("ada");
    running.parkOn(running.waiting(Wait.Kind.APPROVAL, "call_1", 0));

    assertThat(waits(WaitFilter.owner("bob"))).containsExactly(bob);
    assertThat(waits(WaitFilter.task(ada))).containsExactly(ada);
    assertThat(waits(WaitFilter.all().kinds(Wait.Kind.APPROVAL))).containsExactly(running.id());
  }

  @Test
  default void waitsAreListedInPages() {
    Running running = running("ada");
    running.parkOn(
        running.deferred("call_0", 0),
        running.deferred("call_1", 1),
        running.deferred("call_2", 2),
        running.deferred("call_3", 3),
        running.deferred("call_4", 4));

    List<String> calls = new ArrayList<>();
    Page<WaitRow> page = store().waits(WaitFilter.all(), null, 2);
    for (int i = 0; i < 10; i++) {
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      page.items().forEach(row -> calls.add(row.id().call()));
      if (page.next().isEmpty()) {
        break;
      }
      page = store().waits(WaitFilter.all(), page.next().get(), 2);
    }
    assertThat(calls).containsExactlyInAnyOrder("call_0", "call_1", "call_2", "call_3", "call_4");
  }

  @Test
  default void anAnsweredOrClosedWaitIsNotListed() {
    answer(parked("ada"), "call_1", "yes");
    cancel(parked("bob"));

    assertThat(waits(WaitFilter.all())).isEmpty();
  }

  // ---- children and batches

  @Test
  default void childrensResultsAreReadInParts() {
    Spawned family = family("ada", 10, ChildPolicy.collect());
    fetch(WORKER, 10).forEach(child -> child.complete("done"));

    assertThat(store().children(family.waitId(), 3, 4))
        .extracting(result -> result.index())
        .containsExactly(3, 4, 5, 6);
  }

  @Test
  default void anUnknownBatchIsNotThere() {
    assertThat(store().batch(new BatchId(queue().id("ada", Nonce.random()).value()))).isEmpty();
  }

  // ---- the fleet

  @Test
  default void theFleetCountsTasksByStatus() {
    completed("ada");
    failed("ada");
    parked("ada");
    running("ada");
    enqueue("bob");
    enqueue(task("bob").delay(Duration.ofHours(1)));

    assertThat(queue(AGENT).counts())
        .containsEntry(TaskStatus.COMPLETED, 1L)
        .containsEntry(TaskStatus.FAILED, 1L)
        .containsEntry(TaskStatus.PENDING_TOOL_RESULTS, 1L)
        .containsEntry(TaskStatus.PROCESSING, 1L)
        .containsEntry(TaskStatus.QUEUED, 1L)
        .containsEntry(TaskStatus.BACKOFF, 1L)
        .hasSize(6);
  }

  /**
   * Reads the queue of an agent.
   *
   * @param agent the agent
   * @return its row
   */
  default Fleet.QueueRow queue(String agent) {
    Optional<Fleet.QueueRow> row =
        store().fleet().queues().stream().filter(q -> q.agent().equals(agent)).findFirst();
    assertThat(row).as("queue of %s", agent).isPresent();
    return row.orElseThrow();
  }

  @Test
  default void theFleetCountsOwnersWithRunnableTasks() {
    enqueue("ada", 3);
    enqueue("bob");
    enqueue(task("cleo").delay(Duration.ofHours(1)));

    assertThat(queue(AGENT).waitingOwners()).isEqualTo(2);
  }

  @Test
  default void theFleetListsAgentsAsTheyWereRegisteredLast() {
    queue().register(card("second"));
    queue().register(card("second"));

    assertThat(store().fleet().agents()).containsExactlyInAnyOrder(card(AGENT), card("second"));
  }

  @Test
  default void theFleetForgetsWorkersAfterADay() {
    running("ada").complete("42");
    queue().release(WORKER);
    elapseAndTick(Duration.ofHours(25));

    assertThat(store().fleet().workers()).noneMatch(worker -> worker.id().equals(WORKER));
  }

  @Test
  default void anEmptyFleetHasNoTasks() {
    Fleet fleet = store().fleet();

    assertThat(fleet.workers()).isEmpty();
    assertThat(fleet.limits()).isEmpty();
    assertThat(fleet.schedules()).isEmpty();
    assertThat(fleet.queues()).allSatisfy(row -> assertThat(row.counts()).isEmpty());
    assertThat(fleet.parkedWithNothingOpen()).isZero();
  }

  // ---- metrics

  @Test
  default void theStoreCountsWhatHappens() {
    Running running = running("ada");
    running.continueTurn();
    running.continueTurn();
    running.complete("42");
    failed("ada");
    cancel(enqueue("ada"));

    assertThat(counted("enqueued")).isEqualTo(3);
    assertThat(counted("completed")).isEqualTo(1);
    assertThat(counted("failed")).isEqualTo(1);
    assertThat(counted("cancelled")).isEqualTo(1);
    assertThat(counted("turns")).isGreaterThanOrEqualTo(3);
  }

  /**
   * Reads a counter of the last hour.
   *
   * @param counter its name
   * @return the sum over all buckets
   */
  default long counted(String counter) {
    return store().metrics(new MetricsQuery(AGENT, Duration.ofHours(1))).stream()
        .map(Bucket::counters)
        .mapToLong(counters -> counters.getOrDefault(counter, 0L))
        .sum();
  }

  @Test
  default void retriesAndRecoveriesAreCounted() {
    Running running = running("ada");
    running.backOff(Duration.ofSeconds(1), true);
    elapseAndTick(Duration.ofSeconds(1));
    fetchOne().backOff(Duration.ofSeconds(1), false);
    elapseAndTick(Duration.ofSeconds(1));
    fetchOne();
    silence();

    assertThat(counted("retries")).isEqualTo(1);
    assertThat(counted("recoveries")).isEqualTo(1);
  }

  @Test
  default void workersAddCountersOfTheirOwn() {
    Running running = running("ada");
    running.record(running.write().count("input_tokens", 7).build());
    running.record(running.write().count("input_tokens", 5).build());

    assertThat(counted("input_tokens")).isEqualTo(12);
  }

  @Test
  default void metricsAreKeptPerBucketTheOldestFirst() {
    completed("ada");
    elapse(Duration.ofMinutes(3));
    completed("ada");

    List<Bucket> buckets = store().metrics(new MetricsQuery(AGENT, Duration.ofMinutes(30)));
    assertThat(buckets).hasSize(2);
    assertThat(buckets.get(0).start()).isBefore(buckets.get(1).start());
    assertThat(buckets)
        .allSatisfy(bucket -> assertThat(bucket.size()).isEqualTo(Duration.ofMinutes(1)));
  }

  @Test
  default void metricsAreAskedForOneAgentOrForAll() {
    queue().register(card("second"));
    enqueue("ada");
    enqueue(NewTask.builder(queue().id("ada", Nonce.random()), "second", "ada", Payload.EMPTY));

    assertThat(store().metrics(new MetricsQuery("second", Duration.ofHours(1))))
        .extracting(Bucket::agent)
        .containsExactly("second");
    assertThat(store().metrics(new MetricsQuery(null, Duration.ofHours(1))))
        .extracting(Bucket::agent)
        .containsExactly(AGENT, "second");
  }

  @Test
  default void metricsBeyondTheTimelineAreHourlyForAWeek() {
    completed("ada");
    elapseAndTick(Duration.ofDays(3));

    List<Bucket> buckets = store().metrics(new MetricsQuery(AGENT, Duration.ofDays(7)));
    assertThat(buckets)
        .singleElement()
        .satisfies(bucket -> assertThat(bucket.size()).isEqualTo(Duration.ofHours(1)));
    elapseAndTick(Duration.ofDays(7));
    assertThat(store().metrics(new MetricsQuery(AGENT, Duration.ofDays(30)))).isEmpty();
  }
}
