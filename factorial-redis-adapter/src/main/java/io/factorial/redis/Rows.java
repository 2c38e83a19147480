package io.factorial.redis;

import io.factorial.error.DecodingException;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lists of tasks: reads the narrowest indexes of each partition in parts, and merges them, the
 * newest first.
 */
final class Rows {
  private static final int MOST_SCANNED = 2_000;
  private static final int PART = 50;
  private static final Set<TaskStatus> INDEXED =
      EnumSet.of(
          TaskStatus.BACKOFF,
          TaskStatus.PENDING_TOOL_RESULTS,
          TaskStatus.PENDING_CHILD_TASKS,
          TaskStatus.PAUSED,
          TaskStatus.FAILED,
          TaskStatus.CANCELLED);

  private final Partitions partitions;

  Rows(Partitions partitions) {
    this.partitions = partitions;
  }

  /**
   * A place in a list.
   *
   * @param place creation in milliseconds, or position
   * @param id the task; empty in lists by position
   */
  private record Place(String place, String id) {
    static final Place BEGIN = new Place("", "");

    static Place parse(String cursor) {
      int underscore = cursor.indexOf('_');
      if (underscore < 1 || !cursor.substring(0, underscore).chars().allMatch(Character::isDigit)) {
        throw new DecodingException(
            "list cursor", cursor.length() + " characters (expected: the next of a page before)");
      }
      return new Place(cursor.substring(0, underscore), cursor.substring(underscore + 1));
    }

    String cursor() {
      return place + "_" + id;
    }
  }

  /**
   * A task of an index.
   *
   * @param place where it stands
   * @param record the task; null when it has expired
   */
  private record Row(Place place, @Nullable TaskRecord record) {
    static final Comparator<Row> NEWEST_FIRST =
        Comparator.<Row>comparingLong(row -> Long.parseLong(row.place.place()))
            .thenComparing(row -> row.place.id())
            .reversed();
  }

  Page<TaskRecord> list(TaskFilter filter) {
    Place after = filter.after().map(Place::parse).orElse(Place.BEGIN);
    List<Source> sources = sources(filter, after);
    sources.forEach(Source::ask);
    List<TaskRecord> found = new ArrayList<>();
    Place last = null;
    for (int scanned = 0; ; scanned++) {
      Source next = first(sources);
      if (next == null) {
        return new Page<>(found, Optional.empty(), true);
      }
      if (found.size() == filter.limit() || scanned == MOST_SCANNED) {
        Optional<String> cursor = Optional.ofNullable(last).map(Place::cursor);
        return new Page<>(found, cursor, found.size() == filter.limit());
      }
      Row row = next.take();
      last = row.place();
      if (row.record() != null && matches(filter, row.record())) {
        found.add(row.record());
      }
    }
  }

  private static @Nullable Source first(List<Source> sources) {
    Source first = null;
    for (Source source : sources) {
      Row head = source.head();
      if (head != null
          && (first == null || Row.NEWEST_FIRST.compare(head, first.headOrThrow()) < 0)) {
        first = source;
      }
    }
    return first;
  }

  private List<Source> sources(TaskFilter filter, Place after) {
    if (filter.batch().isPresent()) {
      String batch = filter.batch().get().value();
      return List.of(source(filter.batch().get().partition(), "order", "b:" + batch + ":k", after));
    }
    if (filter.parent().isPresent()) {
      TaskId parent = filter.parent().get();
      return List.of(source(parent.partition(), "list", "t:" + parent + ":k", after));
    }
    if (filter.owner().isPresent()) {
      String owner = filter.owner().get();
      return List.of(new Source(partitions.ofOwner(owner), "created", "o:" + owner, after));
    }
    List<Source> sources = new ArrayList<>();
    for (Partition partition : partitions.all()) {
      for (String index : indexes(partition, filter)) {
        sources.add(new Source(partition, "created", index, after));
      }
    }
    return sources;
  }

  private Source source(int partition, String kind, String index, Place after) {
    int number = Math.min(partition, partitions.all().size() - 1);
    return new Source(partitions.get(number), kind, index, after);
  }

  private static List<String> indexes(Partition partition, TaskFilter filter) {
    if (!filter.statuses().isEmpty() && INDEXED.containsAll(filter.statuses())) {
      return filter.statuses().stream().map(status -> "s:" + status).toList();
    }
    if (filter.agent().isPresent()) {
      return List.of("i:" + filter.agent().get());
    }
    return partition.ask("agents", commands -> commands.smembers(partition.key("agents"))).stream()
        .map(Netstrings::text)
        .map(agent -> "i:" + agent)
        .toList();
  }

  private static boolean matches(TaskFilter filter, TaskRecord task) {
    return filter.agent().map(task.agent()::equals).orElse(true)
        && filter.owner().map(task.ownerId()::equals).orElse(true)
        && filter
            .parent()
            .map(parent -> task.parent() != null && parent.equals(task.parent().waitId().task()))
            .orElse(true)
        && filter.batch().map(batch -> batch.equals(task.batch())).orElse(true)
        && (filter.statuses().isEmpty() || filter.statuses().contains(task.status()))
        && filter.text().map(text -> contains(task.title(), text)).orElse(true);
  }

  private static boolean contains(String title, String text) {
    return title.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  /** One index of one partition, read in parts. */
  private static final class Source {
    private final Partition partition;
    private final String kind;
    private final String index;
    private final Deque<Row> rows = new ArrayDeque<>();
    private Place last;
    private @Nullable CompletableFuture<Reply> asked;
    private boolean ended;

    Source(Partition partition, String kind, String index, Place after) {
      this.partition = partition;
      this.kind = kind;
      this.index = index;
      this.last = after;
    }

    /** Asks for the next part, without waiting for it. */
    void ask() {
      asked = partition.send(Script.READ_ROWS, args());
    }

    private Args args() {
      return new Args().add(kind).add(index).add(last.place()).add(last.id()).add(PART);
    }

    @Nullable Row head() {
      if (rows.isEmpty() && !ended) {
        read();
      }
      return rows.peek();
    }

    Row headOrThrow() {
      return rows.element();
    }

    Row take() {
      return rows.remove();
    }

    private void read() {
      Reply reply =
          asked == null
              ? partition.call(Script.READ_ROWS, args())
              : partition.receive(asked, "tasks", () -> partition.call(Script.READ_ROWS, args()));
      asked = null;
      ended = reply.size() == 1;
      for (int i = 1; i < reply.size(); i++) {
        Reply row = reply.list(i);
        Place place = new Place(row.text(1), kind.equals("created") ? row.text(0) : "");
        rows.add(new Row(place, record(row)));
        last = place;
      }
    }

    private static @Nullable TaskRecord record(Reply row) {
      if (!row.has(3)) {
        return null;
      }
      return Records.read(
          new TaskId(row.text(0)),
          row.map(2),
          row.bytes(3),
          row.map(4),
          null,
          Records.Result.decode(row.has(5) ? row.bytes(5) : null));
    }
  }
}
