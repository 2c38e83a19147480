package io.factorial.engine.scenario;

import io.factorial.event.AgentEvent;
import io.factorial.event.EventStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What happened since a test began to listen. For one thread. */
final class Watch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final EventStream events;
  private final List<AgentEvent> seen = new ArrayList<>();

  Watch(EventStream events) {
    this.events = events;
  }

  /** Listens until something is so; each event is a reason to look. */
  void until(BooleanSupplier so) throws InterruptedException {
    long deadline = System.nanoTime() + Scene.PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in time; seen: " + types());
      }
      events.poll(LOOK).ifPresent(seen::add);
    }
  }

  /** Listens until an event of a type was seen. */
  AgentEvent until(String type) throws InterruptedException {
    return until(type, 1);
  }

  /** Listens until n events of a type were seen, and answers the last of them. */
  AgentEvent until(String type, int n) throws InterruptedException {
    until(() -> of(type).size() >= n);
    return of(type).get(n - 1);
  }

  List<AgentEvent> of(String type) {
    return seen.stream().filter(event -> event.type().equals(type)).toList();
  }

  <E extends AgentEvent> List<E> of(Class<E> type) {
    return seen.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The types seen so far, chunks left out. */
  List<String> types() {
    return types(event -> !event.type().endsWith("chunk"));
  }

  List<String> types(Predicate<AgentEvent> which) {
    return seen.stream().filter(which).map(AgentEvent::type).toList();
  }

  @Override
  public void close() {
    events.close();
  }
}
