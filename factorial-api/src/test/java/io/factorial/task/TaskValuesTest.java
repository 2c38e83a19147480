package io.factorial.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskValuesTest {

  @Test
  void onlyCompletedFailedAndCancelledAreOver() {
    assertThat(Arrays.stream(TaskStatus.values()).filter(TaskStatus::isOver))
        .containsExactly(TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED);
  }

  @Test
  void aTaskIsEnqueuedAtOnceWithPriorityFive() {
    assertThat(EnqueueOptions.defaults())
        .isEqualTo(new EnqueueOptions(null, null, null, 5, null, null, Map.of()));
  }

  @Test
  void optionsOutOfTheirRangeAreRefused() {
    refused(EnqueueOptions.builder().priority(10), "priority: 10 (expected: 0 to 9)");
    refused(EnqueueOptions.builder().maxTurns(0), "maxTurns: 0 (expected: 1 or more)");
    refused(
        EnqueueOptions.builder().delay(Duration.ofSeconds(-1)),
        "delay: PT-1S (expected: zero or more)");
    refused(EnqueueOptions.builder().dedupKey(""), "dedupKey: 0 characters (expected: 1 to 256)");
    refused(
        EnqueueOptions.builder().startAt(Instant.EPOCH).delay(Duration.ZERO),
        "startAt, delay: 1970-01-01T00:00:00Z, PT0S (expected: one of the two)");
  }

  private static void refused(EnqueueOptions.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(message);
  }

  @Test
  void aFilterIsNarrowedByCopies() {
    TaskFilter narrow =
        TaskFilter.all().agent("weather").statuses(TaskStatus.PAUSED, TaskStatus.PAUSED).limit(7);

    assertThat(TaskFilter.all().agent()).isEmpty();
    assertThat(TaskFilter.all().limit()).isEqualTo(50);
    assertThat(narrow.agent()).contains("weather");
    assertThat(narrow.statuses()).containsExactly(TaskStatus.PAUSED);
    assertThat(narrow.limit()).isEqualTo(7);
    assertThatThrownBy(() -> narrow.limit(1001))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("limit: 1001 (expected: 1 to 1000)");
  }

  @Test
  void thePercentageOfABatchCountsEveryEnd() {
    assertThat(BatchProgress.of(8, 1, 2, 3)).isEqualTo(new BatchProgress(8, 1, 2, 3, 75));
    assertThat(BatchProgress.of(0, 0, 0, 0).percent()).isEqualTo(100);
    assertThatThrownBy(() -> BatchProgress.of(1, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("total: 1 (expected: at least 2, the tasks that ended)");
  }
}
