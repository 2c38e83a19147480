package io.factorial.inmemory;

import io.factorial.port.BatchMember;
import io.factorial.port.BatchRow;
import io.factorial.task.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All batches. A batch lives as long as the record of one of its members. */
final class Batches {
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

  private final StoreClock clock;
  private final Events events;
  private final Map<BatchId, StoredBatch> batches = new HashMap<>();

  Batches(StoreClock clock, Events events) {
    this.clock = clock;
    this.events = events;
  }

  void add(StoredTask task) {
    BatchMember member = task.batch;
    if (member != null) {
      batches
          .computeIfAbsent(member.batch(), id -> new StoredBatch(member, task.owner))
          .add(member, task.id);
    }
  }

  /** 14: counts a member that has ended. */
  void ended(StoredTask task, Instant expiresAt) {
    StoredBatch batch = of(task);
    if (batch == null || task.batch == null) {
      return;
    }
    batch.open--;
    if (batch.expiresAt == null || batch.expiresAt.isBefore(expiresAt)) {
      batch.expiresAt = expiresAt;
    }
    if (batch.count(task.batch.index(), task.status)) {
      tell(task, batch);
    }
  }

  void revived(StoredTask task) {
    StoredBatch batch = of(task);
    if (batch != null) {
      batch.open++;
    }
  }

  void forget(StoredTask task) {
    StoredBatch batch = of(task);
    if (batch == null) {
      return;
    }
    batch.stored--;
    if (batch.stored == 0) {
      batches.remove(batch.id);
    }
  }

  Optional<BatchRow> read(BatchId id) {
    return Optional.ofNullable(batches.get(id)).filter(this::isKept).map(StoredBatch::row);
  }

  private boolean isKept(StoredBatch batch) {
    return batch.open > 0 || batch.expiresAt == null || !clock.isPast(batch.expiresAt);
  }

  private void tell(StoredTask task, StoredBatch batch) {
    if (batch.isOver()) {
      String type = batch.isCancelled() ? "batch_cancelled" : "batch_completed";
      events.tell(task, type, batch.fields());
    } else if (batch.toldAt == null || clock.isPast(batch.toldAt.plus(BETWEEN_PROGRESS))) {
      batch.toldAt = clock.now();
      events.tell(task, "batch_progress", batch.fields());
    }
  }

  private @Nullable StoredBatch of(StoredTask task) {
    return task.batch == null ? null : batches.get(task.batch.batch());
  }
}
