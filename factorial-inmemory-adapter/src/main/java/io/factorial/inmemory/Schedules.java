package io.factorial.inmemory;

import io.factorial.port.Fleet;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import io.factorial.port.TickResult;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schedules by name, and those whose time has come. */
final class Schedules {
  private final StoreClock clock;
  private final Timers timers;
  private final Enqueuing enqueuing;
  private final TreeMap<String, ScheduleChange.Put> schedules = new TreeMap<>();
  private final TreeMap<String, ScheduleChange.Put> due = new TreeMap<>();

  Schedules(StoreClock clock, Timers timers, Enqueuing enqueuing) {
    this.clock = clock;
    this.timers = timers;
    this.enqueuing = enqueuing;
  }

  ScheduleResult change(ScheduleChange change) {
    return switch (change) {
      case ScheduleChange.Put put -> put(put);
      case ScheduleChange.Remove remove -> remove(remove.name());
      case ScheduleChange.Fire fire -> fire(fire);
    };
  }

  /** Notes that a schedule's time has come; it is answered until somebody fires it. */
  void isDue(String name) {
    ScheduleChange.Put schedule = schedules.get(name);
    if (schedule != null) {
      due.put(name, schedule);
    }
  }

  List<TickResult.DueSchedule> due(int max) {
    return due.values().stream().limit(max).map(Schedules::shown).toList();
  }

  List<Fleet.ScheduleRow> all() {
    return schedules.values().stream().map(Schedules::row).toList();
  }

  private ScheduleResult put(ScheduleChange.Put put) {
    Instant tick = clock.bounded(put.firstTick());
    forget(put.name());
    schedules.put(put.name(), new ScheduleChange.Put(put.name(), put.ownerId(), put.spec(), tick));
    timers.add(tick, Timer.Kind.SCHEDULE, put.name());
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
    enqueuing.enqueue(fire.task());
    return put(
        new ScheduleChange.Put(
            schedule.name(), schedule.ownerId(), schedule.spec(), fire.nextTick()));
  }

  private ScheduleChange.@Nullable Put forget(String name) {
    ScheduleChange.Put schedule = schedules.remove(name);
    due.remove(name);
    if (schedule != null) {
      timers.remove(schedule.firstTick(), Timer.Kind.SCHEDULE, name);
    }
    return schedule;
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
