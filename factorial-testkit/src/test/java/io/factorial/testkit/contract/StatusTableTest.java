package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.task.TaskStatus;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTableTest {
  @ParameterizedTest
  @EnumSource
  void whatHasNotEndedCanBePausedFailedAndCancelled(TaskStatus status) {
    boolean living = !status.isOver();

    assertThat(StatusTable.allows(status, TaskStatus.CANCELLED)).isEqualTo(living);
    assertThat(StatusTable.allows(status, TaskStatus.FAILED)).isEqualTo(living);
    assertThat(StatusTable.allows(status, TaskStatus.PAUSED)).isEqualTo(living);
  }

  @Test
  void onlyAFailedTaskLeavesItsEnd() {
    assertThat(Stream.of(TaskStatus.values()).filter(TaskStatus::isOver))
        .filteredOn(status -> !StatusTable.next(status).isEmpty())
        .containsExactly(TaskStatus.FAILED);
  }

  @Test
  void aTaskCompletesOnlyWhileItIsProcessed() {
    assertThat(TaskStatus.values())
        .filteredOn(status -> StatusTable.allows(status, TaskStatus.COMPLETED))
        .containsExactly(TaskStatus.PROCESSING);
  }

  @Test
  void aTaskIsProcessedOnlyWhenItWasRunnable() {
    assertThat(TaskStatus.values())
        .filteredOn(status -> StatusTable.allows(status, TaskStatus.PROCESSING))
        .containsExactlyInAnyOrder(TaskStatus.QUEUED, TaskStatus.ACTIVE);
  }

  @Test
  void aNewTaskIsRunnableOrDelayed() {
    assertThat(TaskStatus.values())
        .filteredOn(StatusTable::allowsFirst)
        .containsExactlyInAnyOrder(TaskStatus.QUEUED, TaskStatus.ACTIVE, TaskStatus.BACKOFF);
  }

  @Test
  void aPathHasNoMoreChangesThanItMay() {
    assertThat(StatusTable.leads(TaskStatus.QUEUED, TaskStatus.QUEUED, 0)).isTrue();
    assertThat(StatusTable.leads(TaskStatus.QUEUED, TaskStatus.COMPLETED, 1)).isFalse();
    assertThat(StatusTable.leads(TaskStatus.QUEUED, TaskStatus.COMPLETED, 2)).isTrue();
    assertThat(StatusTable.leads(TaskStatus.COMPLETED, TaskStatus.QUEUED, 5)).isFalse();
  }
}
