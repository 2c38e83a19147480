package io.factorial.port;

/** An open subscription. Thread-safe; closing again changes nothing. */
public interface Subscription extends AutoCloseable {
  /** Ends the subscription; no signal begins after this returns. */
  @Override
  void close();
}
