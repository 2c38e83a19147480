package io.factorial.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.EventsTrimmedException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.EventFeed;
import io.factorial.port.NewTask;
import io.factorial.port.StoredEvent;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FeedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Scene scene = new Scene();

  @Test
  void aReaderThatFallsTooFarBehindIsToldWhereToGoOn() throws InterruptedException {
    try (EventFeed feed = scene.events.open(EventFilter.owner("ada"), null)) {
      enqueue(OwnerEvents.CAP + 100);
      EventCursor oldest = trimmed(feed).oldest();
      try (EventFeed again = scene.events.open(EventFilter.owner("ada"), oldest)) {
        assertThat(again.poll(Duration.ZERO)).isPresent();
      }
    }
  }

  @Test
  void aCursorOfAnotherStoreIsAnsweredAsTrimmed() {
    EventFilter ada = EventFilter.owner("ada");
    scene.enqueue("ada");
    assertThatThrownBy(() -> scene.events.open(ada, new EventCursor("1700-0")))
        .isInstanceOf(EventsTrimmedException.class);
    assertThatThrownBy(() -> scene.events.open(ada, new EventCursor("999999")))
        .isInstanceOf(EventsTrimmedException.class);
  }

  @Test
  void oneCursorServesTasksOfSeveralOwners() throws InterruptedException {
    TaskId ada = scene.enqueue("ada");
    TaskId bob = scene.enqueue("bob");
    EventFilter both = EventFilter.task(ada, bob);
    EventCursor cursor;
    try (EventFeed feed = scene.events.open(both, null)) {
      scene.queue.cancel(ada, "first");
      cursor = next(feed).cursor();
    }
    scene.queue.cancel(bob, "second");
    try (EventFeed feed = scene.events.open(both, cursor)) {
      assertThat(next(feed).task()).isEqualTo(bob);
      assertThat(feed.poll(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aSlowPatternDoesNotHoldTheStoreUp() {
    // Exponential in the length of the type: the reader's thread is busy with it for long.
    EventFilter slow = EventFilter.owner("ada").pattern("(r|ru|run|_|[a-z]+)+(#)");
    CompletableFuture<Optional<StoredEvent>> polling;
    try (EventFeed feed = scene.events.open(slow, null)) {
      polling = CompletableFuture.supplyAsync(() -> poll(feed));
      enqueue(200);
      assertThat(scene.store.fleet().queues().getFirst().waitingOwners()).isEqualTo(1);
    }
    assertThat(polling.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()).isEmpty();
  }

  @Test
  void nothingIsMissedOrToldTwiceBetweenReplayAndLiveEvents() throws Exception {
    scene.enqueue("ada");
    EventCursor start;
    try (EventFeed feed = scene.events.open(EventFilter.owner("ada"), null)) {
      scene.enqueue("ada");
      start = next(feed).cursor();
    }
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> enqueue(5_000));
    for (int round = 0; round < 20; round++) {
      try (EventFeed feed = scene.events.open(EventFilter.owner("ada"), start)) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          numbers.add(next(feed).sequence());
        }
        assertThat(numbers).isEqualTo(IntStream.range(0, 50).mapToObj(i -> 3L + i).toList());
      }
    }
    writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void enqueue(int tasks) {
    List<NewTask> all = IntStream.range(0, tasks).mapToObj(i -> scene.task("ada").build()).toList();
    scene.queue.enqueue(all);
  }

  private static StoredEvent next(EventFeed feed) throws InterruptedException {
    return feed.poll(PATIENCE).orElseThrow();
  }

  private static EventsTrimmedException trimmed(EventFeed feed) throws InterruptedException {
    try {
      feed.poll(Duration.ZERO);
    } catch (EventsTrimmedException trimmed) {
      return trimmed;
    }
    throw new AssertionError("the feed has not noticed that events are gone");
  }

  private static Optional<StoredEvent> poll(EventFeed feed) {
    try {
      return feed.poll(PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
