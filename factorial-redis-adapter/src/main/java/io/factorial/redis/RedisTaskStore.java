package io.factorial.redis;

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
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.wait.WaitFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads tasks, lists, batches, the fleet and metrics from Redis. */
final class RedisTaskStore implements TaskStore {
  private final Partitions partitions;
  private final Rows rows;
  private final OpenWaits waits;
  private final MetricsReader metrics;

  RedisTaskStore(Partitions partitions, StoreTime time) {
    this.partitions = partitions;
    this.rows = new Rows(partitions);
    this.waits = new OpenWaits(partitions);
    this.metrics = new MetricsReader(partitions, time);
  }

  @Override
  public Optional<TaskRecord> task(TaskId id) {
    Reply reply = partitions.of(id).call(Script.READ_TASK, new Args().add(id.value()));
    if (reply.name().equals("unknown")) {
      return Optional.empty();
    }
    Records.Result result = Records.Result.decode(reply.has(4) ? reply.bytes(4) : null);
    return Optional.of(
        Records.read(id, reply.map(1), reply.bytes(2), reply.map(5), reply.payload(3), result));
  }

  @Override
  public List<Entry> journal(TaskId id, long from, int max) {
    Args args = new Args().add(id.value()).add(from).add(max);
    return Entries.decode(partitions.of(id).call(Script.READ_JOURNAL, args).list(1));
  }

  @Override
  public Page<TaskRecord> tasks(TaskFilter filter) {
    return rows.list(filter);
  }

  @Override
  public Page<WaitRow> waits(WaitFilter filter, @Nullable String after, int max) {
    return waits.list(filter, after, max);
  }

  @Override
  public List<ChildResult> children(WaitId wait, int from, int max) {
    Args args = new Args().add(wait.task().value()).add(wait.call()).add(from).add(max);
    Reply reply = partitions.of(wait.task()).call(Script.READ_CHILDREN, args);
    List<ChildResult> results = new ArrayList<>();
    for (int i = 1; i < reply.size(); i += 2) {
      results.add(Records.child((int) reply.number(i), reply.bytes(i + 1)));
    }
    return results;
  }

  @Override
  public Optional<BatchRow> batch(BatchId id) {
    int number = Math.min(id.partition(), partitions.all().size() - 1);
    Reply reply = partitions.get(number).call(Script.READ_BATCH, new Args().add(id.value()));
    if (reply.name().equals("unknown")) {
      return Optional.empty();
    }
    Map<String, String> fields = reply.map(1);
    List<TaskId> tasks = new ArrayList<>();
    Reply members = reply.list(2);
    for (int i = 0; i < members.size(); i++) {
      tasks.add(new TaskId(members.text(i)));
    }
    BatchProgress progress =
        BatchProgress.of(
            number(fields, "total"),
            number(fields, "completed"),
            number(fields, "failed"),
            number(fields, "cancelled"));
    return Optional.of(new BatchRow(id, fields.getOrDefault("owner", ""), progress, tasks));
  }

  @Override
  public Fleet fleet() {
    return FleetReader.read(partitions);
  }

  @Override
  public List<Bucket> metrics(MetricsQuery query) {
    return metrics.read(query, fleet().agents());
  }

  private static int number(Map<String, String> fields, String name) {
    return Integer.parseInt(fields.getOrDefault(name, "0"));
  }
}
