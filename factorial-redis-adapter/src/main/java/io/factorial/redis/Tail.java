package io.factorial.redis;

import io.factorial.error.EventsTrimmedException;
import io.factorial.error.StoreException;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the events of one owner for all feeds of this process that want them. One virtual thread
 * reads: on a notice, every one or two seconds since notices may be lost, and before each ephemeral
 * event, so that order holds. Whoever opens it closes it.
 */
final class Tail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  /** Ephemeral events that wait to be told; more are dropped. */
  private static final int MOST_CHUNKS = 10_000;

  private static final long LOOK_MILLIS = 1_500;
  private static final Duration LONGEST_READ = Duration.ofSeconds(2);
  private static final Duration WATCH = Duration.ofSeconds(30);
  private static final long RENEW_NANOS = WATCH.toNanos() / 3;

  /** What the tail's thread is asked to do. */
  private sealed interface Message {
    record Notice() implements Message {}

    record Piece(long number, StreamEvents.Told chunk) implements Message {}

    record Join(Feed feed, Cursors.@Nullable Place after, CompletableFuture<Void> joined)
        implements Message {}

    record End() implements Message {}
  }

  private static final Message NOTICE = new Message.Notice();

  private final OwnerEvents events;
  private final AutoCloseable subscription;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final List<Feed> feeds = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  // Of the tail's thread.
  private Cursors.Place last = Cursors.Place.BEGIN;
  private long watched;

  Tail(OwnerEvents events, Channels channels) {
    this.events = events;
    this.subscription =
        channels.listen(events.partition().name("events:" + events.owner()), this::hear);
    watch();
    last = events.last();
    thread = Thread.ofVirtual().name("factorial-events-" + events.owner()).start(this::run);
  }

  /** Adds a feed: from a place, or from now on. It is active when this returns. */
  void join(Feed feed, Cursors.@Nullable Place after) {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    messages.add(new Message.Join(feed, after, joined));
    events.partition().await(joined, "events");
  }

  void leave(Feed feed) {
    feeds.remove(feed);
  }

  @Override
  public void close() {
    ended = true;
    messages.add(new Message.End());
    Channels.endAll(List.of(subscription));
  }

  /** Waits until a closed tail reads nothing any more. */
  void awaitEnd() {
    try {
      thread.join(LONGEST_READ);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** A notice of the number of the owner's last event, or an ephemeral event. */
  private void hear(byte[] message) {
    if (message[0] == 'n') {
      messages.add(NOTICE);
    } else if (messages.size() < MOST_CHUNKS) {
      List<byte[]> parts = Netstrings.read(Arrays.copyOfRange(message, 1, message.length));
      messages.add(
          new Message.Piece(
              Long.parseLong(Netstrings.text(parts.get(0))),
              StreamEvents.Told.read(parts.get(1), parts.get(2))));
    }
  }

  private void run() {
    try {
      while (!ended) {
        Message message = messages.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (!ended) {
          handle(message == null ? NOTICE : message);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(Message message) {
    try {
      if (System.nanoTime() - watched > RENEW_NANOS) {
        watch();
      }
      switch (message) {
        case Message.Notice notice -> catchUp();
        case Message.Piece piece -> tell(piece);
        case Message.Join join -> join(join);
        case Message.End end -> {}
      }
    } catch (StoreException | IllegalStateException fault) {
      // Illegal where the connections were closed meanwhile.
      log.atDebug().addKeyValue("owner", events.owner()).setCause(fault).log("events not read");
      if (message instanceof Message.Join join) {
        join.joined().completeExceptionally(fault);
      }
    }
  }

  /** Says that somebody listens to the owner, for half a minute. */
  private void watch() {
    Partition partition = events.partition();
    byte[] key = partition.key("watch:" + events.owner());
    byte[] value = "1".getBytes(StandardCharsets.US_ASCII);
    partition.ask("watch", commands -> commands.set(key, value, SetArgs.Builder.px(WATCH)));
    watched = System.nanoTime();
  }

  /** Reads what came after the last number, and tells it to all feeds. */
  private void catchUp() {
    while (true) {
      List<OwnerEvents.Numbered> some = events.after(last.number());
      if (some.isEmpty()) {
        return;
      }
      if (last.epoch() == 0) {
        last = new Cursors.Place(events.last().epoch(), last.number());
      }
      if (some.getFirst().number() > last.number() + 1) {
        skip(some.getFirst().number() - 1);
      }
      for (OwnerEvents.Numbered event : some) {
        last = new Cursors.Place(last.epoch(), event.number());
        feeds.forEach(feed -> feed.offer(events.owner(), last.epoch(), event, false));
      }
    }
  }

  /** Events went before they were read: who listens must read the state again. */
  private void skip(long to) {
    Cursors.Place place = new Cursors.Place(last.epoch(), to);
    for (Feed feed : feeds) {
      feed.trimmed(feed.cursorAt(events.owner(), place));
    }
  }

  private void tell(Message.Piece piece) {
    if (piece.number() > last.number()) {
      catchUp();
    }
    feeds.forEach(feed -> feed.offer(events.owner(), piece.chunk()));
  }

  private void join(Message.Join join) {
    catchUp();
    Cursors.Place after = join.after();
    if (after == null) {
      last = last.number() == 0 ? events.last() : last;
      join.feed().place(events.owner(), last);
    } else {
      replay(join, after);
    }
    if (!join.joined().isDone()) {
      feeds.add(join.feed());
      join.joined().complete(null);
    }
  }

  private void replay(Message.Join join, Cursors.Place after) {
    boolean known = after.epoch() == last.epoch() && after.number() <= last.number();
    long oldest = known && after.number() == last.number() ? after.number() : events.beforeOldest();
    if (!known || after.number() < oldest) {
      Cursors.Place place = new Cursors.Place(last.epoch(), oldest);
      join.joined()
          .completeExceptionally(
              new EventsTrimmedException(join.feed().cursorAt(events.owner(), place)));
      return;
    }
    join.feed().place(events.owner(), after);
    long at = after.number();
    while (at < last.number()) {
      List<OwnerEvents.Numbered> some = new ArrayList<>(events.after(at));
      some.removeIf(event -> event.number() > last.number());
      if (some.isEmpty()) {
        break;
      }
      some.forEach(event -> join.feed().offer(events.owner(), last.epoch(), event, true));
      at = some.getLast().number();
    }
  }
}
