package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.CommitResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.NewTask;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One random history: a fleet of three workers and three owners, driven by one seed. */
final class RandomHistory {
  private static final List<String> OWNERS = List.of("ada", "bob", "cleo");
  private static final int MOST_TASKS = 40;
  private static final int LAST_STEPS = 12;
  private static final int RECENT_WAITS = 8;
  private static final int FREEZE = 14;

  private final QueueScene scene;
  private final long seed;
  private final Random random;
  private final Invariants invariants;
  private final Map<String, Heard> heard = new LinkedHashMap<>();
  private final List<WorkerId> workers =
      List.of(new WorkerId("one"), new WorkerId("two"), new WorkerId("three"));

  /** What the workers believe to hold. A belief may be wrong, as after a recovery. */
  private final List<Hand> hands = new ArrayList<>();

  /** Leases of which a worker knows that they are lost: no write of theirs may pass. */
  private final List<Running> lost = new ArrayList<>();

  /** The waits of the last turns, to be answered now, later or twice. */
  private final List<WaitId> waits = new ArrayList<>();

  /** The waits of each task's last completion. */
  private final Map<TaskId, List<NewWait>> reserved = new HashMap<>();

  /** Workers that do not beat for a while, and how long. */
  private final Map<WorkerId, Integer> frozen = new LinkedHashMap<>();

  private final List<String> steps = new ArrayList<>();
  private int texts;

  RandomHistory(QueueScene scene, long seed) {
    this.scene = scene;
    this.seed = seed;
    this.random = new Random(seed);
    this.invariants = new Invariants(scene);
  }

  /** A task in a worker's hands, and the waits of its turn. */
  private record Hand(Running running, List<NewWait> waits) {}

  void play(int count) {
    OWNERS.forEach(owner -> heard.put(owner, scene.listen(owner)));
    try {
      for (int i = 0; i < count; i++) {
        invariants.check(step());
      }
      bringEveryTaskToItsEnd();
      invariants.checkJournals();
      markersAside();
    } catch (AssertionError broken) {
      throw new AssertionError(
          "seed " + seed + ", step " + steps.size() + "\n" + lastSteps() + broken.getMessage(),
          broken);
    }
  }

  private String lastSteps() {
    List<String> tail = steps.subList(Math.max(0, steps.size() - LAST_STEPS), steps.size());
    return String.join("\n", tail) + "\n";
  }

  private void markersAside() {
    heard.values().forEach(ears -> invariants.checkEvents(ears.all()));
  }

  /** Makes one step; answers how many transitions a task may have made in it. */
  private int step() {
    int dice = random.nextInt(100);
    if (dice < 14) {
      return enqueue();
    }
    if (dice < 26) {
      return fetch();
    }
    if (dice < 58) {
      return hands.isEmpty() ? fetch() : work(pick(hands));
    }
    if (dice < 68) {
      return answer();
    }
    if (dice < 74) {
      return steer();
    }
    if (dice < 76) {
      return cancel();
    }
    if (dice < 80) {
      return revive();
    }
    if (dice < 84) {
      return writeWithALostLease();
    }
    if (dice < 86) {
      return release();
    }
    return timePasses();
  }

  // ---- clients

  private int enqueue() {
    if (invariants.tasks().size() >= MOST_TASKS) {
      return timePasses();
    }
    NewTask.Builder task = scene.task(pick(OWNERS)).priority(random.nextInt(10));
    if (random.nextInt(4) == 0) {
      task.delay(Duration.ofSeconds(random.nextInt(20)));
    }
    if (random.nextInt(4) == 0) {
      task.dedupKey("key-" + random.nextInt(5));
    }
    Enqueued answer = scene.tryEnqueue(task);
    did("enqueue", answer);
    if (answer instanceof Enqueued.Created) {
      invariants.stored(answer.id());
    } else {
      assertThat(invariants.tasks()).contains(answer.id());
    }
    return 1;
  }

  private int answer() {
    if (waits.isEmpty()) {
      return enqueue();
    }
    WaitId wait = pick(waits.subList(Math.max(0, waits.size() - RECENT_WAITS), waits.size()));
    did("answer " + wait, scene.answer(wait.task(), wait.call(), text("answer")));
    return 1;
  }

