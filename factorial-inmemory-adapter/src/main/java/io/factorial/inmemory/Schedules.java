package io.factorial.inmemory;

import io.factorial.port.Enqueued;
import io.factorial.port.Fleet;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import io.factorial.port.TickResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schedules by name. */
final class Schedules {
  private final StoreClock clock;
  private final Enqueuing enqueuing;
  private final TreeMap<String, ScheduleChange.Put> schedules = new TreeMap<>();

  Schedules(StoreClock clock, Enqueuing enqueuing) {
    this.clock = clock;
    this.enqueuing = enqueuing;
  }

  ScheduleResult change(ScheduleChange change) {
    return switch (change) {
      case ScheduleChange.Put put -> put(put);
      case ScheduleChange.Remove remove -> remove(remove.name());
      case ScheduleChange.Fire fire -> fire(fire);
    };
  }

  /** Those whose time has come, the earliest first; each is answered until somebody fires it. */
  List<TickResult.DueSchedule> due(int max) {
    return schedules.values().stream()
        .filter(schedule -> clock.isPast(schedule.firstTick()))
        .sorted(
            Comparator.comparing(ScheduleChange.Put::firstTick)
                .thenComparing(ScheduleChange.Put::name))
        .limit(max)
        .map(Schedules::shown)
        .toList();
  }

  /** When the next one is due that is not due now. */
  @Nullable Instant next() {
    return schedules.values().stream()
        .map(ScheduleChange.Put::firstTick)
        .filter(tick -> !clock.isPast(tick))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  List<Fleet.ScheduleRow> all() {
    return schedules.values().stream().map(Schedules::row).toList();
  }

  private ScheduleResult put(ScheduleChange.Put put) {
    Instant tick = clock.bounded(put.firstTick());
    forget(put.name());
    schedules.put(put.name(), new ScheduleChange.Put(put.name(), put.ownerId(), put.spec(), tick));
    return ScheduleResult.APPLIED;
  }

  private ScheduleResult remove(String name) {
    return forget(name) == null ? ScheduleResult.UNKNOWN : ScheduleResult.APPLIED;
  }

  private ScheduleResult fire(ScheduleChange.Fire fire) {
    ScheduleChange.Put schedule = schedules.get(fire.name());
    if (schedule == null) {
      return ScheduleResult.UNKNOWN;
    }
    if (!schedule.firstTick().equals(clock.bounded(fire.expectedTick()))) {
      return ScheduleResult.STALE;
    }
    Enqueued made = enqueuing.enqueue(fire.task());
    ScheduleResult moved =
        put(
            new ScheduleChange.Put(
                schedule.name(), schedule.ownerId(), schedule.spec(), fire.nextTick()));
    return made instanceof Enqueued.Refused ? ScheduleResult.REFUSED : moved;
  }

  private ScheduleChange.@Nullable Put forget(String name) {
    return schedules.remove(name);
  }

  private static TickResult.DueSchedule shown(ScheduleChange.Put schedule) {
    Instant tick = schedule.firstTick();
    return new TickResult.DueSchedule(schedule.name(), schedule.ownerId(), schedule.spec(), tick);
  }

  private static Fleet.ScheduleRow row(ScheduleChange.Put schedule) {
    return new Fleet.ScheduleRow(
        schedule.name(), schedule.ownerId(), schedule.spec(), schedule.firstTick());
  }
}
