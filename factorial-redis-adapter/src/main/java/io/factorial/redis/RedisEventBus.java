package io.factorial.redis;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.UnknownTaskException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.Chunk;
import io.factorial.port.EventBus;
import io.factorial.port.EventFeed;
import io.factorial.port.Lease;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Events on Redis: durable ones in a stream per owner, ephemeral ones by channels. */
final class RedisEventBus implements EventBus, AutoCloseable {
  /** A cursor of at most 256 characters holds the places of so many owners. */
  private static final int MOST_OWNERS = 10;

  private static final int FEED_CAP = 10_000;

  private final Partitions partitions;
  private final Channels channels;
  private final StoreTime time;
  private final Duration eventTtl;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock: the tails of owners that a feed is open of, and of how many. */
  private final Map<String, Followed> tails = new HashMap<>();

  /** A tail, and how many feeds it fills. */
  private static final class Followed {
    private final Tail tail;
    private int feeds;

    Followed(Tail tail) {
      this.tail = tail;
    }
  }

  RedisEventBus(Partitions partitions, Channels channels, StoreTime time, Duration eventTtl) {
    this.partitions = partitions;
    this.channels = channels;
    this.time = time;
    this.eventTtl = eventTtl;
  }

  @Override
  public boolean chunk(Lease lease, Chunk chunk) {
    Args args =
        new Args()
            .add(lease.task().value())
            .add(lease.fence())
            .add(chunk.type())
            .add(chunk.turn())
            .add(chunk.attempt())
            .add(chunk.step())
            .add(chunk.offset())
            .add(chunk.payload());
    return partitions.of(lease.task()).call(Script.CHUNK, args).flag(1);
  }

  @Override
  public EventFeed open(EventFilter filter, @Nullable EventCursor after) {
    Set<String> owners = owners(filter);
    Feed feed = new Feed(filter, FEED_CAP, closed -> leave(closed, owners));
    try {
      for (String owner : owners) {
        follow(owner).join(feed, after == null ? null : Cursors.of(after, owner));
      }
    } catch (RuntimeException refused) {
      feed.close();
      throw refused;
    }
    return feed;
  }

  private Set<String> owners(EventFilter filter) {
    Set<String> owners = new TreeSet<>();
    for (TaskId id : filter.taskIds()) {
      owners.add(ownerOf(id));
    }
    filter.owner().ifPresent(owners::add);
    if (owners.size() > MOST_OWNERS) {
      throw InvalidDefinitionException.of(
          "event filter", "tasks of " + owners.size() + " owners", "of at most " + MOST_OWNERS);
    }
    return owners;
  }

  private String ownerOf(TaskId id) {
    Reply reply = partitions.of(id).call(Script.READ_TASK, new Args().add(id.value()));
    String owner = reply.name().equals("task") ? reply.map(1).get("owner") : null;
    if (owner == null) {
      throw new UnknownTaskException(id);
    }
    return owner;
  }

  private Tail follow(String owner) {
    lock.lock();
    try {
      Followed followed = tails.get(owner);
      if (followed == null) {
        OwnerEvents events = new OwnerEvents(owner, partitions.ofOwner(owner), time, eventTtl);
        followed = new Followed(new Tail(events, channels));
        tails.put(owner, followed);
      }
      followed.feeds++;
      return followed.tail;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Feed feed, Set<String> owners) {
    lock.lock();
    try {
      for (String owner : owners) {
        Followed followed = tails.get(owner);
        if (followed == null) {
          continue;
        }
        followed.tail.leave(feed);
        followed.feeds--;
        if (followed.feeds <= 0) {
          tails.remove(owner);
          followed.tail.close();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      List<Tail> open = tails.values().stream().map(followed -> followed.tail).toList();
      tails.clear();
      open.forEach(Tail::close);
      open.forEach(Tail::awaitEnd);
    } finally {
      lock.unlock();
    }
  }
}
