package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.event.EventFilter;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Answer;
import io.factorial.port.ChangeResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.Fleet;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.NewWait;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.TaskRecord;
import io.factorial.port.TickResult;
import io.factorial.port.WaitId;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/**
 * The words in which the suites tell their histories: one registered agent, two workers, and short
 * names for what clients and workers do. Owners are free texts; tests that need several owners in
 * one partition take {@link #neighbours(int)}.
 */
public interface QueueScene extends PortContract {
  /** The registered agent. */
  String AGENT = "agent";

  /** The worker that fetches where a test names none. */
  WorkerId WORKER = new WorkerId("worker-1");

  /** Another worker. */
  WorkerId OTHER = new WorkerId("worker-2");

  /** How many deaths of its worker a task of the agent survives. */
  int MAX_RECOVERIES = 3;

  /** How long completed tasks of the agent are kept. */
  Duration COMPLETED_TTL = Duration.ofHours(1);

  /** How long failed tasks of the agent are kept. */
  Duration FAILED_TTL = Duration.ofHours(24);

  /** How long cancelled tasks of the agent are kept. */
  Duration CANCELLED_TTL = Duration.ofMinutes(30);

  /** Makes the agent known. */
  @BeforeEach
  default void registerTheAgent() {
    queue().register(card(AGENT));
  }

  /**
   * The card of an agent.
   *
   * @param agent the agent's name
   * @return its card, with the TTLs and recoveries above
   */
  default AgentCard card(String agent) {
    return new AgentCard(
        agent,
        null,
        "fingerprint",
        new TaskTtlConfig(COMPLETED_TTL, FAILED_TTL, CANCELLED_TTL),
        MAX_RECOVERIES,
        MetricsTimelineConfig.defaults(),
        Payload.EMPTY);
  }

  /**
   * Owners whose tasks live in one partition.
   *
   * @param n how many
   * @return the owners
   */
  default List<String> neighbours(int n) {
    Nonce nonce = Nonce.random();
    int partition = queue().id("owner-0", nonce).partition();
    return IntStream.range(0, 1_000_000)
        .mapToObj(i -> "owner-" + i)
        .filter(owner -> queue().id(owner, nonce).partition() == partition)
        .limit(n)
        .toList();
  }

  // ---- clients

  /**
   * Begins a task of the agent.
   *
   * @param owner its owner
   * @return a builder with a new id
   */
  default NewTask.Builder task(String owner) {
    return NewTask.builder(queue().id(owner, Nonce.random()), AGENT, owner, Payload.utf8("hello"));
  }

  /**
   * Enqueues a task of the agent.
   *
   * @param owner its owner
   * @return its id
   */
  default TaskId enqueue(String owner) {
    return enqueue(task(owner));
  }

  /**
   * Enqueues a task that must be new.
   *
   * @param task the task
   * @return its id
   */
  default TaskId enqueue(NewTask.Builder task) {
    Enqueued answer = tryEnqueue(task);
    assertThat(answer).isInstanceOf(Enqueued.Created.class);
    return answer.id();
  }

  /**
   * Enqueues several tasks of the agent in one call.
   *
   * @param owner their owner
   * @param n how many
   * @return their ids in order
   */
  default List<TaskId> enqueue(String owner, int n) {
    List<NewTask> tasks = Stream.generate(() -> task(owner).build()).limit(n).toList();
    return queue().enqueue(tasks).stream().map(Enqueued::id).toList();
  }

