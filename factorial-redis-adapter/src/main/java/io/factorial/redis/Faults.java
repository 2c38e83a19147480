package io.factorial.redis;

import io.factorial.error.StoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Says what a failure of Redis or of the connection means to callers. */
final class Faults {
  /** Errors that say that a password or a permission is wrong: no repetition helps. */
  private static final Pattern DENIED = Pattern.compile("^(NOAUTH|WRONGPASS|NOPERM|ERR AUTH).*");

  /** Errors of a server that is starting, full, read-only, failing over, or moving a slot. */
  private static final Pattern PASSING =
      Pattern.compile(
          "(?s).*(LOADING|BUSY|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|READONLY|OOM|MISCONF|NOREPLICAS|MOVED|ASK|UNBLOCKED|non"
              + " local key|cluster (state|node)|rejected due to high load).*");

  private Faults() {}

  static boolean isNoScript(Throwable fault) {
    String message = fault.getMessage();
    return fault instanceof RedisCommandExecutionException
        && message != null
        && message.startsWith("NOSCRIPT");
  }

  static StoreException of(String what, Throwable fault) {
    if (fault instanceof StoreException known) {
      return known;
    }
    String said = fault.getMessage() == null ? fault.getClass().getName() : fault.getMessage();
    String message = "redis: " + what + ": " + said;
    if (fault instanceof RedisCommandExecutionException) {
      return new StoreException(message + expected(said), isPassing(said), fault);
    }
    // A connection that breaks while a command is on its way tells so in Java's own words.
    boolean broken =
        fault instanceof RedisException
            || fault instanceof TimeoutException
            || fault instanceof IOException;
    return new StoreException(message + " (expected: an answer in time)", broken, fault);
  }

  private static boolean isPassing(String said) {
    return !DENIED.matcher(said).matches() && PASSING.matcher(said).matches();
  }

  private static String expected(String said) {
    if (DENIED.matcher(said).matches()) {
      return " (expected: a user and password of this server with the rights of docs/operations)";
    }
    return isPassing(said)
        ? " (expected: a server that takes writes; the call may be made again)"
        : " (expected: Redis 6.2 or newer, and a namespace that only Factorial writes to)";
  }
}
