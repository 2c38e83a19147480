package io.factorial.run;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Why a run, a turn or a call failed, as data.
 *
 * @param code a stable word in snake case, such as {@code max_retries}, {@code budget_exceeded},
 *     {@code guard_denied} or {@code pending_not_supported_inline}
 * @param message what happened, for people
 * @param retryable whether trying again may help
 */
public record RunError(String code, String message, boolean retryable) {

  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]*");

  /**
   * Checks the code.
   *
   * @param code a stable word in snake case
   * @param message what happened, for people
   * @param retryable whether trying again may help
   */
  public RunError {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("code: " + code + " (expected: " + CODE + ")");
    }
    Objects.requireNonNull(message, "message");
  }
}
