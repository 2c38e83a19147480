package io.factorial.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolResultTest {

  @Test
  void aPendingCallIsAnsweredWithTimedOutUnlessItSaysOtherwise() {
    ToolResult.Pending pending = ToolResult.pending(Duration.ofHours(1));

    assertThat(pending)
        .isEqualTo(
            new ToolResult.Pending(
                Duration.ofHours(1), new OnTimeout.Answer("timed out"), List.of()));
    assertThat(pending.onTimeout(OnTimeout.failTask()).onTimeout())
        .isEqualTo(new OnTimeout.FailTask());
    assertThat(pending.remindAfter(Duration.ofMinutes(5), Duration.ofMinutes(30)).reminders())
        .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(30));
  }

  @Test
  void aReminderThatWouldNeverComeIsRefused() {
    ToolResult.Pending pending = ToolResult.pending(Duration.ofHours(1));

    assertThatThrownBy(() -> pending.remindAfter(Duration.ofHours(1)))
        .hasMessage("reminder: PT1H (expected: more than zero, less than PT1H)");
    assertThatThrownBy(() -> pending.remindAfter(Duration.ZERO))
        .hasMessage("reminder: PT0S (expected: more than zero, less than PT1H)");
    assertThatThrownBy(() -> ToolResult.pending(Duration.ZERO))
        .hasMessage("timeout: PT0S (expected: more than zero)");
  }

  @Test
  void theFirstOfNoneIsRefused() {
    assertThatThrownBy(() -> ChildPolicy.firstOf(0)).hasMessage("firstOf: 0 (expected: 1 or more)");
  }

  @Test
  void aResultMayHoldNothing() {
    assertThat(ToolResult.of(null)).isEqualTo(new ToolResult.Value(null));
    assertThat(ToolResult.sleepUntil(Instant.EPOCH, null))
        .isEqualTo(new ToolResult.Sleep(Instant.EPOCH, null));
  }
}
