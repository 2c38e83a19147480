package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.Entry;
import io.factorial.port.Next;
import io.factorial.port.OpId;
import io.factorial.port.Revival;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each write of a worker, rows 3 to 10, against an answer, a steering, a cancel and a recovery, in
 * both orders. Each pair starts from the middle of a turn that asked for the call {@code call_1}.
 */
public interface RacesWithMoves extends QueueScene {
  /** What an answer to {@code call_1} is told after each move. */
  Map<WorkerMove, AnswerOutcome> ANSWERS_AFTER =
      Map.of(
          WorkerMove.RECORD, AnswerOutcome.ACCEPTED,
          WorkerMove.CONTINUE, AnswerOutcome.CLOSED,
          WorkerMove.PARK, AnswerOutcome.ACCEPTED,
          WorkerMove.BACK_OFF, AnswerOutcome.ACCEPTED,
          WorkerMove.COMPLETE, AnswerOutcome.CLOSED,
          WorkerMove.FAIL, AnswerOutcome.CLOSED,
          WorkerMove.PAUSE, AnswerOutcome.ACCEPTED,
          WorkerMove.HAND_BACK, AnswerOutcome.ACCEPTED);

  @ParameterizedTest
  @EnumSource
  default void anAnswerBeforeAMoveIsNeitherLostNorInItsWay(WorkerMove move) {
    Running running = halfTurn("ada");
    assertThat(answer(running.id(), "call_1", "yes")).isEqualTo(AnswerOutcome.ACCEPTED);

    assertNotRefused(move.by(running));
    TaskStatus status = move == WorkerMove.PARK ? TaskStatus.PROCESSING : move.status();
    assertThat(status(running.id())).isEqualTo(status);
    assertThat(answer(running.id(), "call_1", "again"))
        .isIn(AnswerOutcome.ALREADY_ANSWERED, AnswerOutcome.CLOSED);
    assertTheAnswerIsUsedAtMostOnce(running, move);
  }

