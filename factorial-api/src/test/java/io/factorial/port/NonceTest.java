package io.factorial.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonceTest {
  private static final int MANY = 10_000;

  @Test
  void noTwoAreAlike() {
    Set<Nonce> nonces = new HashSet<>();
    Set<OpId> operations = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      assertThat(nonces.add(Nonce.random())).isTrue();
      assertThat(operations.add(OpId.random())).isTrue();
    }
  }

  @Test
  void everyCharacterIsAsLikelyAsTheOthers() {
    Map<Integer, Long> counts =
        Stream.generate(Nonce::random)
            .limit(MANY)
            .flatMap(nonce -> nonce.value().chars().boxed())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(counts).hasSize(62);
    // 220,000 draws over 62 characters: 3,548 each, give or take 60; ten times that is a fault.
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(2_950L, 4_150L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "123456789012345678901",
        "12345678901234567890123",
        "123456789012345678901-",
        "12345678901234567890/z",
        "1234567890123456789:aa",
        "12345678901234567890@a",
        "12345678901234567890[a",
        "12345678901234567890`a",
        "12345678901234567890{a",
        "12345678901234567890éa"
      })
  void whatIsNoNonceIsRefused(String text) {
    assertThatThrownBy(() -> new Nonce(text)).hasMessageContaining("expected: 22 characters");
  }
}
