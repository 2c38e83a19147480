package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.OpId;
import io.factorial.port.Reservation;
import io.factorial.port.Revival;
import io.factorial.port.Spend;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Budgets of a tree: reserved before a step starts, settled after it, never overshot by more. */
public interface Budgets extends QueueScene {
  /**
   * An amount of output tokens.
   *
   * @param tokens how many
   * @return the amount
   */
  default Spend tokens(long tokens) {
    return new Spend(0, 0, 0, tokens, 0);
  }

  /**
   * A limit of output tokens.
   *
   * @param tokens how many
   * @return the limit, with no limit on anything else
   */
  default Spend atMost(long tokens) {
    long free = Long.MAX_VALUE;
    return new Spend(free, free, free, tokens, free);
  }

  /**
   * Reserves output tokens for a step.
   *
   * @param running the task
   * @param step the step
   * @param tokens how many
   * @return the answer
   */
  default WriteResult reserve(Running running, String step, long tokens) {
    return running.tryRecord(
        running.write().reserve(new Reservation(step, tokens(tokens))).build());
  }

  /**
   * Settles a step.
   *
   * @param running the task
   * @param step the step
   * @param tokens what it took
   * @return the answer
   */
  default WriteResult settle(Running running, String step, long tokens) {
    return running.tryRecord(running.write().settle(new Reservation(step, tokens(tokens))).build());
  }

  @Test
  default void aReservationWithinTheLimitIsGranted() {
    Running running = running(task("ada").limits(atMost(100)));

    assertThat(reserve(running, "0/0", 100)).isInstanceOf(WriteResult.Written.class);
    assertThat(record(running.id()).treeSpent()).isEqualTo(Spend.ZERO);
  }

  @Test
  default void aReservationAboveTheLimitIsRefusedByName() {
    Running running = running(task("ada").limits(atMost(100)));

    assertThat(reserve(running, "0/0", 101))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", false));
  }

  @Test
  default void everyLimitIsKept() {
    Running running = running(task("ada").limits(new Spend(1, 2, 3, 4, 5)));

    assertThat(overBudget(running, new Spend(2, 0, 0, 0, 0))).isEqualTo("turns");
    assertThat(overBudget(running, new Spend(0, 3, 0, 0, 0))).isEqualTo("tool_calls");
    assertThat(overBudget(running, new Spend(0, 0, 4, 0, 0))).isEqualTo("input_tokens");
    assertThat(overBudget(running, new Spend(0, 0, 0, 5, 0))).isEqualTo("output_tokens");
    assertThat(overBudget(running, new Spend(0, 0, 0, 0, 6))).isEqualTo("cost");
    assertThat(
            running.tryRecord(
                running.write().reserve(new Reservation("0/0", new Spend(1, 2, 3, 4, 5))).build()))
        .isInstanceOf(WriteResult.Written.class);
  }

  private String overBudget(Running running, Spend need) {
    WriteResult result =
        running.tryRecord(running.write().reserve(new Reservation("0/0", need)).build());
    assertThat(result).isInstanceOf(WriteResult.OverBudget.class);
    return ((WriteResult.OverBudget) result).limit();
  }

  @Test
  default void aRefusalForABudgetChangesNothing() {
    Running running = running(task("ada").limits(atMost(100)));
    Heard heard = listen("ada");

    running.tryRecord(
        running
            .write()
            .entry(running.entry(Entry.Kind.NOTE, 0, "note"))
            .event(running.event("noted"))
            .reserve(new Reservation("0/0", tokens(101)))
            .build());
    assertThat(journal(running.id())).hasSize(1);
    assertThat(heard.types()).isEmpty();
  }

  @Test
  default void aRefusedCommitLeavesTheTurnAsItWas() {
    Running running = running(task("ada").limits(atMost(100)));
    Write.Builder write = running.lastWrite().reserve(new Reservation("1/0", tokens(101)));

    assertThat(running.tryCommit(write.build(), new Next.Continue(false)))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", false));
    assertThat(record(running.id()).turn()).isZero();
    assertThat(record(running.id()).length()).isEqualTo(1);
    running.pause("budget_exceeded");
  }

