package io.factorial.inmemory;

import io.factorial.port.AgentCard;
import io.factorial.port.BatchRow;
import io.factorial.port.Bucket;
import io.factorial.port.ChildResult;
import io.factorial.port.Entry;
import io.factorial.port.Fleet;
import io.factorial.port.MetricsQuery;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.port.TaskStore;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.task.BatchId;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.WaitFilter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The readable side of the one store of this process. */
final class InMemoryTaskStore implements TaskStore {
  private final Store store;

  InMemoryTaskStore(Store store) {
    this.store = store;
  }

  @Override
  public Optional<TaskRecord> task(TaskId id) {
    return store.read(() -> Optional.ofNullable(store.tasks.find(id)).map(StoredTask::record));
  }

  @Override
  public List<Entry> journal(TaskId id, long from, int max) {
    return store.read(() -> journalNow(id, from, max));
  }

  private List<Entry> journalNow(TaskId id, long from, int max) {
    StoredTask task = store.tasks.find(id);
    return task == null ? List.of() : task.journal(from, max);
  }

  @Override
  public Page<TaskRecord> tasks(TaskFilter filter) {
    return store.read(() -> store.listing.list(filter));
  }

  @Override
  public Page<WaitRow> waits(WaitFilter filter, @Nullable String after, int max) {
    return store.read(() -> store.waits.list(filter, waitingTask(filter), after, max));
  }

  private @Nullable StoredTask waitingTask(WaitFilter filter) {
    TaskId task = filter.task().orElse(null);
    return task == null ? null : store.tasks.find(task);
  }

  @Override
  public List<ChildResult> children(WaitId wait, int from, int max) {
    return store.read(() -> childrenNow(wait, from, max));
  }

  private List<ChildResult> childrenNow(WaitId id, int from, int max) {
    StoredTask task = store.tasks.find(id.task());
    return task == null ? List.of() : task.results(id.call()).from(from, max);
  }

  @Override
  public Optional<BatchRow> batch(BatchId id) {
    return store.read(() -> store.batches.read(id));
  }

  /** Collects what has expired first, so that nothing expired is counted. */
  @Override
  public Fleet fleet() {
    return store.change(this::fleetNow);
  }

  private Fleet fleetNow() {
    store.tasks.collect(Integer.MAX_VALUE);
    List<AgentCard> agents = store.agents.all();
    return new Fleet(
        store.workers.all(),
        agents.stream().map(card -> queue(card.name())).toList(),
        store.limits.all(),
        store.schedules.all(),
        agents,
        parkedWithNothingOpen());
  }

  private Fleet.QueueRow queue(String agent) {
    return new Fleet.QueueRow(agent, store.tasks.counts(agent), store.lines.waitingOwners(agent));
  }

  /** Counted, not assumed: it is the check of an invariant. */
  private long parkedWithNothingOpen() {
    return parkedWithNothingOpen(TaskStatus.PENDING_TOOL_RESULTS)
        + parkedWithNothingOpen(TaskStatus.PENDING_CHILD_TASKS);
  }

  private long parkedWithNothingOpen(TaskStatus status) {
    return store.tasks.withStatus(status).values().stream()
        .filter(task -> Lifecycle.pendingStatus(task) == null)
        .count();
  }

  @Override
  public List<Bucket> metrics(MetricsQuery query) {
    return store.read(() -> store.metrics.read(query));
  }
}
