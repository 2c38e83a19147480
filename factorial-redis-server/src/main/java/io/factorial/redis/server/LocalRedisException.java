package io.factorial.redis.server;

import org.jspecify.annotations.Nullable;

/** A server of this machine could not be started or asked; the message says what to do. */
public final class LocalRedisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalRedisException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
