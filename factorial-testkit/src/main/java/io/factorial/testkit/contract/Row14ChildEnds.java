package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.budget.Usage;
import io.factorial.port.BatchMember;
import io.factorial.port.ChildResult;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.StoredEvent;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row 14, a child ends: inside the end of the child, its parent or batch is told. */
public interface Row14ChildEnds extends QueueScene {
  @Test
  default void theLastChildWakesItsParent() {
    Spawned family = family("ada", 2, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 2);

    children.get(1).complete("one");
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
    children.get(0).complete("zero");
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void theResultsOfChildrenAreReadByTheirNumber() {
    Spawned family = family("ada", 3, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 3);
    children.get(2).complete("two");
    children.get(0).fail("broken");

    List<ChildResult> results = store().children(family.waitId(), 0, 10);
    assertThat(results).extracting(ChildResult::index).containsExactly(0, 2);
    assertThat(results.get(0).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(results.get(0).error()).isNotNull();
    assertThat(results.get(0).output()).isNull();
    assertThat(results.get(1).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(results.get(1).output()).isEqualTo(Payload.utf8("two"));
    assertThat(results.get(1).id()).isEqualTo(family.children().get(2));
  }

  @Test
  default void aChildsResultTellsWhatItUsed() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    Running child = fetchOne();
    Usage usage = Usage.tokens(100, 50);
    child.record(child.write().usage(usage).build());
    child.complete("done");

    assertThat(store().children(family.waitId(), 0, 10).getFirst().usage()).isEqualTo(usage);
  }

  @Test
  default void theAnswerForChildrenIsAnEmptyEntryAtTheirCall() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    fetchOne().complete("done");

    assertThat(journal(family.parent().id()))
        .last()
        .isEqualTo(new Entry(0, 0, 0, Entry.Kind.ANSWER, Payload.EMPTY));
  }

  @Test
  default void aChildThatEndsBeforeItsParentParksIsNotLost() {
    Spawned family = spawn(running("ada"), "ada", 1, ChildPolicy.collect());
    fetchOne(OTHER).complete("quick");

    CommitResult result =
        family
            .parent()
            .tryCommit(family.parent().lastWrite().build(), Running.parking(family.on()));

    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Continued.class,
            continued ->
                assertThat(continued.arrived())
                    .extracting(Entry::kind)
                    .containsExactly(Entry.Kind.ANSWER));
    assertThat(store().children(family.waitId(), 0, 10)).hasSize(1);
  }

  @Test
  default void aFailedChildWakesItsParent() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    fetchOne().fail("broken");

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aCancelledChildWakesItsParent() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    cancel(family.children().getFirst());

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(store().children(family.waitId(), 0, 10).getFirst().status())
        .isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void aChildThatDiesWithItsWorkersWakesItsParent() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    for (int death = 0; death <= MAX_RECOVERIES; death++) {
      fetchOne();
      silence();
      elapseAndTick(Duration.ofMinutes(2));
    }

