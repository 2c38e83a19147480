package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.error.StoreException;
import io.lettuce.core.RedisConnectionException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a failure means to callers. */
class FaultsTest {
  @Test
  void aBrokenConnectionMayBeTriedAgainInWhateverWordsItIsTold() {
    assertThat(
            new Exception[] {
              new SocketException("Connection reset"),
              new RedisConnectionException("gone"),
              new TimeoutException("late")
            })
        .allSatisfy(fault -> assertThat(Faults.of("commit", fault).retryable()).isTrue());
  }

  @Test
  void aMistakeOfOursMayNot() {
    StoreException fault = Faults.of("commit", new IllegalStateException("wrong"));
    assertThat(fault.retryable()).isFalse();
    assertThat(fault).hasMessageContaining("redis: commit: wrong");
  }
}
