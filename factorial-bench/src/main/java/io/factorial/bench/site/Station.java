package io.factorial.bench.site;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.llm.LlmClient;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.EventBus;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An orchestrator over the store that is measured, and the ports behind it, to check by. */
public final class Station implements AutoCloseable {
  private final Orchestrator orchestrator;
  private final AtomicReference<@Nullable TaskQueue> queue = new AtomicReference<>();
  private final AtomicReference<@Nullable TaskStore> store = new AtomicReference<>();
  private final AtomicReference<@Nullable EventBus> events = new AtomicReference<>();

  private Station(Module module, LlmClient model, UnaryOperator<TaskQueue> wrapper) {
    this.orchestrator =
        Factorial.orchestrator(
            module,
            Factorial.llm(model),
            Factorial.decorate(
                TaskQueue.class,
                port -> {
                  queue.set(port);
                  return wrapper.apply(port);
                }),
            Factorial.decorate(
                TaskStore.class,
                port -> {
                  store.set(port);
                  return port;
                }),
            Factorial.decorate(
                EventBus.class,
                port -> {
                  events.set(port);
                  return port;
                }));
  }

  /**
   * Makes an orchestrator.
   *
   * @param module the store
   * @param model answers for {@link StubModel#NAME}
   * @return the station; nothing is registered or started
   */
  public static Station open(Module module, LlmClient model) {
    return new Station(module, model, UnaryOperator.identity());
  }

  /**
   * Makes an orchestrator whose queue is seen through a wrapper.
   *
   * @param module the store
   * @param model answers for {@link StubModel#NAME}
   * @param wrapper wraps the queue
   * @return the station; nothing is registered or started
   */
  public static Station open(Module module, LlmClient model, UnaryOperator<TaskQueue> wrapper) {
    return new Station(module, model, wrapper);
  }

  /**
   * The orchestrator.
   *
   * @return the orchestrator
   */
  public Orchestrator orchestrator() {
    return orchestrator;
  }

  /**
   * The queue.
   *
   * @return the port, not wrapped
   */
  public TaskQueue queue() {
    return Objects.requireNonNull(queue.get(), "queue");
  }

  /**
   * The store.
   *
   * @return the port
   */
  public TaskStore store() {
    return Objects.requireNonNull(store.get(), "store");
  }

  /**
   * The events.
   *
   * @return the port
   */
  public EventBus events() {
    return Objects.requireNonNull(events.get(), "events");
  }

  @Override
  public void close() {
    orchestrator.close();
  }
}