    assertThat(status(family.children().getFirst())).isEqualTo(TaskStatus.FAILED);
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aChildThatReachesItsDeadlineWakesItsParent() {
    Running parent = running("ada");
    var wait =
        parent.waiting(Wait.Kind.CHILD_TASK, "spawn", 0).forChildren(1, ChildPolicy.collect());
    parent.completion(wait);
    enqueue(child(parent, "ada", wait, 0).deadline(Duration.ofHours(1), false));
    parent.park(wait);
    elapseAndTick(Duration.ofHours(1));

    assertThat(status(parent.id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void theFirstFailureDecidesWhereItShould() {
    Spawned family = family("ada", 3, ChildPolicy.failFast());
    List<Running> children = fetch(WORKER, 2);

    children.get(0).complete("zero");
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
    children.get(1).fail("broken");
    tick();
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(status(family.children().get(2))).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void theFirstCompletionsDecideWhereTheyShould() {
    Spawned family = family("ada", 4, ChildPolicy.firstOf(2));
    List<Running> children = fetch(WORKER, 3);

    children.get(0).fail("broken");
    children.get(1).complete("one");
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
    children.get(2).complete("two");
    tick();
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(status(family.children().get(3))).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  default void aChildThatIsMadeAfterTheDecisionIsCancelled() {
    Running parent = running("ada");
    var wait =
        parent.waiting(Wait.Kind.CHILD_TASK, "spawn", 0).forChildren(2, ChildPolicy.firstOf(1));
    parent.completion(wait);
    enqueue(child(parent, "ada", wait, 0));
    fetchOne(OTHER).complete("zero");
    TaskId late = enqueue(child(parent, "ada", wait, 1));
    tick();

    assertThat(status(late)).isEqualTo(TaskStatus.CANCELLED);
    nothingIsRunnable();
  }

  @Test
  default void withTooFewCompletionsTheLastChildDecides() {
    Spawned family = family("ada", 2, ChildPolicy.firstOf(2));
    List<Running> children = fetch(WORKER, 2);

    children.get(0).fail("broken");
    children.get(1).complete("one");
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aParentOfAThousandChildrenIsWokenByTheLast() {
    Spawned family = family("ada", 1_000, ChildPolicy.collect());
    fetchAll(WORKER).forEach(child -> child.complete("done"));

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(store().children(family.waitId(), 990, 20))
        .extracting(ChildResult::index)
        .containsExactly(990, 991, 992, 993, 994, 995, 996, 997, 998, 999);
    assertThat(texts(family.parent().id(), Entry.Kind.ANSWER)).hasSize(1);
  }

  @Test
  default void aRevivedChildDoesNotAnswerItsParentAgain() {
    Spawned family = family("ada", 2, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 2);
    children.get(0).fail("broken");
    queue().revive(children.get(0).id(), Revival.PLAIN, OpId.random());
    fetchOne().complete("better");

    assertThat(store().children(family.waitId(), 0, 10))
        .singleElement()
        .satisfies(result -> assertThat(result.status()).isEqualTo(TaskStatus.FAILED));
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.PENDING_CHILD_TASKS);
    children.get(1).complete("one");
    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.ACTIVE);
  }

  @Test
  default void aChildThatEndsAfterItsParentTellsNobody() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    cancel(family.parent().id());
    tick();

    assertThat(status(family.parent().id())).isEqualTo(TaskStatus.CANCELLED);
    assertThat(status(family.children().getFirst())).isEqualTo(TaskStatus.CANCELLED);
    nothingIsRunnable();
  }

  @Test
  default void theAnswerOfTheChildrenIsToldOnce() {
    family("ada", 2, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 2);
    Heard heard = listen("ada");
    children.forEach(child -> child.complete("done"));

    assertThat(heard.only("wait_answered").fields()).containsEntry("call", "spawn");
  }

  @Test
  default void childrenThatEndTogetherWakeTheirParentOnce() {
    Spawned family = family("ada", 2, ChildPolicy.collect());
    List<Running> children = fetch(WORKER, 2);
    children.get(0).complete("zero");
    children.get(1).complete("one");

    assertThat(fetchAll(WORKER)).extracting(Running::id).containsExactly(family.parent().id());
  }

  @Test
  default void aParentAndItsChildMayBeTakenInOneCommit() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    Running child = fetchOne();

    CommitResult result =
        child.tryCommit(child.lastWrite().build(), Running.completing("done"), wish(1));
    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Released.class,
            released ->
                assertThat(child.next(released))
                    .extracting(Running::id)
                    .containsExactly(family.parent().id()));
  }

  @Test
  default void aBatchCountsHowItsMembersEnd() {
    BatchId batch = batch("ada", 4);
    List<Running> members = fetch(WORKER, 3);
    members.get(0).complete("zero");
    members.get(1).complete("one");
    members.get(2).fail("broken");
    store().batch(batch).orElseThrow().tasks().stream().skip(3).forEach(this::cancel);

    assertThat(store().batch(batch).orElseThrow().progress())
        .isEqualTo(BatchProgress.of(4, 2, 1, 1));
  }

  private BatchId batch(String owner, int total) {
    BatchId batch = new BatchId(queue().id(owner, Nonce.random()).value());
    for (int i = 0; i < total; i++) {
      enqueue(task(owner).batch(new BatchMember(batch, total, i)));
    }
    return batch;
  }

  @Test
  default void theProgressOfABatchIsToldAtMostOnceASecond() {
    batch("ada", 10);
    List<Running> members = fetch(WORKER, 10);
    Heard heard = listen("ada");
    members.subList(0, 5).forEach(member -> member.complete("done"));
    List<String> first = heard.types();
    elapse(Duration.ofSeconds(1));
    members.get(5).complete("done");

    assertThat(first).containsExactly("batch_progress");
    assertThat(heard.types()).containsExactly("batch_progress");
  }

  @Test
  default void theEndOfABatchIsTold() {
    batch("ada", 2);
    List<Running> members = fetch(WORKER, 2);
    Heard heard = listen("ada");
    members.forEach(member -> member.complete("done"));

    List<StoredEvent> events = heard.all();
    assertThat(events).last().extracting(StoredEvent::type).isEqualTo("batch_completed");
  }

  @Test
  default void aMemberIsCountedOnceAlsoWhenItIsRevived() {
    BatchId batch = batch("ada", 2);
    Running member = fetch(WORKER, 1).getFirst();
    member.fail("broken");
    queue().revive(member.id(), Revival.PLAIN, OpId.random());
    Running again = fetchOne();
    assertThat(again.id()).isEqualTo(member.id());
    again.complete("better");

    BatchProgress progress = store().batch(batch).orElseThrow().progress();
    assertThat(progress.completed() + progress.failed() + progress.cancelled()).isEqualTo(1);
  }

  @Test
  default void grandchildrenWakeTheirParents() {
    Spawned family = family("ada", 1, ChildPolicy.collect());
    Spawned young = spawn(fetchOne(), "ada", 1, ChildPolicy.collect());
    young.park();
    TaskId grandchild = young.children().getFirst();
    assertThat(grandchild).isEqualTo(family.children().getFirst().child(0, 0, 0));

    fetchOne().complete("grandchild");
    Running child = fetchOne();
    child.continueTurn();
    child.complete("child");
    assertThat(fetchOne().id()).isEqualTo(family.parent().id());
  }
}
