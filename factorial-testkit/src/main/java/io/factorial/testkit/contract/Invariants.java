package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.Entry;
import io.factorial.port.Fleet;
import io.factorial.port.StoredEvent;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What holds after every step of every history. Compares each look at the store with the last one.
 */
final class Invariants {
  private static final Set<TaskStatus> PARKED =
      EnumSet.of(TaskStatus.PENDING_TOOL_RESULTS, TaskStatus.PENDING_CHILD_TASKS);
  private static final Set<TaskStatus> MAY_HAVE_OPEN_WAITS =
      EnumSet.of(
          TaskStatus.PENDING_TOOL_RESULTS, TaskStatus.PENDING_CHILD_TASKS, TaskStatus.PAUSED);

  private static final int MOST = 1_000;

  private final QueueScene scene;
  private final Map<TaskId, TaskRecord> last = new LinkedHashMap<>();
  private final Map<TaskId, List<String>> noted = new HashMap<>();
  private final Map<TaskId, List<String>> steered = new HashMap<>();

  Invariants(QueueScene scene) {
    this.scene = scene;
  }

  /** A task that was stored. A child that its parent no longer waits for is cancelled at once. */
  void stored(TaskId id) {
    TaskRecord record = scene.record(id);
    boolean notNeeded = record.parent() != null && record.status() == TaskStatus.CANCELLED;
    assertThat(StatusTable.allowsFirst(record.status()) || notNeeded)
        .as("first status %s", record)
        .isTrue();
    last.put(id, record);
  }

  /** A note whose write was confirmed. */
  void noted(TaskId id, String text) {
    noted.computeIfAbsent(id, task -> new ArrayList<>()).add(text);
  }

  /** A message that was accepted. */
  void steered(TaskId id, String text) {
    steered.computeIfAbsent(id, task -> new ArrayList<>()).add(text);
  }

  /** Every stored task, in the order in which they were stored. */
  List<TaskId> tasks() {
    return List.copyOf(last.keySet());
  }

  /** The status at the last look. */
  TaskStatus lastStatus(TaskId id) {
    return Objects.requireNonNull(last.get(id), id::value).status();
  }

  /**
   * Looks at every task.
   *
   * @param changes how many transitions a task may have made since the last look
   */
  void check(int changes) {
    Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
    Map<TaskId, TaskRecord> listed = listed();
    for (TaskId id : tasks()) {
      TaskRecord now = Objects.requireNonNull(listed.get(id), () -> "not listed: " + id);
      checkRecord(now);
      TaskRecord before = last.put(id, now);
      if (before != null) {
        checkChange(before, now, changes);
      }
      counts.merge(now.status(), 1L, Long::sum);
    }
    checkFleet(counts);
  }

  /** One list in place of many reads keeps histories quick where the store is far away. */
  private Map<TaskId, TaskRecord> listed() {
    Map<TaskId, TaskRecord> records = new HashMap<>();
    for (TaskRecord record : scene.store().tasks(TaskFilter.all().limit(MOST)).items()) {
      assertThat(records.put(record.id(), record)).as("listed once: %s", record.id()).isNull();
    }
    return records;
  }

  private void checkFleet(Map<TaskStatus, Long> counts) {
    Fleet fleet = scene.store().fleet();
    assertThat(fleet.parkedWithNothingOpen()).as("tasks parked with nothing open").isZero();
    if (!counts.isEmpty()) {
      assertThat(fleet.queues())
          .as("tasks counted by status")
          .singleElement()
          .satisfies(row -> assertThat(row.counts()).isEqualTo(counts));
    }
  }

