package io.factorial.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestClockTest {
  @Test
  void aClockStandsStillUntilItIsMoved() {
    TestClock clock = new TestClock();

    assertThat(clock.instant()).isEqualTo(TestClock.START);
    clock.advance(Duration.ofMinutes(5));
    assertThat(clock.instant()).isEqualTo(TestClock.START.plusSeconds(300));
  }

  @Test
  void aClockStartsWhereItIsTold() {
    assertThat(new TestClock(Instant.EPOCH).instant()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aClockDoesNotGoBack() {
    TestClock clock = new TestClock();

    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
  }
}
