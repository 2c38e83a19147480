package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.BatchMember;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitId;
import io.factorial.task.BatchId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Row 1, enqueue: a client, the engine for children, or a schedule stores and queues a task. */
public interface Row01Enqueue extends QueueScene {
  @Test
  default void anIdIsAPureFunctionOfOwnerAndNonce() {
    Nonce nonce = Nonce.random();

    assertThat(queue().id("ada", nonce)).isEqualTo(queue().id("ada", nonce));
    assertThat(queue().id("ada", nonce)).isNotEqualTo(queue().id("ada", Nonce.random()));
  }

  @Test
  default void anEnqueuedTaskIsQueuedWithItsInput() {
    TaskId id = enqueue(task("ada").title("greet").labels(Map.of("team", "blue")).trace("00-a-b"));

    TaskRecord record = record(id);
    assertThat(record.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(record.agent()).isEqualTo(AGENT);
    assertThat(record.ownerId()).isEqualTo("ada");
    assertThat(record.title()).isEqualTo("greet");
    assertThat(record.labels()).containsExactly(Map.entry("team", "blue"));
    assertThat(record.trace()).isEqualTo("00-a-b");
    assertThat(record.length()).isEqualTo(1);
    assertThat(record.createdAt()).isEqualTo(now());
    assertThat(journal(id))
        .containsExactly(new Entry(0, 0, 0, Entry.Kind.INPUT, Payload.utf8("hello")));
  }

  @Test
  default void aNewTaskHasNoHistory() {
    TaskRecord record = record(enqueue("ada"));

    assertThat(record.turn()).isZero();
    assertThat(record.attempt()).isZero();
    assertThat(record.pickups()).isZero();
    assertThat(record.recoveries()).isZero();
    assertThat(record.fence()).isZero();
    assertThat(record.worker()).isNull();
    assertThat(record.startedAt()).isNull();
    assertThat(record.endedAt()).isNull();
    assertThat(record.openWaits()).isZero();
    assertThat(record.treeSpent()).isEqualTo(Spend.ZERO);
  }

  @Test
  default void aTaskHasItsOwnDeadlineByTheStoresClock() {
    TaskId id = enqueue(task("ada").deadline(Duration.ofHours(2), false));

    assertThat(record(id).deadline()).isEqualTo(now().plus(Duration.ofHours(2)));
  }

  @Test
  default void aDelayedTaskIsBackedOffUntilItIsDue() {
    TaskId id = enqueue(task("ada").delay(Duration.ofMinutes(5)));

    assertThat(status(id)).isEqualTo(TaskStatus.BACKOFF);
    assertThat(record(id).reason()).isEqualTo("delayed");
    assertThat(record(id).dueAt()).isEqualTo(now().plus(Duration.ofMinutes(5)));
    nothingIsRunnable();
  }

  @Test
  default void aTaskCanStartAtATimeOfTheStoresClock() {
    TaskId id = enqueue(task("ada").startAt(now().plusSeconds(90)).delay(Duration.ofDays(1)));

    assertThat(record(id).dueAt()).isEqualTo(now().plusSeconds(90));
  }

  @Test
  default void aTaskThatStartsInThePastIsQueuedAtOnce() {
    TaskId id = enqueue(task("ada").startAt(now().minusSeconds(90)));

    assertThat(status(id)).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  default void aForkStartsFromItsPrefix() {
    List<Entry> prefix =
        List.of(
            new Entry(0, 0, 0, Entry.Kind.INPUT, Payload.utf8("hello")),
            new Entry(0, 0, 0, Entry.Kind.COMPLETION, Payload.utf8("call it")),
            new Entry(0, 0, 0, Entry.Kind.RESULT, Payload.utf8("called")),
            new Entry(0, 0, 0, Entry.Kind.TURN, Payload.EMPTY));

    TaskId id = enqueue(task("ada").fork(prefix, 1).state(Payload.utf8("state")));

    assertThat(status(id)).isEqualTo(TaskStatus.ACTIVE);
    assertThat(record(id).turn()).isEqualTo(1);
    assertThat(record(id).state()).isEqualTo(Payload.utf8("state"));
    assertThat(journal(id)).isEqualTo(prefix);
  }

  @Test
  default void payloadsComeBackAsTheyWereWhateverTheyHold() {
    byte[] bytes = new byte[200_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Payload strange = Payload.of(bytes);
    TaskId id =
        enqueue(
            NewTask.builder(queue().id("ada", Nonce.random()), AGENT, "ada", strange)
                .state(strange));

    assertThat(journal(id).getFirst().payload()).isEqualTo(strange);
    assertThat(record(id).state()).isEqualTo(strange);
    assertThat(fetchOne().leased().journal().getFirst().payload()).isEqualTo(strange);
  }

  @Test
  default void namesOfOwnersMayHoldAnyCharacters() {
    String owner = "ada {lovelace}:*\u0000 \uD83D\uDE00/..\n\"'";
    TaskId id = enqueue(owner);

    assertThat(record(id).ownerId()).isEqualTo(owner);
    assertThat(fetchOne().id()).isEqualTo(id);
  }

  @Test
  default void anIdThatIsThereAlreadyIsNotStoredAgain() {
    NewTask.Builder task = task("ada");
    TaskId id = enqueue(task);

    assertThat(tryEnqueue(task.title("second"))).isEqualTo(new Enqueued.Existing(id));
    assertThat(record(id).title()).isEmpty();
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void anIdOfAnEndedTaskIsStillThere() {
    NewTask.Builder task = task("ada");
    running(task).complete("done");

    assertThat(tryEnqueue(task)).isInstanceOf(Enqueued.Existing.class);
    nothingIsRunnable();
  }

  @Test
  default void aDedupKeyMakesOneTask() {
    TaskId first = enqueue(task("ada").dedupKey("order-7"));

    assertThat(tryEnqueue(task("ada").dedupKey("order-7"))).isEqualTo(new Enqueued.Existing(first));
    assertThat(fetchAll(WORKER)).hasSize(1);
  }

  @Test
  default void theSameDedupKeyTwiceInOneCallMakesOneTask() {
    List<Enqueued> answers =
        queue()
            .enqueue(
                List.of(
                    task("ada").dedupKey("order-7").build(),
                    task("ada").dedupKey("order-7").build()));

    assertThat(answers.get(0)).isInstanceOf(Enqueued.Created.class);
    assertThat(answers.get(1)).isEqualTo(new Enqueued.Existing(answers.get(0).id()));
  }

  @Test
  default void aDedupKeyIsOneOwnersAndOneAgentsOwn() {
    queue().register(card("other-agent"));
    enqueue(task("ada").dedupKey("order-7"));

    enqueue(task("bob").dedupKey("order-7"));
    enqueue(
        NewTask.builder(queue().id("ada", Nonce.random()), "other-agent", "ada", Payload.EMPTY)
            .dedupKey("order-7"));
  }

  @Test
  default void partsOfADedupScopeAreNotMixedUp() {
    enqueue(task("a:b").dedupKey("c"));

    enqueue(task("a").dedupKey("b:c"));
  }

  @Test
  default void aDedupKeyHoldsWhileTheTasksRecordLives() {
    NewTask.Builder task = task("ada").dedupKey("order-7");
    running(task).complete("done");
    assertThat(tryEnqueue(task("ada").dedupKey("order-7"))).isInstanceOf(Enqueued.Existing.class);

    elapseAndTick(COMPLETED_TTL.plusSeconds(1));
    enqueue(task("ada").dedupKey("order-7"));
  }

  @Test
  default void anAgentThatNobodyRegisteredIsRefused() {
    NewTask.Builder task =
        NewTask.builder(queue().id("ada", Nonce.random()), "nobody", "ada", Payload.EMPTY);

    assertThat(tryEnqueue(task))
        .isInstanceOfSatisfying(
            Enqueued.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Enqueued.Reason.UNKNOWN_AGENT));
    assertThat(store().task(task.build().id())).isEmpty();
  }

  @Test
  default void aRefusedTaskDoesNotKeepTheOthersOut() {
    NewTask unknown =
        NewTask.builder(queue().id("ada", Nonce.random()), "nobody", "ada", Payload.EMPTY).build();

    List<Enqueued> answers =
        queue().enqueue(List.of(task("ada").build(), unknown, task("bob").build()));

    assertThat(answers.get(0)).isInstanceOf(Enqueued.Created.class);
    assertThat(answers.get(1)).isInstanceOf(Enqueued.Refused.class);
    assertThat(answers.get(2)).isInstanceOf(Enqueued.Created.class);
  }

  @Test
  default void anyNumberOfTasksIsEnqueuedInOneCallAndAnsweredInOrder() {
    List<NewTask> tasks =
        IntStream.range(0, 1_000).mapToObj(i -> task("owner-" + i % 7).build()).toList();

    assertThat(queue().enqueue(tasks))
        .extracting(Enqueued::id)
        .isEqualTo(tasks.stream().map(NewTask::id).toList());
    assertThat(count(TaskStatus.QUEUED)).isEqualTo(1_000);
  }

  @Test
  default void aChildKnowsItsParent() {
    Spawned family = family("ada", 2, ChildPolicy.collect());

    TaskRecord child = record(family.children().get(1));
    assertThat(child.parent()).isEqualTo(new Parent(family.waitId(), 1));
    assertThat(child.id()).isEqualTo(family.parent().id().child(0, 0, 1));
  }

  @Test
  default void childrenMadeASecondTimeAreFoundThere() {
    Spawned family = spawn(running("ada"), "ada", 2, ChildPolicy.collect());

    NewTask.Builder again = child(family.parent(), "ada", family.on(), 1);
    assertThat(tryEnqueue(again)).isEqualTo(new Enqueued.Existing(family.children().get(1)));
  }

  @Test
  default void aChildOfAnEndedParentIsRefused() {
    Spawned family = spawn(running("ada"), "ada", 1, ChildPolicy.collect());
    cancel(family.parent().id());

    assertRefused(child(family.parent(), "ada", family.on(), 1), Enqueued.Reason.PARENT_ENDED);
  }

  @Test
  default void aChildOfAnUnknownParentIsRefused() {
    TaskId nobody = queue().id("ada", Nonce.random());
    NewTask.Builder orphan =
        NewTask.builder(nobody.child(0, 0, 0), AGENT, "ada", Payload.EMPTY)
            .parent(new Parent(new WaitId(nobody, "spawn"), 0));

    assertRefused(orphan, Enqueued.Reason.PARENT_ENDED);
  }

  @Test
  default void aChildOfAnotherOwnerIsRefused() {
    List<String> owners = neighbours(2);
    Spawned family = spawn(running(owners.get(0)), owners.get(0), 1, ChildPolicy.collect());

    assertRefused(
        child(family.parent(), owners.get(1), family.on(), 1), Enqueued.Reason.OTHER_OWNER);
  }

  private void assertRefused(NewTask.Builder task, Enqueued.Reason reason) {
    assertThat(tryEnqueue(task)).isEqualTo(new Enqueued.Refused(task.build().id(), reason));
    assertThat(store().task(task.build().id())).isEmpty();
  }

  @Test
  default void theFirstMemberMakesTheBatch() {
    BatchId batch = new BatchId(queue().id("ada", Nonce.random()).value());

    TaskId first = enqueue(task("ada").batch(new BatchMember(batch, 3, 0)));
    TaskId second = enqueue(task("ada").batch(new BatchMember(batch, 3, 1)));

    assertThat(record(first).batch()).isEqualTo(batch);
    assertThat(store().batch(batch))
        .hasValueSatisfying(
            row -> {
              assertThat(row.ownerId()).isEqualTo("ada");
              assertThat(row.progress().total()).isEqualTo(3);
              assertThat(row.progress().percent()).isZero();
              assertThat(row.tasks()).containsExactly(first, second);
            });
  }

  @Test
  default void enqueuingIsToldOnce() {
    Heard heard = listen("ada");
    NewTask.Builder task = task("ada");
    TaskId id = enqueue(task);
    tryEnqueue(task);

    assertThat(heard.only("run_queued").task()).isEqualTo(id);
  }

  @Test
  default void enqueuingRingsTheBellOfItsAgent() {
    HeardSignals signals = new HeardSignals();
    try (var subscription = queue().listen(WORKER, signals)) {
      assertThat(subscription).isNotNull();
      TaskId id = enqueue("ada");
      signals.await("work at " + AGENT + " in " + id.partition());
    }
  }

  @Test
  default void afterASubscriptionIsClosedNothingIsSignalled() {
    HeardSignals closed = new HeardSignals();
    HeardSignals open = new HeardSignals();
    queue().listen(OTHER, closed).close();
    try (var subscription = queue().listen(WORKER, open)) {
      assertThat(subscription).isNotNull();
      TaskId id = enqueue("ada");
      open.await("work at " + AGENT + " in " + id.partition());
    }
    assertThat(closed.soFar()).isEmpty();
  }
}
