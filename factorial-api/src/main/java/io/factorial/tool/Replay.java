package io.factorial.tool;

/** What is done with a tool call of which nobody knows whether it was made: its worker died. */
public enum Replay {
  /** It is made again with the same idempotency key. The default. */
  IDEMPOTENT,
  /** It is not made again; the model is told that the outcome is unknown. */
  NEVER,
  /** A person decides: the task waits for an approval. */
  ASK
}
