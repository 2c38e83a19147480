package io.factorial.redis;

import io.factorial.port.Signals;
import io.factorial.port.Subscription;
import io.factorial.port.WorkerId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Brings the bells of all partitions, and what is told to a worker, to its {@link Signals}. */
final class Calls {
  private final Partitions partitions;
  private final Channels channels;

  Calls(Partitions partitions, Channels channels) {
    this.partitions = partitions;
    this.channels = channels;
  }

  Subscription listen(WorkerId worker, Signals signals) {
    Listener listener = new Listener(signals);
    List<AutoCloseable> open = new ArrayList<>();
    for (Partition partition : partitions.all()) {
      open.add(
          channels.listen(
              partition.name("bell"),
              agent -> listener.tell(() -> signals.workAt(text(agent), partition.number()))));
      open.add(
          channels.listen(
              partition.name("worker:" + worker),
              message -> listener.tell(() -> listener.read(text(message)))));
    }
    return () -> {
      listener.end();
      Channels.endAll(open);
    };
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  /** Somebody who listens. Nothing is told after the end. */
  private static final class Listener {
    private final Signals signals;
    private final ReentrantLock telling = new ReentrantLock();
    private final AtomicBoolean ended = new AtomicBoolean();

    Listener(Signals signals) {
      this.signals = signals;
    }

    void tell(Runnable signal) {
      telling.lock();
      try {
        if (!ended.get()) {
          signal.run();
        }
      } finally {
        telling.unlock();
      }
    }

    void end() {
      telling.lock();
      try {
        ended.set(true);
      } finally {
        telling.unlock();
      }
    }

    /**
     * What, the task, and how: {@code cancelled ID}, {@code answered ID}, {@code steered ID TURN
     * MODE}.
     */
    void read(String message) {
      String[] words = message.split(" ", -1);
      TaskId task = new TaskId(words[1]);
      switch (words[0]) {
        case "cancelled" -> signals.cancelled(task);
        case "answered" -> signals.answered(task);
        case "steered" ->
            signals.steered(task, Integer.parseInt(words[2]), SteeringMode.valueOf(words[3]));
        default -> {
          // A newer process may tell more: it is a hint, and may be lost.
        }
      }
    }
  }
}
