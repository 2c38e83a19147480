package io.factorial.openai;

import java.io.IOException;

/** Says that a body was closed because too much time went by. */
final class StalledException extends IOException {

  private static final long serialVersionUID = 1L;

  StalledException(String message) {
    super(message);
  }
}