  /**
   * Enqueues a task.
   *
   * @param task the task
   * @return the answer, whatever it is
   */
  default Enqueued tryEnqueue(NewTask.Builder task) {
    List<Enqueued> answers = queue().enqueue(List.of(task.build()));
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  /**
   * Answers a wait under a new operation.
   *
   * @param task the task that waits
   * @param call the call
   * @param text the answer
   * @return what became of it
   */
  default AnswerOutcome answer(TaskId task, String call, String text) {
    return queue().answer(new WaitId(task, call), Answer.of(Payload.utf8(text)), OpId.random());
  }

  /**
   * Steers a task under a new operation, for its next turn.
   *
   * @param task the task
   * @param messages the messages
   * @return what became of it
   */
  default ChangeResult steer(TaskId task, String... messages) {
    return queue()
        .steer(
            task,
            Stream.of(messages).map(Payload::utf8).toList(),
            SteeringMode.NEXT_TURN,
            OpId.random());
  }

  /**
   * Cancels a task.
   *
   * @param task the task
   * @return what became of it
   */
  default ChangeResult cancel(TaskId task) {
    return queue().cancel(task, "not needed");
  }

  /**
   * Listens to an owner's events, from now on.
   *
   * @param owner the owner
   * @return what is heard
   */
  default Heard listen(String owner) {
    return new Heard(
        events().open(EventFilter.owner(owner), null),
        () -> enqueue(task(owner).delay(Duration.ofDays(3650))));
  }

  // ---- workers

  /**
   * A wish for tasks of the agent.
   *
   * @param slots how many
   * @return a new wish
   */
  default Wish wish(int slots) {
    return new Wish(Nonce.random(), Running.LEASE, List.of(new Wish.Want(AGENT, null, slots)));
  }

  /**
   * Fetches tasks of the agent.
   *
   * @param worker who fetches
   * @param slots how many at most
   * @return the tasks, in hand
   */
  default List<Running> fetch(WorkerId worker, int slots) {
    return running(queue().fetch(worker, wish(slots)));
  }

  /**
   * Takes leased tasks into hand.
   *
   * @param leased the tasks
   * @return the tasks, in hand
   */
  default List<Running> running(Collection<LeasedTask> leased) {
    return leased.stream().map(task -> new Running(queue(), task)).toList();
  }

  /**
   * Fetches everything that is runnable.
   *
   * @param worker who fetches
   * @return the tasks, in hand
   */
  default List<Running> fetchAll(WorkerId worker) {
    List<Running> all = new ArrayList<>();
    List<Running> some = fetch(worker, 32);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = fetch(worker, 32);
    }
    return all;
  }

  /**
   * Fetches one task, which must be there.
   *
   * @param worker who fetches
   * @return the task, in hand
   */
  default Running fetchOne(WorkerId worker) {
    List<Running> tasks = fetch(worker, 1);
    assertThat(tasks).as("runnable tasks").hasSize(1);
    return tasks.getFirst();
  }

  /**
   * Fetches one task, which must be there.
   *
   * @return the task, in the hands of the first worker
   */
  default Running fetchOne() {
    return fetchOne(WORKER);
  }

  /**
   * Enqueues a task and fetches it. No other task may be runnable.
   *
   * @param owner its owner
   * @return the task, in the hands of the first worker
   */
  default Running running(String owner) {
    return running(task(owner));
  }

  /**
   * Enqueues a task and fetches it. No other task may be runnable.
   *
   * @param task the task
   * @return the task, in the hands of the first worker
   */
  default Running running(NewTask.Builder task) {
    TaskId id = enqueue(task);
    Running running = fetchOne();
    assertThat(running.id()).isEqualTo(id);
    return running;
  }

  /**
   * A task in the middle of a turn: its completion has asked for the deferred call {@code call_1}.
   *
   * @param owner its owner
   * @return the task, in the hands of the first worker
   */
  default Running halfTurn(String owner) {
    Running running = running(owner);
    running.completion(running.deferred("call_1", 0));
    return running;
  }

  /**
   * A task that is parked on the deferred call {@code call_1}.
   *
   * @param owner its owner
   * @return its id
   */
  default TaskId parked(String owner) {
    Running running = running(owner);
    running.parkOn(running.deferred("call_1", 0));
    return running.id();
  }

  /**
   * A task that failed.
   *
   * @param owner its owner
   * @return its id
   */
  default TaskId failed(String owner) {
    Running running = running(owner);
    running.fail("broken");
    return running.id();
  }

  /**
   * A task that completed.
   *
   * @param owner its owner
   * @return its id
   */
  default TaskId completed(String owner) {
    Running running = running(owner);
    running.complete("done");
    return running.id();
  }

  /** Checks that nothing can be fetched. */
  default void nothingIsRunnable() {
    assertThat(fetch(WORKER, 32)).as("runnable tasks").isEmpty();
  }

  /**
   * Beats for a worker that holds some tasks.
   *
   * @param worker who beats
   * @param held what it believes to hold
   * @return the answer
   */
  default HeartbeatResult beat(WorkerId worker, Running... held) {
    return queue()
        .heartbeat(
            worker,
            new Held(
                Stream.of(held).map(Running::lease).toList(),
                Running.LEASE,
                "host",
                "1.0",
                Map.of(AGENT, 10)));
  }

  // ---- children

  /**
   * A parent in the middle of a turn that spawned children by the call {@code spawn}.
   *
   * @param parent the parent, in its worker's hands
   * @param on the reserved wait for the children
   * @param children their ids
   */
  record Spawned(Running parent, NewWait on, List<TaskId> children) {
    /** Copies. */
    public Spawned {
      children = List.copyOf(children);
    }

    /**
     * The wait's name.
     *
     * @return the name under which the children's results are read
     */
    public WaitId waitId() {
      return parent.waitId(on.call());
    }

    /** Parks the parent on its children. */
    public void park() {
      parent.park(on);
    }
  }

