package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.EventFeed;
import io.factorial.port.StoredEvent;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a test hears of an owner. To know that nothing more was told without waiting, it enqueues a
 * task of its own, far in the future, and hears up to that. For one thread.
 */
public final class Heard {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EventFeed feed;
  private final Supplier<TaskId> marker;

  /**
   * Listens.
   *
   * @param feed an open feed of the owner
   * @param marker enqueues a task of the owner that nobody will run
   */
  public Heard(EventFeed feed, Supplier<TaskId> marker) {
    this.feed = feed;
    this.marker = marker;
  }

  /**
   * The next event. Fails the test when none comes.
   *
   * @return the event
   */
  public StoredEvent next() {
    Optional<StoredEvent> event;
    try {
      event = feed.poll(PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while listening", interrupted);
    }
    assertThat(event).as("the next event").isPresent();
    return event.orElseThrow();
  }

  /**
   * All that was told since the last look.
   *
   * @return the events in order, without those of the marker
   */
  public List<StoredEvent> all() {
    TaskId end = marker.get();
    List<StoredEvent> events = new ArrayList<>();
    StoredEvent event = next();
    while (!event.task().equals(end)) {
      events.add(event);
      event = next();
    }
    return events;
  }

  /**
   * The types of all that was told since the last look.
   *
   * @return the types in order
   */
  public List<String> types() {
    return all().stream().map(StoredEvent::type).toList();
  }

  /**
   * The one event of a type among all that was told since the last look.
   *
   * @param type the type
   * @return the event
   */
  public StoredEvent only(String type) {
    List<StoredEvent> found = all().stream().filter(event -> event.type().equals(type)).toList();
    assertThat(found).as("events of type %s", type).hasSize(1);
    return found.getFirst();
  }
}
