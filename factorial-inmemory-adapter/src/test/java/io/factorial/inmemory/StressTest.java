package io.factorial.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.event.EventFilter;
import io.factorial.port.Answer;
import io.factorial.port.ChangeResult;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.EventFeed;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.StoredEvent;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitId;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Many threads at random against one store, with a ledger of what was accepted. A failing seed is
 * in the message; set {@code -Dfactorial.seed} to play it again (threads still differ).
 */
final class StressTest {
  private static final int TASKS = 400;
  private static final int WORKERS = 6;
  private static final int PEOPLE = 3;
  private static final int ROUNDS = 3_000;

  private final long seed = Long.getLong("factorial.seed", System.nanoTime());
  private final Scene scene = new Scene();
  private final List<TaskId> tasks = new ArrayList<>();
  private final Map<TaskId, Queue<String>> appended = new ConcurrentHashMap<>();
  private final Map<TaskId, Queue<String>> steered = new ConcurrentHashMap<>();
  private final Queue<WaitId> waits = new ConcurrentLinkedQueue<>();

  @Test
  void whateverThreadsDoTheInvariantsHold() throws Exception {
    System.out.println("StressTest seed " + seed);
    try (EventFeed feed = scene.events.open(EventFilter.owner("owner0"), null)) {
      enqueueAll();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
          int number = i;
          running.add(threads.submit(() -> new Working(number).run()));
        }
        for (int i = 0; i < PEOPLE; i++) {
          int number = i;
          running.add(threads.submit(() -> people(new Random(seed + 100 + number))));
        }
        running.add(threads.submit(this::timePasses));
        for (Future<?> each : running) {
          each.get(2, TimeUnit.MINUTES);
        }
      }
      drain();
      checkTasks();
      checkEvents(feed);
      checkLeftovers();
    }
  }

  private void enqueueAll() {
    for (int i = 0; i < TASKS; i++) {
      NewTask task = scene.task("owner" + i % 7).priority(i % 10).build();
      tasks.add(task.id());
      scene.queue.enqueue(List.of(task));
    }
  }

  /** A worker: takes tasks, writes what its ledger then holds, and ends its hold in every way. */
  private final class Working {
    private final WorkerId id;
    private final Random random;
    private final List<LeasedTask> held = new ArrayList<>();
    private final Map<Lease, Long> lengths = new HashMap<>();
    private int writes;

    Working(int number) {
      id = new WorkerId("w" + number);
      random = new Random(seed + number);
    }

    void run() {
      for (int i = 0; i < ROUNDS; i++) {
        if (held.isEmpty() || random.nextInt(4) == 0) {
          scene.queue.fetch(id, wish(1 + random.nextInt(3))).forEach(this::take);
        }
        if (random.nextInt(50) == 0) {
          beat();
        }
        if (!held.isEmpty()) {
          work(held.get(random.nextInt(held.size())));
        }
      }
      scene.queue.release(id);
    }

    private void take(LeasedTask task) {
      held.add(task);
      lengths.put(task.lease(), (long) task.journal().size());
    }

    private void drop(LeasedTask task) {
      held.remove(task);
      lengths.remove(task.lease());
    }

    private void beat() {
      List<Lease> leases = held.stream().map(LeasedTask::lease).toList();
      scene.queue.heartbeat(id, new Held(leases, Scene.LEASE, "host", "1", Map.of()));
    }

    private void work(LeasedTask task) {
      if (random.nextInt(3) == 0) {
        Entry step = entry(task, Entry.Kind.COMPLETION);
        Write write = write(task, step).build();
        WriteResult result = scene.queue.record(task.lease(), write);
        if (result instanceof WriteResult.Written written) {
          noteWritten(task, step, written.length());
          repeats(result, scene.queue.record(task.lease(), write));
        } else {
          drop(task);
        }
        return;
      }
      commit(task);
    }

    private void commit(LeasedTask task) {
      Entry turn = entry(task, Entry.Kind.TURN);
      Write write = write(task, turn).build();
      CommitResult result = scene.queue.commit(task.lease(), write, next(task), wish(1));
      switch (result) {
        case CommitResult.Continued on -> noteWritten(task, turn, on.length());
        case CommitResult.Reopened on -> noteWritten(task, turn, on.length());
        case CommitResult.Released released -> {
          note(task, turn);
          drop(task);
          released.next().forEach(this::take);
        }
        case WriteResult.Refused refused -> drop(task);
      }
    }

    /** The same answer, unless somebody wrote to the task in between. */
    private void repeats(WriteResult first, WriteResult second) {
      if (!(second instanceof WriteResult.Refused)) {
        assertThat(second).isEqualTo(first);
      }
    }

    private void noteWritten(LeasedTask task, Entry entry, long length) {
      note(task, entry);
      lengths.put(task.lease(), length);
    }

    private void note(LeasedTask task, Entry entry) {
      ledger(appended, task.lease().task()).add(entry.payload().utf8());
    }

    private Next next(LeasedTask task) {
      return switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> new Next.Continue(random.nextInt(8) == 0);
        case 4, 5 -> park(task);
        case 6 -> new Next.BackOff(Duration.ofMillis(random.nextInt(3_000)), "busy", true);
        case 7 -> new Next.HandBack();
        case 8 -> new Next.Pause("test");
        default -> Scene.completed();
      };
    }

    private Next park(LeasedTask task) {
      String call = id + "-" + writes;
      waits.add(new WaitId(task.lease().task(), call));
      Duration timeout = Duration.ofSeconds(random.nextInt(60));
      return new Next.Park(
          List.of(NewWait.of(Wait.Kind.DEFERRED_TOOL, call, 0, 0, "tool", timeout)), List.of());
    }

    private Entry entry(LeasedTask task, Entry.Kind kind) {
      String text = id + "/" + task.lease().fence() + "/" + writes++;
      return new Entry(0, 0, 0, kind, Payload.utf8(text));
    }

    private Write.Builder write(LeasedTask task, Entry entry) {
      long length = lengths.getOrDefault(task.lease(), 0L);
      return Write.builder(OpId.random(), length).entry(entry);
    }

    private Wish wish(int slots) {
      return new Wish(
          Nonce.random(), Scene.LEASE, List.of(new Wish.Want(Scene.AGENT, null, slots)));
    }
  }

  private void people(Random random) {
    for (int i = 0; i < ROUNDS; i++) {
      TaskId task = tasks.get(random.nextInt(tasks.size()));
      switch (random.nextInt(20)) {
        case 0 -> scene.queue.cancel(task, "test");
        case 1, 2, 3 -> scene.queue.revive(task, Revival.PLAIN, OpId.random());
        case 4, 5, 6, 7 -> steer(task, "message" + random.nextLong());
        default -> answerOne();
      }
    }
  }

  /** One thread at a time steers a task, so that the ledger knows the order. */
  private void steer(TaskId task, String text) {
    Queue<String> accepted = ledger(steered, task);
    synchronized (accepted) {
      ChangeResult result =
          scene.queue.steer(
              task, List.of(Payload.utf8(text)), SteeringMode.NEXT_TURN, OpId.random());
      if (result instanceof ChangeResult.Accepted) {
        accepted.add(text);
      }
    }
  }

  private void answerOne() {
    WaitId wait = waits.poll();
    if (wait != null) {
      scene.queue.answer(wait, Answer.of(Payload.utf8("answer")), OpId.random());
    }
  }

  /** Some silences are longer than a lease: workers are taken for dead while they write. */
  private void timePasses() {
    Random random = new Random(seed + 1_000);
    for (int i = 0; i < ROUNDS; i++) {
      scene.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
      scene.queue.tick(1_000, random.nextLong());
    }
  }

  /** Lets everything end: answers, revivals, and a last worker that completes all. */
  private void drain() {
    for (int round = 0; round < 1_000 && !allAreOver(); round++) {
      scene.clock.advance(Duration.ofSeconds(5));
      scene.queue.tick(10_000, seed);
      tasks.forEach(task -> revivePaused(task));
      scene.fetch(32).forEach(this::completeAtLast);
    }
    assertThat(allAreOver()).as("all tasks end; seed %d", seed).isTrue();
  }

  /** A message that waited in an open turn reopens the task once. */
  private void completeAtLast(LeasedTask task) {
    if (scene.complete(task) instanceof CommitResult.Reopened on) {
      Write write = scene.turn(on.length());
      scene.queue.commit(task.lease(), write, Scene.completed(), Scene.NOTHING);
    }
  }

  private void revivePaused(TaskId task) {
    if (status(task) == TaskStatus.PAUSED) {
      scene.queue.revive(task, Revival.PLAIN, OpId.random());
    }
  }

  private boolean allAreOver() {
    return tasks.stream().allMatch(task -> status(task).isOver());
  }

  private TaskStatus status(TaskId task) {
    return scene.store.task(task).map(TaskRecord::status).orElse(TaskStatus.COMPLETED);
  }

  private void checkTasks() {
    for (TaskId id : tasks) {
      Optional<TaskRecord> record = scene.store.task(id);
      if (record.isEmpty()) {
        continue;
      }
      List<Entry> journal = scene.store.journal(id, 0, Integer.MAX_VALUE);
      List<String> written =
          journal.stream()
              .map(entry -> entry.payload().utf8())
              .filter(text -> text.startsWith("w"))
              .toList();
      assertThat(written)
          .as("what was accepted stands, once: %s, seed %d", id, seed)
          .containsExactlyInAnyOrderElementsOf(ledger(appended, id));
      assertThat(written)
          .as("one writer after the other: %s, seed %d", id, seed)
          .isSortedAccordingTo(
              Comparator.comparing(StressTest::fence).thenComparing(StressTest::number));
      List<String> messages =
          journal.stream()
              .filter(entry -> entry.kind() == Entry.Kind.STEERING)
              .map(entry -> entry.payload().utf8())
              .toList();
      assertThat(messages)
          .as("messages are read once and in order: %s, seed %d", id, seed)
          .containsExactlyElementsOf(ledger(steered, id).stream().limit(messages.size()).toList());
      if (record.get().status() == TaskStatus.COMPLETED) {
        assertThat(messages)
            .as("none is dropped; seed %d", seed)
            .hasSameSizeAs(ledger(steered, id));
      }
    }
  }

  private static Queue<String> ledger(Map<TaskId, Queue<String>> ledgers, TaskId task) {
    return ledgers.computeIfAbsent(task, id -> new ConcurrentLinkedQueue<>());
  }

  private static Integer fence(String text) {
    return Integer.valueOf(text.split("/", 3)[1]);
  }

  private static Integer number(String text) {
    return Integer.valueOf(text.split("/", 3)[2]);
  }

  private void checkEvents(EventFeed feed) throws InterruptedException {
    long last = 0;
    for (Optional<StoredEvent> event = feed.poll(Duration.ZERO);
        event.isPresent();
        event = feed.poll(Duration.ZERO)) {
      assertThat(event.get().sequence()).as("seed %d", seed).isEqualTo(++last);
    }
  }

  private void checkLeftovers() {
    scene.queue.release(Scene.WORKER);
    assertThat(scene.store.fleet().parkedWithNothingOpen()).isZero();
    assertThat(scene.store.fleet().queues().getFirst().waitingOwners()).isZero();
    assertThat(scene.store.waits(WaitFilter.all(), null, 10).items()).isEmpty();
    assertThat(scene.store.tasks(TaskFilter.all().statuses(TaskStatus.PROCESSING)).items())
        .isEmpty();
    assertThat(scene.fetch(32)).isEmpty();
    assertThat(scene.store.fleet().workers()).allMatch(worker -> worker.tasks() == 0);
  }
}
