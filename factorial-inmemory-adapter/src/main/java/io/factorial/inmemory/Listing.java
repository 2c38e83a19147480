package io.factorial.inmemory;

import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Lists tasks, the newest first, looking at a bounded number of them. */
final class Listing {
  private static final int MAX_SCAN = 2_000;

  private final Tasks tasks;

  Listing(Tasks tasks) {
    this.tasks = tasks;
  }

  Page<TaskRecord> list(TaskFilter filter) {
    List<TaskRecord> rows = new ArrayList<>();
    Iterator<StoredTask> candidates = candidates(filter);
    int scanned = 0;
    StoredTask last = null;
    while (candidates.hasNext()) {
      if (rows.size() == filter.limit() || scanned == MAX_SCAN) {
        Optional<String> next = Optional.ofNullable(last).map(task -> task.key.cursor());
        return new Page<>(rows, next, rows.size() == filter.limit());
      }
      scanned++;
      last = candidates.next();
      if (matches(filter, last)) {
        rows.add(last.row());
      }
    }
    return new Page<>(rows, Optional.empty(), true);
  }

  private Iterator<StoredTask> candidates(TaskFilter filter) {
    TaskKey after = TaskKey.parse(filter.after());
    NavigableMap<TaskKey, StoredTask> narrowest =
        tasks.list(
            filter.agent().orElse(null),
            filter.owner().orElse(null),
            filter.parent().orElse(null),
            filter.batch().orElse(null));
    long withStatus = 0;
    for (TaskStatus status : filter.statuses()) {
      withStatus += tasks.withStatus(status).size();
    }
    if (filter.statuses().isEmpty() || withStatus >= narrowest.size()) {
      return newestFirst(narrowest, after);
    }
    return merged(filter, after);
  }

  private Iterator<StoredTask> merged(TaskFilter filter, @Nullable TaskKey after) {
    return new Merge(
        filter.statuses().stream()
            .map(status -> newestFirst(tasks.withStatus(status), after))
            .toList());
  }

  private static Iterator<StoredTask> newestFirst(
      NavigableMap<TaskKey, StoredTask> list, @Nullable TaskKey after) {
    NavigableMap<TaskKey, StoredTask> rest = after == null ? list : list.headMap(after, false);
    return rest.descendingMap().values().iterator();
  }

  private boolean matches(TaskFilter filter, StoredTask task) {
    return !tasks.hasExpired(task)
        && fits(filter.agent(), task.agent)
        && fits(filter.owner(), task.owner)
        && fits(filter.parent(), task.parent == null ? null : task.parent.waitId().task())
        && fits(filter.batch(), task.batch == null ? null : task.batch.batch())
        && (filter.statuses().isEmpty() || filter.statuses().contains(task.status))
        && filter.text().map(text -> contains(task.title, text)).orElse(true);
  }

  private static <T> boolean fits(Optional<T> wanted, @Nullable T value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }

  private static boolean contains(String title, String text) {
    return title.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  /** Several lists as one, the newest first. */
  private static final class Merge implements Iterator<StoredTask> {
    /** The next task of a list, and the rest of it. */
    private record Head(StoredTask task, Iterator<StoredTask> rest) {}

    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.<Head, TaskKey>comparing(head -> head.task().key).reversed());

    Merge(List<Iterator<StoredTask>> lists) {
      lists.forEach(this::advance);
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public StoredTask next() {
      Head head = heads.remove();
      advance(head.rest());
      return head.task();
    }

    private void advance(Iterator<StoredTask> list) {
      if (list.hasNext()) {
        heads.add(new Head(list.next(), list));
      }
    }
  }
}
