package io.factorial.port;

/**
 * Something that stands beside an orchestrator and lives as long as it: a control plane, an
 * exporter, a bridge to another system. A module contributes it to the set binder of this type.
 *
 * <p><b>Contract.</b> The orchestrator starts each extension once, before it takes its first task,
 * and closes it after its last one was handed back, also where starting failed. With an extension
 * an orchestrator may be started without a runner: a process that watches and operates, and runs
 * nothing.
 *
 * <p><b>Threads.</b> {@code start} and {@code close} are called by one thread at a time; an
 * extension brings the threads that it needs.
 */
public interface Extension extends AutoCloseable {
  /**
   * Starts, and returns.
   *
   * @param operations what it may do
   */
  void start(Operations operations);

  /** Ends, and gives back threads and connections. Closing again changes nothing. */
  @Override
  void close();
}
