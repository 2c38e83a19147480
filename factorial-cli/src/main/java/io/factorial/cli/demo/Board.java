package io.factorial.cli.demo;

import io.factorial.cli.terminal.Terminal;
import io.factorial.event.AgentEvent;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * All tasks of the demo as they stand, and what of it is shown on the terminal.
 *
 * <p><b>Threads.</b> Any number of threads may call.
 */
final class Board {

  private final Terminal terminal;
  private final EventLine lines;
  // Guards the watches and what they know. Never held while printing: the terminal calls status().
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TaskId, TaskWatch> watches = new LinkedHashMap<>();

  Board(Terminal terminal) {
    this.terminal = terminal;
    this.lines = new EventLine(terminal.style());
  }

  /** Enqueues a task and watches it; no event of it is looked at before it is watched. */
  TaskWatch watch(Story story, String agent, Supplier<TaskHandle<?>> enqueue) {
    lock.lock();
    try {
      TaskHandle<?> handle = enqueue.get();
      TaskWatch watch = new TaskWatch(story, label(story.owner(), agent), handle);
      watches.put(handle.id(), watch);
      return watch;
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of an event, and gives the task that it is about. */
  Optional<TaskWatch> see(AgentEvent event) {
    Optional<TaskWatch> watch;
    lock.lock();
    try {
      watch = Optional.ofNullable(watches.get(event.taskId()));
      watch.ifPresent(found -> found.see(event));
    } finally {
      lock.unlock();
    }
    lines
        .of(event)
        .ifPresent(line -> print(label(event.meta().ownerId(), event.meta().agent()), line));
    return watch;
  }

  /** Prints what the user of the demo does to a task. */
  void printUser(TaskWatch watch, String line) {
    print(watch.label(), terminal.style().notable(line));
  }

  /** What was counted on a task's events. */
  int count(TaskWatch watch, ToIntFunction<TaskWatch> counter) {
    lock.lock();
    try {
      return counter.applyAsInt(watch);
    } finally {
      lock.unlock();
    }
  }

  /** A line for each task that is not over. */
  List<String> status(String spinner) {
    lock.lock();
    try {
      return watches.values().stream()
          .filter(watch -> !watch.isOver())
          .map(watch -> terminal.style().dim(watch.label()) + spinner + watch.status())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private void print(String label, String line) {
    terminal.print(terminal.style().dim(label) + line);
  }

  private static String label(String owner, String agent) {
    return "%-13s".formatted(owner + "/" + agent);
  }
}
