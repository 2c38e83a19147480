package io.factorial.testkit.contract;

import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.time.Duration;
import java.time.Instant;

/**
 * A fresh, empty namespace of the adapter under test, and its time. An adapter's test opens one for
 * each test method; the ports are four views of one store.
 */
public interface Stage extends AutoCloseable {
  /**
   * The start of the class names of the adapter's ports: the proof that the suite runs against it,
   * and not against something that stands before it.
   *
   * @return the adapter's package
   */
  String adapterPackage();

  /**
   * The queue under test.
   *
   * @return the same queue at every call
   */
  TaskQueue queue();

  /**
   * The store under test.
   *
   * @return the same store at every call
   */
  TaskStore store();

  /**
   * The event bus under test.
   *
   * @return the same bus at every call
   */
  EventBus events();

  /**
   * The model limits under test.
   *
   * @return the same limits at every call
   */
  ModelLimits limits();

  /**
   * How many durable events of an owner the bus keeps at least; a small number keeps tests quick.
   *
   * @return the cap that the adapter was opened with
   */
  int eventCap();

  /**
   * How long the bus keeps durable events.
   *
   * @return the time that the adapter was opened with
   */
  Duration eventTtl();

  /**
   * Lets the store's time pass, without waiting for it. Nothing is ticked by it.
   *
   * @param time how long, in whole milliseconds
   */
  void elapse(Duration time);

  /**
   * The store's time.
   *
   * @return the time that the next call sees
   */
  Instant now();

  /** Closes the adapter and all that was opened through it. */
  @Override
  void close();
}
