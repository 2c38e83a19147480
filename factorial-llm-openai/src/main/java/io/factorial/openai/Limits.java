package io.factorial.openai;

/** How much of a provider's answer is read; more is no answer but a fault, or an attack. */
final class Limits {

  /** Characters of text, reasoning or arguments in one answer. */
  static final int ANSWER_CHARACTERS = 32 * 1024 * 1024;

  /** Bytes of one line of a stream, and of an answer that comes in one piece. */
  static final int ANSWER_BYTES = 64 * 1024 * 1024;

  /** Bytes of the body of an error. */
  static final int ERROR_BYTES = 64 * 1024;

  /** Calls in one answer. */
  static final int CALLS = 4096;

  private Limits() {}
}