  private void assertTheAnswerIsUsedAtMostOnce(Running running, WorkerMove move) {
    List<String> answers = texts(running.id(), Entry.Kind.ANSWER);
    if (move == WorkerMove.PARK) {
      assertThat(answers).containsExactly("yes");
    } else {
      assertThat(answers).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anAnswerAfterAMoveIsKeptWhileTheWaitLives(WorkerMove move) {
    Running running = halfTurn("ada");
    assertNotRefused(move.by(running));

    assertThat(answer(running.id(), "call_1", "yes")).isEqualTo(ANSWERS_AFTER.get(move));
    TaskStatus status = move == WorkerMove.PARK ? TaskStatus.ACTIVE : move.status();
    assertThat(status(running.id())).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACK_OFF", "PAUSE", "HAND_BACK"})
  default void anAnswerAfterTheHoldEndedIsUsedWhenTheTurnParksAtLast(WorkerMove move) {
    Running running = halfTurn("ada");
    move.by(running);
    answer(running.id(), "call_1", "yes");

    Running again = takeAgain(running);
    again.tryCommit(again.lastWrite().build(), Running.parking(again.deferred("call_1", 0)));
    assertThat(status(again.id())).isEqualTo(TaskStatus.PROCESSING);
    assertThat(texts(again.id(), Entry.Kind.ANSWER)).containsExactly("yes");
  }

  /**
   * Takes a task that lives, whatever it waits for.
   *
   * @param running the task as it was held before
   * @return the task in hand
   */
  default Running takeAgain(Running running) {
    switch (status(running.id())) {
      case PAUSED -> queue().revive(running.id(), Revival.PLAIN, OpId.random());
      case BACKOFF -> elapseAndTick(Duration.ofHours(1));
      case PENDING_TOOL_RESULTS -> answer(running.id(), "call_1", "yes");
      case PROCESSING -> queue().release(WORKER);
      case QUEUED, ACTIVE, PENDING_CHILD_TASKS, COMPLETED, FAILED, CANCELLED -> {}
    }
    return fetchOne();
  }

  @ParameterizedTest
  @EnumSource
  default void aMessageBeforeAMoveIsAppliedExactlyOnce(WorkerMove move) {
    Running running = halfTurn("ada");
    assertThat(steer(running.id(), "listen")).isEqualTo(new ChangeResult.Accepted());

    assertNotRefused(move.by(running));
    if (move == WorkerMove.COMPLETE) {
      assertThat(status(running.id())).isEqualTo(TaskStatus.PROCESSING);
    } else {
      assertThat(status(running.id())).isEqualTo(move.status());
    }
    assertTheMessageIsAppliedExactlyOnce(running);
  }

  @ParameterizedTest
  @EnumSource
  default void aMessageAfterAMoveIsAppliedExactlyOnceOrRefused(WorkerMove move) {
    Running running = halfTurn("ada");
    assertNotRefused(move.by(running));

    ChangeResult result = steer(running.id(), "listen");
    if (move.status().isOver()) {
      assertThat(result).isEqualTo(new ChangeResult.Refused(move.status()));
    } else {
      assertThat(result).isEqualTo(new ChangeResult.Accepted());
      assertTheMessageIsAppliedExactlyOnce(running);
    }
  }

  private void assertTheMessageIsAppliedExactlyOnce(Running running) {
    if (status(running.id()).isOver()) {
      return;
    }
    Running again = takeAgain(running);
    again.continueTurn();
    again.continueTurn();
    assertThat(texts(again.id(), Entry.Kind.STEERING)).containsExactly("listen");
  }

  @ParameterizedTest
  @EnumSource
  default void aCancelBeforeAMoveRefusesIt(WorkerMove move) {
    Running running = halfTurn("ada");
    cancel(running.id());
    long length = record(running.id()).length();
    Heard heard = listen("ada");

    assertThat(move.by(running)).isEqualTo(new WriteResult.Ended(TaskStatus.CANCELLED));
    assertThat(status(running.id())).isEqualTo(TaskStatus.CANCELLED);
    assertThat(record(running.id()).length()).isEqualTo(length);
    assertThat(record(running.id()).output()).isNull();
    assertThat(heard.types()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aCancelAfterAMoveEndsWhatTheMoveDidNotEnd(WorkerMove move) {
    Running running = halfTurn("ada");
    assertNotRefused(move.by(running));

    ChangeResult result = cancel(running.id());
    if (move.status().isOver()) {
      assertThat(result).isEqualTo(new ChangeResult.Refused(move.status()));
      assertThat(status(running.id())).isEqualTo(move.status());
    } else {
      assertThat(result).isEqualTo(new ChangeResult.Accepted());
      assertThat(status(running.id())).isEqualTo(TaskStatus.CANCELLED);
      assertThat(WorkerMove.RECORD.by(running)).isInstanceOf(WriteResult.Refused.class);
      elapseAndTick(Duration.ofMinutes(20));
      nothingIsRunnable();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aRecoveryBeforeAMoveRefusesIt(WorkerMove move) {
    Running running = halfTurn("ada");
    silence();
    long length = record(running.id()).length();
    Heard heard = listen("ada");

    assertThat(move.by(running)).isEqualTo(new WriteResult.Stale(running.lease().fence() + 1));
    assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
    assertThat(record(running.id()).length()).isEqualTo(length);
    assertThat(heard.types()).isEmpty();
    assertThat(fetchAll(OTHER)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  default void aRecoveryAfterAMoveTakesOnlyWhatIsStillHeld(WorkerMove move) {
    Running running = halfTurn("ada");
    assertNotRefused(move.by(running));
    silence();

    if (move.keepsTheLease()) {
      assertThat(status(running.id())).isEqualTo(TaskStatus.ACTIVE);
      assertThat(record(running.id()).recoveries()).isEqualTo(1);
    } else {
      assertThat(status(running.id())).isEqualTo(move.status());
      assertThat(record(running.id()).recoveries()).isZero();
    }
    running.tryCommit(running.lastWrite().build(), new Next.HandBack());
    assertThat(fetchAll(OTHER)).hasSize(runnableAfter(move));
  }

  private static int runnableAfter(WorkerMove move) {
    return move.keepsTheLease() || move == WorkerMove.HAND_BACK ? 1 : 0;
  }

  private static void assertNotRefused(Object result) {
    assertThat(result).isNotInstanceOf(WriteResult.Refused.class);
  }
}
