package io.factorial.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final Usage ONE = new Usage(1, 2, 30, 4, 5, 60, 7, new BigDecimal("0.10"));

  @Test
  void everyFieldIsAdded() {
    assertThat(ONE.plus(new Usage(10, 20, 300, 40, 50, 600, 70, new BigDecimal("0.02"))))
        .isEqualTo(new Usage(11, 22, 330, 44, 55, 660, 77, new BigDecimal("0.12")));
  }

  @Test
  void zeroChangesNothing() {
    assertThat(Usage.ZERO.plus(ONE)).isEqualTo(ONE);
    assertThat(ONE.plus(Usage.ZERO)).isEqualTo(ONE);
    assertThat(Usage.ZERO.plus(Usage.tokens(3, 4))).isEqualTo(Usage.tokens(3, 4));
  }

  @Test
  void aCostIsUnknownAsSoonAsAPartOfItIs() {
    assertThat(ONE.plus(Usage.tokens(1, 1)).costUsd()).isNull();
  }

  @Test
  void cachedTokensAreNotPaidForTwice() {
    var price =
        new PriceTable.Price(
            new BigDecimal("2"), new BigDecimal("0.5"), new BigDecimal("4"), new BigDecimal("8"));
    Usage usage =
        Usage.builder()
            .inputTokens(1_000_000)
            .cacheReadTokens(400_000)
            .cacheWriteTokens(100_000)
            .outputTokens(250_000)
            .build();

    assertThat(price.cost(usage)).isEqualByComparingTo("3.6");
  }

  @Test
  void aNegativeNumberIsRefused() {
    assertThatThrownBy(() -> Usage.tokens(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputTokens: -1 (expected: 0 or more)");
  }
}
