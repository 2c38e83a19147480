package io.factorial.port;

import org.jspecify.annotations.Nullable;

/**
 * How a task is revived.
 *
 * @param limits the new limits of its tree; null leaves them
 */
public record Revival(@Nullable Spend limits) {
  /** A revival that changes nothing else. */
  public static final Revival PLAIN = new Revival(null);
}
