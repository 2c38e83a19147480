package io.factorial.inmemory;

import io.factorial.port.BatchMember;
import io.factorial.port.BatchRow;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A batch of tasks: its members, and how many of them have ended. */
final class StoredBatch {
  final BatchId id;
  final String owner;
  private final int total;
  private final TreeMap<Integer, TaskId> members = new TreeMap<>();
  private final BitSet counted = new BitSet();
  private int completed;
  private int failed;
  private int cancelled;

  /** Records of members that are stored, and those of them that have not ended. */
  int stored;

  int open;

  /** When the last member that has ended expires. */
  @Nullable Instant expiresAt;

  /** When its progress was told last. */
  @Nullable Instant toldAt;

  StoredBatch(BatchMember first, String owner) {
    id = first.batch();
    total = first.total();
    this.owner = owner;
  }

  void add(BatchMember member, TaskId task) {
    members.put(member.index(), task);
    stored++;
    open++;
  }

  /** Counts how a member ended; false when it was counted before. */
  boolean count(int index, TaskStatus status) {
    if (index >= total || counted.get(index)) {
      return false;
    }
    counted.set(index);
    switch (status) {
      case COMPLETED -> completed++;
      case FAILED -> failed++;
      default -> cancelled++;
    }
    return true;
  }

  boolean isOver() {
    return counted.cardinality() == total;
  }

  boolean isCancelled() {
    return cancelled == total;
  }

  BatchRow row() {
    return new BatchRow(
        id,
        owner,
        BatchProgress.of(total, completed, failed, cancelled),
        List.copyOf(members.values()));
  }

  Map<String, String> fields() {
    return Map.of(
        "batch", id.value(),
        "total", Integer.toString(total),
        "completed", Integer.toString(completed),
        "failed", Integer.toString(failed),
        "cancelled", Integer.toString(cancelled));
  }
}
