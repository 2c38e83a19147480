package io.factorial.inmemory;

import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that becomes due at a time, the earliest first. */
final class Timers {
  private final TreeSet<Timer> timers = new TreeSet<>();

  void add(Instant due, Timer.Kind kind, String name) {
    add(due, kind, name, "");
  }

  void add(Instant due, Timer.Kind kind, String name, String call) {
    timers.add(new Timer(due, kind, name, call));
  }

  void remove(Instant due, Timer.Kind kind, String name) {
    remove(due, kind, name, "");
  }

  void remove(Instant due, Timer.Kind kind, String name, String call) {
    timers.remove(new Timer(due, kind, name, call));
  }

  /** Takes out the earliest timer whose time has come; null when there is none. */
  @Nullable Timer pollDue(Instant now) {
    if (timers.isEmpty() || timers.first().due().isAfter(now)) {
      return null;
    }
    return timers.pollFirst();
  }

  /** When the next timer is due; null when there is none. */
  @Nullable Instant next() {
    return timers.isEmpty() ? null : timers.first().due();
  }
}
