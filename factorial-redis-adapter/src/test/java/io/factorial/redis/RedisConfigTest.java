package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisConfigTest {
  @Test
  void theDefaultsAreThoseOfTheDocs() {
    assertThat(RedisConfig.builder().build())
        .isEqualTo(
            new RedisConfig(
                "localhost",
                6379,
                0,
                50,
                null,
                null,
                null,
                false,
                List.of(),
                "factorial",
                8,
                Duration.ofSeconds(2),
                10_000,
                Duration.ofHours(24)));
  }

  @Test
  void theEnvironmentSaysWhatDiffers() {
    RedisConfig config =
        RedisConfig.from(
            Map.of(
                "FACTORIAL_REDIS_HOST", "redis.example",
                "FACTORIAL_REDIS_PORT", "6380",
                "FACTORIAL_REDIS_TLS", "true",
                "FACTORIAL_REDIS_NAMESPACE", "shop",
                "FACTORIAL_REDIS_EVENT_TTL_SECONDS", "60"));

    assertThat(config)
        .isEqualTo(
            RedisConfig.builder()
                .host("redis.example")
                .port(6380)
                .tls(true)
                .namespace("shop")
                .eventTtl(Duration.ofMinutes(1))
                .build());
  }

  @Test
  void aBuilderBeginsWithAllValuesOfAConfiguration() {
    RedisConfig single =
        RedisConfig.builder()
            .host("redis.example")
            .port(6380)
            .db(3)
            .maxConnections(7)
            .uri("redis://other.example")
            .username("ada")
            .password("secret")
            .tls(true)
            .namespace("shop")
            .partitions(2)
            .commandTimeout(Duration.ofSeconds(9))
            .eventCap(11)
            .eventTtl(Duration.ofMinutes(1))
            .build();
    RedisConfig cluster = RedisConfig.builder().clusterNodes(List.of("10.0.0.1:6379")).build();

    assertThat(single.toBuilder().build()).isEqualTo(single);
    assertThat(cluster.toBuilder().build()).isEqualTo(cluster);
  }

  @Test
  void aVariableThatIsNoNumberIsRefusedByName() {
    assertThatThrownBy(() -> RedisConfig.from(Map.of("FACTORIAL_REDIS_PORT", "many")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("FACTORIAL_REDIS_PORT: many (expected: a number)");
  }

  @Test
  void aNamespaceOfOtherCharactersIsRefused() {
    assertThatThrownBy(() -> RedisConfig.builder().namespace("a{b}").build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("redis namespace: a{b}");
  }

  @Test
  void secretsAreNotShown() {
    RedisConfig config =
        RedisConfig.builder().username("bob").password("secret").namespace("shop").build();

    assertThat(config.toString()).contains("shop").doesNotContain("secret").doesNotContain("bob");
    assertThat(RedisConfig.of("redis://bob:secret@localhost").toString()).doesNotContain("secret");
  }
}
