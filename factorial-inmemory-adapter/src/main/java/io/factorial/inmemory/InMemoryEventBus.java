package io.factorial.inmemory;

import io.factorial.error.UnknownTaskException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.Chunk;
import io.factorial.port.EventBus;
import io.factorial.port.EventFeed;
import io.factorial.port.Lease;
import io.factorial.task.TaskId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events of the one store of this process. */
final class InMemoryEventBus implements EventBus {
  private final Store store;

  InMemoryEventBus(Store store) {
    this.store = store;
  }

  @Override
  public boolean chunk(Lease lease, Chunk chunk) {
    return store.read(() -> chunkNow(lease, chunk));
  }

  private boolean chunkNow(Lease lease, Chunk chunk) {
    StoredTask task = store.tasks.find(lease.task());
    return task != null && store.events.tell(task, lease, chunk);
  }

  @Override
  public EventFeed open(EventFilter filter, @Nullable EventCursor after) {
    return store.read(() -> openNow(filter, after));
  }

  private Feed openNow(EventFilter filter, @Nullable EventCursor after) {
    List<String> owners = owners(filter);
    Feed feed =
        new Feed(
            filter,
            () -> store.read(() -> store.events.oldestKept(owners)),
            closed -> close(closed, owners));
    store.events.open(feed, owners, after);
    return feed;
  }

  private void close(Feed feed, List<String> owners) {
    store.read(() -> closeNow(feed, owners));
  }

  private Feed closeNow(Feed feed, List<String> owners) {
    store.events.close(feed, owners);
    return feed;
  }

  /** The owners whose events may fit: the one that is named, or those of the tasks. */
  private List<String> owners(EventFilter filter) {
    TreeSet<String> owners = new TreeSet<>();
    for (TaskId id : filter.taskIds()) {
      StoredTask task = store.tasks.find(id);
      if (task == null) {
        throw new UnknownTaskException(id);
      }
      owners.add(task.owner);
    }
    return filter.owner().map(List::of).orElseGet(() -> List.copyOf(owners));
  }
}
