package io.factorial.inmemory;

import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.task.TaskId;
import io.factorial.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A store on a test clock, with one agent, and what a worker does with it. */
final class Scene {
  static final String AGENT = "agent";
  static final WorkerId WORKER = new WorkerId("worker");
  static final Duration LEASE = Duration.ofSeconds(8);
  static final Wish NOTHING = new Wish(Nonce.random(), Duration.ZERO, List.of());

  final TestClock clock = new TestClock();
  final Store inside = new Store(clock);
  final TaskQueue queue = new InMemoryTaskQueue(inside);
  final TaskStore store = new InMemoryTaskStore(inside);
  final InMemoryEventBus events = new InMemoryEventBus(inside);

  private long nonces;

  Scene() {
    this(TaskTtlConfig.defaults());
  }

  Scene(TaskTtlConfig ttl) {
    queue.register(
        new AgentCard(AGENT, null, "", ttl, 3, MetricsTimelineConfig.defaults(), Payload.EMPTY));
  }

  TaskId enqueue(String owner) {
    NewTask task = task(owner).build();
    queue.enqueue(List.of(task));
    return task.id();
  }

  NewTask.Builder task(String owner) {
    TaskId id = queue.id(owner, nonce());
    return NewTask.builder(id, AGENT, owner, Payload.utf8("input"));
  }

  List<LeasedTask> fetch(int slots) {
    return queue.fetch(WORKER, wish(slots));
  }

  LeasedTask fetchOne() {
    return fetch(1).getFirst();
  }

  /** Cheaper than a random one, and the same in each run. */
  private Nonce nonce() {
    return new Nonce(String.format(Locale.ROOT, "%022d", ++nonces));
  }

  Wish wish(int slots) {
    return new Wish(nonce(), LEASE, List.of(new Wish.Want(AGENT, null, slots)));
  }

  CommitResult goOn(LeasedTask task, long length) {
    return queue.commit(task.lease(), turn(length), new Next.Continue(false), NOTHING);
  }

  CommitResult complete(LeasedTask task) {
    return queue.commit(task.lease(), turn(task.journal().size()), completed(), NOTHING);
  }

  static Next completed() {
    return new Next.Complete(Payload.utf8("done"), List.of(), List.of(), List.of());
  }

  Write turn(long length) {
    return Write.builder(new OpId("op" + ++nonces), length)
        .entry(new Entry(0, 0, 0, Entry.Kind.TURN, Payload.EMPTY))
        .build();
  }
}