  private int steer() {
    List<TaskId> tasks = invariants.tasks();
    if (tasks.isEmpty()) {
      return enqueue();
    }
    TaskId task = pick(tasks);
    String text = text("message");
    ChangeResult result = scene.steer(task, text);
    did("steer " + task, result);
    boolean over = invariants.lastStatus(task).isOver();
    assertThat(result instanceof ChangeResult.Accepted).isEqualTo(!over);
    if (!over) {
      invariants.steered(task, text);
    }
    return 1;
  }

  private int cancel() {
    List<TaskId> tasks = invariants.tasks();
    if (tasks.isEmpty()) {
      return enqueue();
    }
    TaskId task = pick(tasks);
    ChangeResult result = scene.cancel(task);
    did("cancel " + task, result);
    assertThat(result instanceof ChangeResult.Accepted)
        .isEqualTo(!invariants.lastStatus(task).isOver());
    return 2;
  }

  private int revive() {
    List<TaskId> tasks = invariants.tasks();
    if (tasks.isEmpty()) {
      return enqueue();
    }
    TaskId task = pick(tasks);
    TaskStatus before = invariants.lastStatus(task);
    ChangeResult result = scene.queue().revive(task, Revival.PLAIN, OpId.random());
    did("revive " + task, result);
    if (before != TaskStatus.PAUSED && before != TaskStatus.FAILED) {
      assertThat(result).isEqualTo(new ChangeResult.Refused(before));
    }
    return 1;
  }

  // ---- workers

  private int fetch() {
    WorkerId worker = pick(workers);
    if (frozen.containsKey(worker)) {
      return timePasses();
    }
    List<Running> fetched = scene.fetch(worker, 1 + random.nextInt(4));
    did("fetch by " + worker, fetched);
    for (Running running : fetched) {
      assertThat(invariants.lastStatus(running.id()))
          .as("what was fetched was runnable")
          .isIn(TaskStatus.QUEUED, TaskStatus.ACTIVE);
      take(running);
    }
    return 1;
  }

  /** A new lease on a task proves that every older one is lost. */
  private void take(Running running) {
    hands.stream()
        .filter(hand -> hand.running().id().equals(running.id()))
        .toList()
        .forEach(this::lose);
    hands.add(new Hand(running, unanswered(running)));
  }

  /** The waits of an open turn that a worker takes over, but for those whose answer it can read. */
  private List<NewWait> unanswered(Running running) {
    List<NewWait> left = new ArrayList<>();
    if (running.leased().turnOpen()) {
      reserved.getOrDefault(running.id(), List.of()).stream()
          .filter(wait -> wait.turn() == running.turn())
          .filter(wait -> !isAnswered(running.leased().journal(), wait))
          .forEach(left::add);
    }
    return left;
  }

  private static boolean isAnswered(List<Entry> journal, NewWait wait) {
    return journal.stream()
        .anyMatch(
            entry ->
                entry.kind() == Entry.Kind.ANSWER
                    && entry.turn() == wait.turn()
                    && entry.index() == wait.index());
  }

  /** Whether the turn's completion is recorded: there is no second one. */
  private static boolean isOpen(Hand hand) {
    Running running = hand.running();
    return !hand.waits().isEmpty()
        || (running.leased().turnOpen() && running.turn() == running.leased().task().turn());
  }

  private void lose(Hand hand) {
    hands.remove(hand);
    lost.add(hand.running());
  }

  private int work(Hand hand) {
    WorkerId worker = hand.running().lease().worker();
    if (frozen.containsKey(worker)) {
      if (random.nextInt(5) > 0) {
        return timePasses();
      }
      frozen.remove(worker);
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> note(hand);
      case 3 -> complete(hand);
      case 4, 5 -> isOpen(hand) ? park(hand) : reserve(hand);
      case 6 -> isOpen(hand) ? park(hand) : spawn(hand);
      case 7 -> commit(hand, new Next.BackOff(seconds(), "503", random.nextBoolean()));
      case 8 -> commit(hand, random.nextInt(3) == 0 ? Running.failing("broken") : handBack());
      case 9 -> commit(hand, random.nextInt(3) == 0 ? new Next.Pause("policy") : handBack());
      default -> commit(hand, new Next.Continue(random.nextInt(5) == 0));
    };
  }

  private Duration seconds() {
    return Duration.ofSeconds(random.nextInt(10));
  }

  private static Next handBack() {
    return new Next.HandBack();
  }

