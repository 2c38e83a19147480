package io.factorial.redis;

import io.factorial.port.Payload;
import io.factorial.port.TickResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows 18 to 21: does what is due in all partitions. */
final class Ticks {
  private static final long JITTER_STEPS = 1_000;

  private final Partitions partitions;

  Ticks(Partitions partitions) {
    this.partitions = partitions;
  }

  TickResult tick(int max, int maxCollected, long seed) {
    long jitter = Math.floorMod(seed, JITTER_STEPS);
    int changed = 0;
    boolean more = false;
    boolean uncollected = false;
    Optional<Duration> due = Optional.empty();
    List<TickResult.DueSchedule> schedules = new ArrayList<>();
    long now = 0;
    for (Partition partition : partitions.all()) {
      Reply reply =
          partition.call(
              Script.TICK,
              new Args().add(Math.max(0, max - changed)).add(maxCollected).add(jitter));
      changed += (int) reply.number(1);
      more |= reply.flag(2);
      due = earlier(due, reply.text(3));
      addSchedules(reply.list(4), schedules);
      now = Math.max(now, reply.number(5));
      uncollected |= reply.flag(6);
    }
    return new TickResult(changed, more, uncollected, due, schedules, Instant.ofEpochMilli(now));
  }

  private static Optional<Duration> earlier(Optional<Duration> due, String millis) {
    if (millis.isEmpty()) {
      return due;
    }
    Duration other = Duration.ofMillis(Long.parseLong(millis));
    return due.isPresent() && due.get().compareTo(other) <= 0 ? due : Optional.of(other);
  }

  private static void addSchedules(Reply due, List<TickResult.DueSchedule> schedules) {
    for (int i = 0; i < due.size(); i += 4) {
      schedules.add(
          new TickResult.DueSchedule(
              due.text(i),
              due.text(i + 1),
              Payload.of(due.bytes(i + 2)),
              Instant.ofEpochMilli(due.number(i + 3))));
    }
  }
}
