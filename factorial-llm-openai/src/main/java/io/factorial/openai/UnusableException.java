package io.factorial.openai;

import io.factorial.error.LlmException;
import java.io.IOException;

/** Says that an answer came and cannot be used, without quoting it. */
final class UnusableException extends IOException {

  private static final long serialVersionUID = 1L;

  private final LlmException.Kind kind;

  UnusableException(String message) {
    this(LlmException.Kind.MALFORMED_ANSWER, message);
  }

  UnusableException(LlmException.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  LlmException.Kind kind() {
    return kind;
  }
}