  private int note(Hand hand) {
    Running running = hand.running();
    String text = text("note");
    Write write = running.write().entry(running.entry(Entry.Kind.NOTE, 0, text)).build();
    WriteResult result = running.tryRecord(write);
    did("note by " + running, result);
    if (result instanceof WriteResult.Written) {
      invariants.noted(running.id(), text);
      sometimes(() -> assertSame(result, scene.queue().record(running.lease(), write)));
    } else {
      refused(hand, result);
    }
    return 1;
  }

  private int reserve(Hand hand) {
    Running running = hand.running();
    List<NewWait> turn = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      turn.add(
          running
              .deferred("call_" + running.turn() + "_" + i, i)
              .within(Duration.ofSeconds(5 + random.nextInt(30))));
    }
    return completion(hand, turn);
  }

  private int completion(Hand hand, List<NewWait> turn) {
    Running running = hand.running();
    Write.Builder write =
        running.write().entry(running.entry(Entry.Kind.COMPLETION, 0, "completion"));
    turn.forEach(write::reserveWait);
    WriteResult result = running.tryRecord(write.build());
    did("completion by " + running, result);
    if (result instanceof WriteResult.Written) {
      hand.waits().addAll(turn);
      reserved.put(running.id(), turn);
      turn.forEach(wait -> waits.add(running.waitId(wait.call())));
    } else {
      refused(hand, result);
    }
    return 1;
  }

  private int spawn(Hand hand) {
    Running running = hand.running();
    if (running.id().value().length() > 60 || invariants.tasks().size() >= MOST_TASKS) {
      return note(hand);
    }
    int children = 1 + random.nextInt(3);
    NewWait wait =
        running
            .waiting(Wait.Kind.CHILD_TASK, "spawn_" + running.turn(), 5)
            .forChildren(children, policy(children));
    completion(hand, List.of(wait));
    if (hands.contains(hand)) {
      String owner = running.leased().task().ownerId();
      IntStream.range(0, children)
          .mapToObj(i -> scene.tryEnqueue(scene.child(running, owner, wait, i)))
          .filter(Enqueued.Created.class::isInstance)
          .filter(answer -> !invariants.tasks().contains(answer.id()))
          .forEach(answer -> invariants.stored(answer.id()));
    }
    return 1;
  }

  private ChildPolicy policy(int children) {
    return switch (random.nextInt(3)) {
      case 0 -> ChildPolicy.failFast();
      case 1 -> ChildPolicy.firstOf(1 + random.nextInt(children));
      default -> ChildPolicy.collect();
    };
  }

  private int park(Hand hand) {
    return hand.waits().isEmpty()
        ? commit(hand, new Next.Continue(false))
        : commit(hand, Running.parking(hand.waits().toArray(NewWait[]::new)));
  }

  private int complete(Hand hand) {
    Running running = hand.running();
    return commit(
        hand,
        new Next.Complete(
            Payload.utf8("done"), List.of(running.event("run_completed")), List.of(), List.of()));
  }

  private int commit(Hand hand, Next next) {
    Running running = hand.running();
    Write write = running.lastWrite().build();
    Wish refill = random.nextBoolean() ? Running.noRefill() : scene.wish(1);
    CommitResult result = running.tryCommit(write, next, refill);
    did(next.getClass().getSimpleName() + " by " + running, result);
    switch (result) {
      case CommitResult.Continued continued -> {
        if (next instanceof Next.Continue || next instanceof Next.Park) {
          hand.waits().clear();
        }
        sometimes(() -> assertReplay(running, write, next, continued));
      }
      case CommitResult.Reopened reopened -> {
        hand.waits().clear();
        sometimes(() -> assertReplay(running, write, next, reopened));
      }
      case CommitResult.Released released -> {
        lose(hand);
        sometimes(
            () ->
                assertReplay(
                    running,
                    write,
                    next,
                    new CommitResult.Released(released.outcome(), List.of())));
        running.next(released).forEach(this::take);
      }
      case WriteResult.Refused refused -> refused(hand, refused);
    }
    return 2;
  }

  private void assertReplay(Running running, Write write, Next next, CommitResult expected) {
    assertSame(expected, scene.queue().commit(running.lease(), write, next, Running.noRefill()));
  }

  private static void assertSame(Object first, Object second) {
    assertThat(second).as("a replay is answered as the first time").isEqualTo(first);
  }

  private void sometimes(Runnable check) {
    if (random.nextInt(4) == 0) {
      check.run();
    }
  }

  /** A worker's own write is refused only when somebody else had the task end or taken away. */
  private void refused(Hand hand, Object result) {
    Running running = hand.running();
    if (result instanceof WriteResult.Stale stale) {
      assertThat(stale.newestFence()).isGreaterThanOrEqualTo(running.lease().fence());
      assertThat(holder(running.id())).isNotEqualTo(running.lease());
    } else {
      assertThat(result).isInstanceOf(WriteResult.Ended.class);
    }
    lose(hand);
  }

  /** The worker and fence that the store names; the nonce is not told. */
  private @Nullable Lease holder(TaskId id) {
    var record = scene.record(id);
    return record.worker() == null
        ? null
        : hands.stream()
            .map(hand -> hand.running().lease())
            .filter(lease -> lease.task().equals(id) && lease.fence() == record.fence())
            .findFirst()
            .orElse(null);
  }

  private int writeWithALostLease() {
    if (lost.isEmpty()) {
      return timePasses();
    }
    Running running = pick(lost);
    WorkerMove move = pick(List.of(WorkerMove.values()));
    Object result = move.by(running);
    did(move + " by lost " + running, result);
    assertThat(result).isInstanceOf(WriteResult.Refused.class);
    return 0;
  }

  private int release() {
    WorkerId worker = pick(workers);
    did("release of " + worker, scene.queue().release(worker));
    hands.stream()
        .filter(hand -> hand.running().lease().worker().equals(worker))
        .toList()
        .forEach(this::lose);
    return 1;
  }

  // ---- time

  private int timePasses() {
    if (random.nextInt(8) == 0) {
      frozen.put(pick(workers), FREEZE);
    }
    int seconds = 1 + random.nextInt(4);
    for (int second = 0; second < seconds; second++) {
      scene.elapse(Duration.ofMillis(500L + random.nextInt(500)));
      workers.stream().filter(worker -> !isFrozen(worker)).forEach(this::beat);
      scene.tick();
    }
    did("ticks for " + seconds + " s", "frozen: " + frozen.keySet());
    return 3;
  }

  /** A frozen worker beats again after a while, unless it wakes up earlier and writes. */
  private boolean isFrozen(WorkerId worker) {
    return frozen.computeIfPresent(worker, (who, left) -> left == 1 ? null : left - 1) != null;
  }

  private void beat(WorkerId worker) {
    List<Hand> mine =
        hands.stream().filter(hand -> hand.running().lease().worker().equals(worker)).toList();
    List<Lease> gone =
        scene.beat(worker, mine.stream().map(Hand::running).toArray(Running[]::new)).gone();
    mine.stream().filter(hand -> gone.contains(hand.running().lease())).forEach(this::lose);
  }

  // ---- the end

  private void bringEveryTaskToItsEnd() {
    workers.forEach(worker -> scene.queue().release(worker));
    hands.clear();
    for (int round = 0; round < 60 && !allAreOver(); round++) {
      invariants.tasks().stream()
          .filter(id -> scene.status(id) == TaskStatus.PAUSED)
          .forEach(id -> scene.queue().revive(id, Revival.PLAIN, OpId.random()));
      scene.store().waits(WaitFilter.all(), null, 500).items().stream()
          .filter(row -> row.kind() == Wait.Kind.DEFERRED_TOOL)
          .map(WaitRow::id)
          .forEach(wait -> scene.answer(wait.task(), wait.call(), "at last"));
      scene.elapseAndTick(Duration.ofSeconds(61));
      scene.fetchAll(workers.getFirst()).forEach(this::finish);
      did("round " + round, "");
      invariants.check(4);
    }
    assertThat(invariants.tasks())
        .as("every task comes to its end")
        .allSatisfy(id -> assertThat(scene.status(id).isOver()).as(id.value()).isTrue());
  }

  private boolean allAreOver() {
    return invariants.tasks().stream().allMatch(id -> scene.status(id).isOver());
  }

  private void finish(Running running) {
    Next.Complete complete =
        new Next.Complete(
            Payload.utf8("done"), List.of(running.event("run_completed")), List.of(), List.of());
    if (running.tryCommit(running.lastWrite().build(), complete) instanceof CommitResult.Reopened) {
      running.tryCommit(running.lastWrite().build(), complete);
    }
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String text(String kind) {
    texts++;
    return kind + " " + texts;
  }

  private void did(String what, Object answer) {
    steps.add("  " + steps.size() + ": " + what + " -> " + answer);
  }
}
