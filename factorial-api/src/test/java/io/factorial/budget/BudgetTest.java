package io.factorial.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {

  @Test
  void aBudgetHasNoLimitsUnlessTheyAreSet() {
    assertThat(Budget.unlimited())
        .isEqualTo(new Budget(null, null, null, null, null, null, 0.8, Budget.OnExceeded.PAUSE));
  }

  @Test
  void aCostMayBeWrittenAsText() {
    assertThat(Budget.builder().costUsd("2.00").build().costUsd())
        .isEqualTo(new BigDecimal("2.00"));
    assertThatThrownBy(() -> Budget.builder().costUsd("two"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("costUsd: two (expected: a decimal number such as 2.00)");
  }

  @Test
  void limitsOutOfTheirRangeAreRefused() {
    refused(Budget.builder().turns(0), "turns: 0 (expected: 1 or more)");
    refused(Budget.builder().toolCalls(-1), "toolCalls: -1 (expected: 0 or more)");
    refused(Budget.builder().costUsd("0"), "costUsd: 0 (expected: more than 0)");
    refused(
        Budget.builder().wallClock(Duration.ZERO), "wallClock: PT0S (expected: more than zero)");
    refused(Budget.builder().softLimit(1.5), "softLimit: 1.5 (expected: more than 0, at most 1)");
    refused(
        Budget.builder().softLimit(Double.NaN),
        "softLimit: NaN (expected: more than 0, at most 1)");
  }

  private static void refused(Budget.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(message);
  }
}
