package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.EventsTrimmedException;
import io.factorial.error.UnknownTaskException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.Chunk;
import io.factorial.port.EventFeed;
import io.factorial.port.Nonce;
import io.factorial.port.Payload;
import io.factorial.port.StoredEvent;
import io.factorial.port.Write;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What every {@link io.factorial.port.EventBus} promises about telling what happened. */
public interface EventBusContract extends QueueScene {
  /** How long a test waits for an event that must come. */
  Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  default void eventsOfAnOwnerAreNumberedFromOneWithoutAGap() {
    Heard heard = listen("ada");
    for (int i = 0; i < 5; i++) {
      cancel(enqueue("ada"));
      enqueue("bob");
    }

    assertThat(heard.all())
        .extracting(StoredEvent::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  default void anEventKnowsItsTask() {
    Heard heard = listen("ada");
    Running running = running("ada");
    running.continueTurn();
    heard.all();
    running.record(running.write().event(running.event("custom")).build());

    StoredEvent event = heard.only("custom");
    assertThat(event.durable()).isTrue();
    assertThat(event.task()).isEqualTo(running.id());
    assertThat(event.ownerId()).isEqualTo("ada");
    assertThat(event.agent()).isEqualTo(AGENT);
    assertThat(event.turn()).isEqualTo(1);
    assertThat(event.fence()).isEqualTo(1);
    assertThat(event.time()).isEqualTo(now());
    assertThat(event.payload()).isEqualTo(Payload.utf8("custom"));
  }

  @Test
  default void aFeedWithoutACursorTellsWhatHappensFromNowOn() {
    enqueue("ada");
    Heard heard = listen("ada");
    TaskId later = enqueue("ada");

    assertThat(heard.only("run_queued").task()).isEqualTo(later);
  }

  @Test
  default void aFeedGoesOnAfterACursor() {
    Heard first = listen("ada");
    for (int i = 0; i < 6; i++) {
      enqueue("ada");
    }
    List<StoredEvent> events = first.all();

    EventFeed second = events().open(EventFilter.owner("ada"), events.get(2).cursor());
    assertThat(poll(second)).isEqualTo(events.get(3));
    assertThat(poll(second)).isEqualTo(events.get(4));
    assertThat(poll(second)).isEqualTo(events.get(5));
  }

  @Test
  default void replayAndWhatHappensMeanwhileAreOneSequence() {
    Heard first = listen("ada");
    enqueue("ada");
    EventCursor start = first.all().getFirst().cursor();
    for (int i = 0; i < 50; i++) {
      enqueue("ada");
    }
    EventFeed feed = events().open(EventFilter.owner("ada"), start);
    for (int i = 0; i < 50; i++) {
      enqueue("ada");
    }

    long expected = 2;
    for (int i = 0; i < 100; i++) {
      assertThat(poll(feed).sequence()).isEqualTo(expected);
      expected++;
    }
  }

  @Test
  default void aFeedTellsOnlyItsOwnersEvents() {
    Heard heard = listen("ada");
    enqueue("bob");
    TaskId mine = enqueue("ada");

    assertThat(heard.all()).extracting(StoredEvent::task).containsExactly(mine);
  }

  @Test
  default void aFeedTellsOnlyTheTypesThatItAskedFor() {
    EventFeed exact = events().open(EventFilter.owner("ada").types("run_cancelled"), null);
    EventFeed pattern = events().open(EventFilter.owner("ada").pattern("run_c.*"), null);
    TaskId id = enqueue("ada");
    cancel(id);

    assertThat(poll(exact).type()).isEqualTo("run_cancelled");
    assertThat(poll(pattern).type()).isEqualTo("run_cancelled");
  }

  @Test
  default void aFeedTellsOnlyTheTasksThatItAskedFor() {
    TaskId wanted = enqueue("ada");
    TaskId other = enqueue("ada");
    EventFeed byTask = events().open(EventFilter.task(wanted), null);
    EventFeed ofOwner = events().open(EventFilter.owner("ada").tasks(wanted), null);
    cancel(other);
    cancel(wanted);

    assertThat(poll(byTask).task()).isEqualTo(wanted);
    assertThat(poll(ofOwner).task()).isEqualTo(wanted);
  }

  @Test
  default void aFeedMayTellTasksOfSeveralOwners() {
    TaskId one = enqueue("ada");
    TaskId two = enqueue("bob");
    EventFeed feed = events().open(EventFilter.task(one, two), null);
    cancel(one);
    cancel(two);

    assertThat(List.of(poll(feed).task(), poll(feed).task())).containsExactlyInAnyOrder(one, two);
  }

  @Test
  default void aFeedOfAnUnknownTaskIsRefused() {
    TaskId nobody = queue().id("ada", Nonce.random());

    assertThatThrownBy(() -> events().open(EventFilter.task(nobody), null))
        .isInstanceOf(UnknownTaskException.class);
  }

  @Test
  default void severalFeedsHearTheSame() {
    Heard one = listen("ada");
    Heard two = listen("ada");
    enqueue("ada");

    assertThat(one.next()).isEqualTo(two.next());
  }

  // ---- what is no longer kept

  @Test
  default void eventsBeyondTheCapAreTrimmedAndTheReaderIsTold() {
    Heard heard = listen("ada");
    Running running = running("ada");
    EventCursor early = heard.all().getFirst().cursor();
    tell(running, stage().eventCap() * 2 + 200);

    assertThatThrownBy(() -> events().open(EventFilter.owner("ada"), early))
        .isInstanceOf(EventsTrimmedException.class);
  }

  /** Writes events of a task, a hundred at a time. */
  private static void tell(Running running, int n) {
    int left = n;
    while (left > 0) {
      Write.Builder write = running.write();
      for (int i = Math.min(left, 100); i > 0; i--) {
        write.event(running.event("custom"));
      }
      running.record(write.build());
      left -= 100;
    }
  }

  @Test
  default void theOldestCursorTellsAllThatIsKept() {
    Heard heard = listen("ada");
    Running running = running("ada");
    EventCursor early = heard.all().getFirst().cursor();
    tell(running, stage().eventCap() * 2 + 200);

    EventCursor oldest = oldestAfter(early);
    EventFeed feed = events().open(EventFilter.owner("ada"), oldest);
    long first = poll(feed).sequence();
    for (int i = 1; i < stage().eventCap() / 2; i++) {
      assertThat(poll(feed).sequence()).isEqualTo(first + i);
    }
  }

  private EventCursor oldestAfter(EventCursor early) {
    try {
      events().open(EventFilter.owner("ada"), early).close();
    } catch (EventsTrimmedException trimmed) {
      return trimmed.oldest();
    }
    throw new AssertionError("nothing was trimmed");
  }

  @Test
  default void eventsAreForgottenAfterTheirTime() {
    Heard heard = listen("ada");
    enqueue("ada");
    enqueue("ada");
    EventCursor first = heard.all().getFirst().cursor();
    elapseAndTick(stage().eventTtl().plusSeconds(1));
    enqueue("ada");

    assertThatThrownBy(() -> events().open(EventFilter.owner("ada"), first))
        .isInstanceOf(EventsTrimmedException.class);
  }

  @Test
  default void aReaderThatIsUpToDateMissesNothingByTrimming() {
    Heard heard = listen("ada");
    enqueue("ada");
    EventCursor last = heard.all().getLast().cursor();
    Heard marker = listen("ada");
    marker.all();

    EventFeed feed = events().open(EventFilter.owner("ada"), last);
    assertThat(poll(feed).type()).isEqualTo("run_queued");
  }

  // ---- ephemeral events

  @Test
  default void aChunkReachesWhoListens() {
    Running running = running("ada");
    EventFeed feed = events().open(EventFilter.task(running.id()), null);

    assertThat(events().chunk(running.lease(), chunk(0, 0, "one"))).isTrue();
    StoredEvent event = poll(feed);
    assertThat(event.durable()).isFalse();
    assertThat(event.task()).isEqualTo(running.id());
    assertThat(event.type()).isEqualTo("piece");
    assertThat(event.fence()).isEqualTo(1);
    assertThat(event.payload()).isEqualTo(Payload.utf8("one"));
  }

  private static Chunk chunk(int turn, long offset, String text) {
    return new Chunk("piece", turn, 0, turn + "/0", offset, Payload.utf8(text));
  }

  @Test
  default void aChunkHasTheNumberAndCursorOfTheLastDurableEvent() {
    Heard heard = listen("ada");
    Running running = running("ada");
    StoredEvent last = heard.all().getLast();
    StoredEvent marker = last(running);
    events().chunk(running.lease(), chunk(0, 0, "one"));

    StoredEvent piece = heard.next();
    while (piece.durable()) {
      piece = heard.next();
    }
    assertThat(piece.sequence()).isEqualTo(marker.sequence());
    assertThat(piece.cursor()).isEqualTo(marker.cursor());
    assertThat(marker.sequence()).isGreaterThan(last.sequence());
  }

  /** Tells one durable event and hears it. */
  private StoredEvent last(Running running) {
    Heard own = listen("ada");
    running.record(running.write().event(running.event("last")).build());
    return own.next();
  }

  @Test
  default void whenNobodyListensAChunkSaysSo() {
    Running running = running("ada");

    assertThat(events().chunk(running.lease(), chunk(0, 0, "one"))).isFalse();
    assertThat(running.record(running.write().build()).watched()).isFalse();
  }

  @Test
  default void aWorkerLearnsThatSomebodyListens() {
    Running running = running("ada");
    EventFeed feed = events().open(EventFilter.owner("ada"), null);

    assertThat(running.record(running.write().build()).watched()).isTrue();
    assertThat(running.continueTurn().watched()).isTrue();
    feed.close();
  }

  @Test
  default void chunksAreNotReplayed() {
    Heard heard = listen("ada");
    Running running = running("ada");
    EventCursor cursor = heard.all().getLast().cursor();
    events().chunk(running.lease(), chunk(0, 0, "one"));
    running.record(running.write().event(running.event("after")).build());

    EventFeed feed = events().open(EventFilter.owner("ada"), cursor);
    StoredEvent event = poll(feed);
    while (!event.type().equals("after")) {
      assertThat(event.durable()).isTrue();
      event = poll(feed);
    }
  }

  @Test
  default void chunksOfAnOlderLeaseAreDropped() {
    Running old = running("ada");
    old.handBack();
    Running newer = fetchOne(OTHER);
    EventFeed feed = events().open(EventFilter.task(newer.id()), null);

    events().chunk(newer.lease(), chunk(0, 0, "new"));
    events().chunk(old.lease(), chunk(0, 0, "old"));
    events().chunk(newer.lease(), chunk(0, 1, "newer"));
    assertThat(poll(feed).payload()).isEqualTo(Payload.utf8("new"));
    assertThat(poll(feed).payload()).isEqualTo(Payload.utf8("newer"));
  }

  @Test
  default void chunksOfAnOlderTurnAreDropped() {
    Running running = running("ada");
    running.continueTurn();
    EventFeed feed = events().open(EventFilter.task(running.id()), null);

    events().chunk(running.lease(), chunk(1, 0, "new"));
    events().chunk(running.lease(), chunk(0, 0, "old"));
    events().chunk(running.lease(), chunk(1, 1, "newer"));
    assertThat(poll(feed).payload()).isEqualTo(Payload.utf8("new"));
    assertThat(poll(feed).payload()).isEqualTo(Payload.utf8("newer"));
  }

  @Test
  default void chunksArriveInOrder() {
    Running running = running("ada");
    EventFeed feed = events().open(EventFilter.task(running.id()), null);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events().chunk(running.lease(), chunk(0, i, "piece " + i));
    }
    for (int i = 0; i < 100; i++) {
      told.add(poll(feed).payload().utf8());
    }

    assertThat(told).doesNotHaveDuplicates().first().isEqualTo("piece 0");
    assertThat(told).last().isEqualTo("piece 99");
  }

  // ---- the life of a feed

  @Test
  default void pollingForNoTimeAnswersAtOnce() throws Exception {
    EventFeed feed = events().open(EventFilter.owner("ada"), null);

    assertThat(feed.poll(Duration.ZERO)).isEmpty();
  }

  @Test
  default void aClosedFeedTellsNothing() throws Exception {
    EventFeed feed = events().open(EventFilter.owner("ada"), null);
    assertThat(feed.isClosed()).isFalse();
    feed.close();
    feed.close();
    enqueue("ada");

    assertThat(feed.isClosed()).isTrue();
    assertThat(feed.poll(PATIENCE)).isEmpty();
  }

  @Test
  default void closingAFeedWakesWhoPolls() throws Exception {
    EventFeed feed = events().open(EventFilter.owner("ada"), null);
    FutureTask<Optional<StoredEvent>> polling =
        new FutureTask<>(() -> feed.poll(Duration.ofDays(1)));
    Thread poller = Thread.ofVirtual().start(polling);
    awaitWaiting(poller);
    feed.close();

    assertThat(polling.get()).isEmpty();
  }

  @Test
  default void interruptingWhoPollsEndsThePoll() throws Exception {
    EventFeed feed = events().open(EventFilter.owner("ada"), null);
    FutureTask<Optional<StoredEvent>> polling =
        new FutureTask<>(() -> feed.poll(Duration.ofDays(1)));
    Thread poller = Thread.ofVirtual().start(polling);
    awaitWaiting(poller);
    poller.interrupt();

    assertThatThrownBy(polling::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /**
   * Polls for an event that must come.
   *
   * @param feed the feed
   * @return the event
   */
  default StoredEvent poll(EventFeed feed) {
    return new Heard(feed, () -> enqueue("ada")).next();
  }
}
