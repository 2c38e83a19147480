package io.factorial.redis;

import io.factorial.error.DecodingException;
import io.factorial.port.Page;
import io.factorial.port.WaitRow;
import io.factorial.wait.WaitFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of open waits: reads each partition's in parts, and merges them, the oldest first. */
final class OpenWaits {
  private static final int MOST_SCANNED = 2_000;
  private static final int PART = 50;

  private final Partitions partitions;

  OpenWaits(Partitions partitions) {
    this.partitions = partitions;
  }

  /**
   * A wait of the list.
   *
   * @param since when it was opened, in milliseconds
   * @param name its name in the list
   * @param row the wait; null when it is no longer open
   */
  private record Entry(long since, String name, @Nullable WaitRow row) {
    static final Comparator<Entry> OLDEST_FIRST =
        Comparator.comparingLong(Entry::since).thenComparing(Entry::name);

    static Entry parse(String cursor) {
      int underscore = cursor.indexOf('_');
      try {
        return new Entry(
            Long.parseLong(cursor.substring(0, Math.max(0, underscore))),
            cursor.substring(underscore + 1),
            null);
      } catch (NumberFormatException malformed) {
        throw new DecodingException(
            "list cursor", cursor.length() + " characters (expected: the next of a page before)");
      }
    }

    String cursor() {
      return since + "_" + name;
    }
  }

  Page<WaitRow> list(WaitFilter filter, @Nullable String after, int max) {
    Entry begin = after == null ? null : Entry.parse(after);
    List<Source> sources =
        of(filter).stream().map(partition -> new Source(partition, begin)).toList();
    List<WaitRow> found = new ArrayList<>();
    Entry last = null;
    for (int scanned = 0; ; scanned++) {
      Source next = first(sources);
      if (next == null) {
        return new Page<>(found, Optional.empty(), true);
      }
      if (found.size() == max || scanned == MOST_SCANNED) {
        return new Page<>(found, Optional.ofNullable(last).map(Entry::cursor), found.size() == max);
      }
      last = next.entries.remove();
      if (last.row() != null && matches(filter, last.row())) {
        found.add(last.row());
      }
    }
  }

  private List<Partition> of(WaitFilter filter) {
    if (filter.task().isPresent()) {
      return List.of(partitions.of(filter.task().get()));
    }
    return filter.owner().map(owner -> List.of(partitions.ofOwner(owner))).orElse(partitions.all());
  }

  private static @Nullable Source first(List<Source> sources) {
    Source first = null;
    Entry earliest = null;
    for (Source source : sources) {
      Entry head = source.head();
      if (head != null && (earliest == null || Entry.OLDEST_FIRST.compare(head, earliest) < 0)) {
        first = source;
        earliest = head;
      }
    }
    return first;
  }

  private static boolean matches(WaitFilter filter, WaitRow row) {
    return filter.owner().map(row.ownerId()::equals).orElse(true)
        && filter.task().map(row.id().task()::equals).orElse(true)
        && (filter.kinds().isEmpty() || filter.kinds().contains(row.kind()));
  }

  /** The waits of one partition, read in parts. */
  private static final class Source {
    private final Partition partition;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private @Nullable Entry last;
    private boolean ended;

    Source(Partition partition, @Nullable Entry after) {
      this.partition = partition;
      this.last = after;
    }

    @Nullable Entry head() {
      if (entries.isEmpty() && !ended) {
        read();
      }
      return entries.peek();
    }

    private void read() {
      Args args =
          last == null
              ? new Args().add("").add("").add(PART)
              : new Args().add(last.since()).add(last.name()).add(PART);
      Reply reply = partition.call(Script.READ_WAITS, args);
      ended = reply.size() == 1;
      for (int i = 1; i < reply.size(); i++) {
        Reply row = reply.list(i);
        last = new Entry(row.number(0), row.text(1), row.has(8) ? Waits.row(row) : null);
        entries.add(last);
      }
    }
  }
}