  /**
   * Makes children for a task.
   *
   * @param parent the task, in its worker's hands
   * @param owner its owner
   * @param n how many children
   * @param policy when their results suffice
   * @return the parent, which is not parked yet, and its queued children
   */
  default Spawned spawn(Running parent, String owner, int n, ChildPolicy policy) {
    NewWait wait = parent.waiting(Wait.Kind.CHILD_TASK, "spawn", 0).forChildren(n, policy);
    parent.completion(wait);
    List<NewTask> children =
        IntStream.range(0, n).mapToObj(i -> child(parent, owner, wait, i).build()).toList();
    assertThat(queue().enqueue(children))
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(Enqueued.Created.class));
    return new Spawned(parent, wait, children.stream().map(NewTask::id).toList());
  }

  /**
   * Begins a child of a task.
   *
   * @param parent the task
   * @param owner the child's owner
   * @param wait the parent's wait
   * @param i the child's number
   * @return a builder with the child's derived id
   */
  default NewTask.Builder child(Running parent, String owner, NewWait wait, int i) {
    return NewTask.builder(
            parent.id().child(wait.turn(), wait.index(), i), AGENT, owner, Payload.utf8("child"))
        .parent(new Parent(parent.waitId(wait.call()), i));
  }

  /**
   * A parent that is parked on children.
   *
   * @param owner its owner
   * @param n how many children
   * @param policy when their results suffice
   * @return the parent and its queued children
   */
  default Spawned family(String owner, int n, ChildPolicy policy) {
    Spawned spawned = spawn(running(owner), owner, n, policy);
    spawned.park();
    return spawned;
  }

  // ---- what is there

  /**
   * Reads a task that must be there.
   *
   * @param id its id
   * @return its record
   */
  default TaskRecord record(TaskId id) {
    return store().task(id).orElseThrow(() -> new AssertionError("no task " + id));
  }

  /**
   * Reads a task's status.
   *
   * @param id its id
   * @return the status
   */
  default TaskStatus status(TaskId id) {
    return record(id).status();
  }

  /**
   * Reads a task's whole journal.
   *
   * @param id its id
   * @return the entries in order
   */
  default List<Entry> journal(TaskId id) {
    return store().journal(id, 0, 100_000);
  }

  /**
   * Reads the entries of one kind as texts.
   *
   * @param id the task
   * @param kind the kind
   * @return their payloads in order
   */
  default List<String> texts(TaskId id, Entry.Kind kind) {
    return texts(journal(id), kind);
  }

  /**
   * Reads the entries of one kind as texts.
   *
   * @param entries the entries
   * @param kind the kind
   * @return their payloads in order
   */
  default List<String> texts(List<Entry> entries, Entry.Kind kind) {
    return entries.stream()
        .filter(entry -> entry.kind() == kind)
        .map(entry -> entry.payload().utf8())
        .toList();
  }

  /**
   * Reads how many tasks of the agent have a status.
   *
   * @param status the status
   * @return how many
   */
  default long count(TaskStatus status) {
    return store().fleet().queues().stream()
        .filter(row -> row.agent().equals(AGENT))
        .map(Fleet.QueueRow::counts)
        .mapToLong(counts -> counts.getOrDefault(status, 0L))
        .sum();
  }

  // ---- time

  /** Does all that is due. */
  default void tick() {
    TickResult result = queue().tick(1_000, 42);
    for (int i = 0; result.more(); i++) {
      assertThat(i).as("ticks until nothing is due").isLessThan(10_000);
      result = queue().tick(1_000, 42);
    }
  }

  /**
   * Lets time pass and does what is due then, in one step: as if no process had run meanwhile. No
   * worker is declared dead by it.
   *
   * @param time how long
   */
  default void elapseAndTick(Duration time) {
    elapse(time);
    tick();
  }

  /**
   * Lets time pass as it does in a fleet that is alive: somebody ticks every second.
   *
   * @param time how long, in whole seconds
   * @param beating workers that beat meanwhile with all that they hold
   */
  default void elapseTicking(Duration time, WorkerId... beating) {
    for (long second = 0; second < time.toSeconds(); second++) {
      elapse(Duration.ofSeconds(1));
      for (WorkerId worker : beating) {
        beat(worker);
      }
      tick();
    }
  }

  /**
   * Lets every worker that does not beat die, and its tasks be recovered.
   *
   * @param beating workers that live on
   */
  default void silence(WorkerId... beating) {
    elapseTicking(Running.LEASE.plusSeconds(2), beating);
  }

  // ---- writes

  /**
   * The same write under the same operation, for another expected length.
   *
   * @param write the write
   * @param expectedLength the length
   * @return a changed copy
   */
  default Write expecting(Write write, long expectedLength) {
    return Write.builder(write.op(), expectedLength)
        .entries(write.entries())
        .events(write.events())
        .build();
  }
}
