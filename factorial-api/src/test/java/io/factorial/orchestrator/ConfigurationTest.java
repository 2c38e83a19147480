package io.factorial.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static final AccessToken TOKEN = new AccessToken("ops", "s3cr3t", Set.of("operate"));

  @Test
  void workerDefaultsAreThoseOfTheDocs() {
    assertThat(AgentWorkerConfig.defaults())
        .isEqualTo(
            new AgentWorkerConfig(
                1,
                25,
                5,
                Duration.ofSeconds(3),
                2,
                Duration.ofSeconds(2),
                3,
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofDays(7),
                Duration.ofDays(30)));
  }

  @Test
  void maintenanceDefaultsAreThoseOfTheDocs() {
    assertThat(MaintenanceWorkerConfig.defaults())
        .isEqualTo(
            new MaintenanceWorkerConfig(
                Duration.ofSeconds(10),
                1,
                new TaskTtlConfig(
                    Duration.ofHours(1), Duration.ofHours(24), Duration.ofMinutes(30)),
                100,
                new MetricsTimelineConfig(
                    Duration.ofHours(1), MetricsTimelineConfig.BucketSize.MINUTES, 2.0)));
  }

  @Test
  void observabilityDefaultsAreThoseOfTheDocs() {
    assertThat(ObservabilityConfig.defaults())
        .isEqualTo(
            new ObservabilityConfig(true, "127.0.0.1", 8080, Set.of(), "Factorial", List.of()));
  }

  @Test
  void everyValueOfABuilderArrives() {
    AgentWorkerConfig config =
        AgentWorkerConfig.builder()
            .workers(2)
            .batchSize(3)
            .maxRetries(0)
            .heartbeatInterval(Duration.ofSeconds(5))
            .missedHeartbeatsThreshold(6)
            .missedHeartbeatsGracePeriod(Duration.ZERO)
            .maxRecoveries(0)
            .turnTimeout(Duration.ofSeconds(8))
            .shutdownGrace(Duration.ZERO)
            .waitDeadline(Duration.ofSeconds(9))
            .taskDeadline(Duration.ofSeconds(10))
            .build();
    assertThat(config)
        .isEqualTo(
            new AgentWorkerConfig(
                2,
                3,
                0,
                Duration.ofSeconds(5),
                6,
                Duration.ZERO,
                0,
                Duration.ofSeconds(8),
                Duration.ZERO,
                Duration.ofSeconds(9),
                Duration.ofSeconds(10)));
  }

  @Test
  void aRefusalNamesTheValueAndTheExpectation() {
    assertThatThrownBy(() -> AgentWorkerConfig.builder().workers(0).build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("workers: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> AgentWorkerConfig.builder().maxRetries(-1).build())
        .hasMessage("maxRetries: -1 (expected: 0 or more)");
    assertThatThrownBy(() -> AgentWorkerConfig.builder().turnTimeout(Duration.ZERO).build())
        .hasMessage("turnTimeout: PT0S (expected: more than zero)");
    assertThatThrownBy(
            () -> AgentWorkerConfig.builder().shutdownGrace(Duration.ofSeconds(-1)).build())
        .hasMessage("shutdownGrace: PT-1S (expected: not negative)");
    assertThatThrownBy(() -> TaskTtlConfig.builder().failedTtl(Duration.ZERO).build())
        .hasMessage("failedTtl: PT0S (expected: more than zero)");
    assertThatThrownBy(() -> MaintenanceWorkerConfig.builder().maxCleanupBatch(0).build())
        .hasMessage("maxCleanupBatch: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> MetricsTimelineConfig.builder().retentionMultiplier(0.5).build())
        .hasMessage("retentionMultiplier: 0.5 (expected: 1 or more)");
    assertThatThrownBy(
            () -> MetricsTimelineConfig.builder().retentionMultiplier(Double.NaN).build())
        .hasMessage("retentionMultiplier: NaN (expected: 1 or more)");
    assertThatThrownBy(() -> ObservabilityConfig.builder().port(65536).build())
        .hasMessage("port: 65536 (expected: 0 to 65535)");
    assertThatThrownBy(() -> new Limit(Limit.Kind.OWNER_TASKS, "user1", 0))
        .hasMessage("value: 0 (expected: 1 or more)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.168.1.4", "127.evil.com", "::", "localhost.evil.com"})
  void aDashboardForOthersTakesAToken(String host) {
    assertThatThrownBy(() -> ObservabilityConfig.builder().host(host).build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "host: "
                + host
                + " (expected: a loopback address, or tokens to protect the dashboard)");
    assertThat(ObservabilityConfig.builder().host(host).tokens(List.of(TOKEN)).build().host())
        .isEqualTo(host);
    assertThat(ObservabilityConfig.builder().host(host).enabled(false).build().host())
        .isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
  void aDashboardForThisMachineTakesNoToken(String host) {
    assertThat(ObservabilityConfig.builder().host(host).build().host()).isEqualTo(host);
  }

  @Test
  void aTokenNeverShowsItsSecret() {
    assertThat(TOKEN.toString()).isEqualTo("AccessToken[name=ops, scopes=[operate]]");
    assertThat(ObservabilityConfig.builder().tokens(List.of(TOKEN)).build().toString())
        .doesNotContain("s3cr3t");
    assertThatThrownBy(() -> new AccessToken("ops", " ", Set.of()))
        .hasMessage("secret of ops: blank (expected: not blank)");
  }
}