  private static void checkRecord(TaskRecord record) {
    TaskStatus status = record.status();
    assertThat(record.worker() != null)
        .as("held exactly while PROCESSING: %s", record)
        .isEqualTo(status == TaskStatus.PROCESSING);
    assertThat(record.dueAt() != null)
        .as("due exactly while BACKOFF: %s", record)
        .isEqualTo(status == TaskStatus.BACKOFF);
    assertThat(record.endedAt() != null)
        .as("ended exactly when over: %s", record)
        .isEqualTo(status.isOver());
    assertThat(record.error() != null)
        .as("error exactly when FAILED: %s", record)
        .isEqualTo(status == TaskStatus.FAILED);
    if (PARKED.contains(status)) {
      assertThat(record.openWaits()).as("open waits of parked %s", record).isPositive();
    }
    if (!MAY_HAVE_OPEN_WAITS.contains(status)) {
      assertThat(record.openWaits()).as("open waits of %s", record).isZero();
    }
  }

  private static void checkChange(TaskRecord before, TaskRecord now, int changes) {
    assertThat(StatusTable.leads(before.status(), now.status(), changes))
        .as("%s may become %s: %s", before.status(), now.status(), now)
        .isTrue();
    assertThat(now.fence()).as("fences grow: %s", now).isGreaterThanOrEqualTo(before.fence());
    assertThat(now.length()).as("journals grow: %s", now).isGreaterThanOrEqualTo(before.length());
    assertThat(now.turn()).as("turns go on: %s", now).isGreaterThanOrEqualTo(before.turn());
    if (!Objects.equals(before.worker(), now.worker()) && now.worker() != null) {
      assertThat(now.fence())
          .as("a new lease has a new fence: %s", now)
          .isGreaterThan(before.fence());
    }
  }

  /** What holds at the end, when every task has ended. */
  void checkJournals() {
    for (TaskId id : tasks()) {
      List<Entry> journal = scene.journal(id);
      TaskRecord record = scene.record(id);
      assertThat(journal).as("journal of %s", id).hasSize(Math.toIntExact(record.length()));
      assertThat(record.output() != null)
          .as("output exactly when COMPLETED: %s", record)
          .isEqualTo(record.status() == TaskStatus.COMPLETED);
      assertThat(journal.getFirst().kind()).isEqualTo(Entry.Kind.INPUT);
      assertThat(scene.texts(journal, Entry.Kind.NOTE))
          .as("each confirmed note of %s is there once, in order, and no other", id)
          .isEqualTo(noted.getOrDefault(id, List.of()));
      checkMessages(record, scene.texts(journal, Entry.Kind.STEERING));
    }
  }

  private void checkMessages(TaskRecord record, List<String> read) {
    List<String> accepted = steered.getOrDefault(record.id(), List.of());
    if (record.status() == TaskStatus.COMPLETED) {
      assertThat(read)
          .as("each message to completed %s was read once, in order", record.id())
          .isEqualTo(accepted);
    } else {
      assertThat(accepted.subList(0, Math.min(read.size(), accepted.size())))
          .as("messages to %s were read once, in order", record.id())
          .isEqualTo(read);
    }
  }

  /** What holds of the events of one owner. */
  void checkEvents(List<StoredEvent> events) {
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).sequence())
          .as("number of event %s", events.get(i))
          .isEqualTo(events.get(i - 1).sequence() + 1);
    }
    Map<TaskId, List<String>> told = new LinkedHashMap<>();
    events.forEach(
        event -> told.computeIfAbsent(event.task(), id -> new ArrayList<>()).add(event.type()));
    told.forEach(this::checkStory);
  }

  private void checkStory(TaskId id, List<String> types) {
    assertThat(types).as("events of %s", id).startsWith("run_queued");
    assertThat(types).filteredOn("run_queued"::equals).hasSize(1);
    assertThat(types).filteredOn("run_started"::equals).hasSizeLessThanOrEqualTo(1);
    TaskStatus status = scene.status(id);
    assertThat(types)
        .filteredOn("run_cancelled"::equals)
        .as("run_cancelled of %s, %s", status, id)
        .hasSize(status == TaskStatus.CANCELLED ? 1 : 0);
    assertThat(types)
        .filteredOn("run_completed"::equals)
        .as("run_completed of %s, %s", status, id)
        .hasSize(status == TaskStatus.COMPLETED ? 1 : 0);
  }
}