  @Test
  default void aReservationThatFitsOnceOthersAreSettledSaysSo() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 60);

    assertThat(reserve(running, "0/1", 50))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", true));
    settle(running, "0/0", 20);
    assertThat(reserve(running, "0/1", 50)).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  default void whatAStepTookIsSpentInPlaceOfItsReservation() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 60);
    settle(running, "0/0", 25);

    assertThat(record(running.id()).treeSpent()).isEqualTo(tokens(25));
    assertThat(reserve(running, "0/1", 75)).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  default void whatAStepTookIsCountedAlsoAboveTheLimit() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 60);

    assertThat(settle(running, "0/0", 130)).isInstanceOf(WriteResult.Written.class);
    assertThat(record(running.id()).treeSpent()).isEqualTo(tokens(130));
    assertThat(reserve(running, "0/1", 1))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", false));
  }

  @Test
  default void aRetryOfAStepReusesItsReservation() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 80);

    assertThat(reserve(running, "0/0", 90)).isInstanceOf(WriteResult.Written.class);
    assertThat(reserve(running, "0/1", 11))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", true));
  }

  @Test
  default void aCommitSettlesOneStepAndReservesTheNext() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 100);

    assertThat(
            running.tryCommit(
                running
                    .lastWrite()
                    .settle(new Reservation("0/0", tokens(40)))
                    .reserve(new Reservation("1/0", tokens(60)))
                    .build(),
                new Next.Continue(false)))
        .isNotInstanceOf(WriteResult.Refused.class);
    assertThat(record(running.id()).treeSpent()).isEqualTo(tokens(40));
  }

  @Test
  default void whatAWriteSettlesCountsAgainstWhatItReserves() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 40);

    assertThat(
            running.tryCommit(
                running
                    .lastWrite()
                    .settle(new Reservation("0/0", tokens(60)))
                    .reserve(new Reservation("1/0", tokens(60)))
                    .build(),
                new Next.Continue(false)))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", false));
    assertThat(record(running.id()).treeSpent()).isEqualTo(Spend.ZERO);
  }

  @Test
  default void aRepeatedWriteReservesAndSettlesOnce() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 40);
    Write write =
        running
            .lastWrite()
            .settle(new Reservation("0/0", tokens(40)))
            .reserve(new Reservation("1/0", tokens(60)))
            .build();
    for (int i = 0; i < 3; i++) {
      queue().commit(running.lease(), write, new Next.Continue(false), Running.noRefill());
    }

    assertThat(record(running.id()).treeSpent()).isEqualTo(tokens(40));
  }

  @Test
  default void anEndTurnsOpenReservationsIntoSpending() {
    Running running = running(task("ada").limits(atMost(100)));
    reserve(running, "0/0", 60);
    cancel(running.id());

    assertThat(record(running.id()).treeSpent()).isEqualTo(tokens(60));
  }

  @Test
  default void childrenSpendFromTheBudgetOfTheirTree() {
    Running parent = running(task("ada").limits(atMost(100)));
    reserve(parent, "0/0", 30);
    settle(parent, "0/0", 30);
    Spawned family = spawn(parent, "ada", 2, ChildPolicy.collect());
    family.park();
    List<Running> children = fetch(WORKER, 2);

    assertThat(reserve(children.get(0), "0/0", 40)).isInstanceOf(WriteResult.Written.class);
    assertThat(reserve(children.get(1), "0/0", 40))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", true));
    settle(children.get(0), "0/0", 10);
    assertThat(reserve(children.get(1), "0/0", 40)).isInstanceOf(WriteResult.Written.class);
    assertThat(record(parent.id()).treeSpent()).isEqualTo(tokens(40));
  }

  @Test
  default void aChildWithALimitOfItsOwnKeepsBoth() {
    Running parent = running(task("ada").limits(atMost(100)));
    var wait =
        parent.waiting(Wait.Kind.CHILD_TASK, "spawn", 0).forChildren(1, ChildPolicy.collect());
    parent.completion(wait);
    enqueue(child(parent, "ada", wait, 0).limits(atMost(50)));
    Running child = fetchOne();

    assertThat(reserve(child, "0/0", 51))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", false));
    assertThat(reserve(child, "0/0", 50)).isInstanceOf(WriteResult.Written.class);
    assertThat(reserve(parent, "0/9", 51))
        .isEqualTo(new WriteResult.OverBudget("output_tokens", true));
  }

  @Test
  default void anEndOfAChildSettlesInItsRoot() {
    Running parent = running(task("ada").limits(atMost(100)));
    Spawned family = spawn(parent, "ada", 1, ChildPolicy.collect());
    family.park();
    Running child = fetchOne();
    reserve(child, "0/0", 60);
    child.complete("done");

    assertThat(record(parent.id()).treeSpent()).isEqualTo(tokens(60));
  }

  @Test
  default void aRevivedTaskWithARaisedLimitGoesOn() {
    TaskId id = enqueue(task("ada").limits(atMost(10)));
    Running running = fetchOne();
    reserve(running, "0/0", 10);
    settle(running, "0/0", 10);
    running.pause("budget_exceeded");
    queue().revive(id, new Revival(atMost(20)), OpId.random());

    assertThat(reserve(fetchOne(), "1/0", 10)).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  default void aReservationSurvivesTheDeathOfAWorkerAndIsUsedAgain() {
    Running lost = running(task("ada").limits(atMost(100)));
    reserve(lost, "0/0", 80);
    elapseTicking(Duration.ofSeconds(10));

    assertThat(reserve(fetchOne(), "0/0", 80)).isInstanceOf(WriteResult.Written.class);
  }
}
