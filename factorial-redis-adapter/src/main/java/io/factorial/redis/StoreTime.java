package io.factorial.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Whose time the scripts take: the server's, or in tests that of a clock that stands still. */
final class StoreTime {
  private static final byte[] SERVER = new byte[0];

  private final @Nullable InstantSource clock;

  StoreTime(@Nullable InstantSource clock) {
    this.clock = clock;
  }

  /** The last argument of every script. */
  byte[] argument() {
    return clock == null
        ? SERVER
        : Long.toString(clock.millis()).getBytes(StandardCharsets.US_ASCII);
  }

  boolean isTestClock() {
    return clock != null;
  }

  /** Now, for what need not be exact: where the server's time counts, a script takes it. */
  Instant about() {
    return clock == null ? Instant.now() : clock.instant();
  }
}
