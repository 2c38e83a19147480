package io.factorial.redis;

import io.factorial.error.StoreException;
import io.factorial.llm.ModelName;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Answer;
import io.factorial.port.BatchMember;
import io.factorial.port.Chunk;
import io.factorial.port.Entry;
import io.factorial.port.Estimate;
import io.factorial.port.Held;
import io.factorial.port.LeasedTask;
import io.factorial.port.LimitChange;
import io.factorial.port.NewTask;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Rates;
import io.factorial.port.Revival;
import io.factorial.port.ScheduleChange;
import io.factorial.port.WaitId;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.testkit.TestClock;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * For each script a call of a port that sends it, and all that must have happened before. Whatever
 * is named or drawn follows from the scene's number: two namespaces that play the same scenes give
 * the same answers.
 */
final class ScriptScene {
  private static final Duration LEASE = Duration.ofDays(3650);
  private static final String CALL = "call_1";

  private final RedisPorts ports;
  private final TestClock clock;
  private final int number;
  private final String agent;
  private final String owner;
  private final WorkerId worker;
  private int drawn;

  ScriptScene(RedisPorts ports, TestClock clock, int number) {
    this.ports = ports;
    this.clock = clock;
    this.number = number;
    this.agent = agent(number);
    this.owner = "owner-" + number;
    this.worker = new WorkerId("worker-" + number);
  }

  static String agent(int number) {
    return "agent-" + number;
  }

  static ModelName model(int number) {
    return ModelName.parse("test:model-" + number);
  }

  /** Does all that comes before, and answers the call. It may be made again. */
  Callable<Object> prepare(Script script) {
    ports.queue().register(card());
    return switch (script) {
      case ENQUEUE -> {
        NewTask task =
            task()
                .dedupKey("key")
                .batch(new BatchMember(new BatchId(id().value()), 2, 0))
                .delay(Duration.ofHours(1))
                .build();
        yield () -> ports.queue().enqueue(List.of(task));
      }
      case FETCH -> {
        enqueue(task());
        Wish wish = wish();
        yield () -> ports.queue().fetch(worker, wish);
      }
      case RECORD -> {
        LeasedTask task = running();
        Write write =
            write(task).reserveWait(wait(Wait.Kind.DEFERRED_TOOL)).count("tools", 1).build();
        yield () -> ports.queue().record(task.lease(), write);
      }
      case COMMIT_CONTINUE -> commit(running(), new Next.Continue(false));
      case COMMIT_PARK -> park(running());
      case COMMIT_BACK_OFF -> commit(running(), new Next.BackOff(Duration.ofHours(1), "503", true));
      case COMMIT_COMPLETE ->
          commit(child(), new Next.Complete(Payload.utf8("done"), List.of(), List.of(), List.of()));
      case COMMIT_FAIL -> commit(parent(3), new Next.Fail(new RunError("broken", "why", false)));
      case COMMIT_PAUSE -> commit(running(), new Next.Pause("policy"));
      case COMMIT_HAND_BACK -> commit(running(), new Next.HandBack());
      case HEARTBEAT -> beat(running());
      case RELEASE -> {
        running();
        yield () -> ports.queue().release(worker);
      }
      case ANSWER -> {
        TaskId id = parked();
        OpId op = op();
        yield () -> ports.queue().answer(new WaitId(id, CALL), Answer.of(Payload.utf8("yes")), op);
      }
      case STEER -> {
        TaskId id = enqueue(task());
        OpId op = op();
        yield () ->
            ports.queue().steer(id, List.of(Payload.utf8("stop")), SteeringMode.NEXT_TURN, op);
      }
      case CANCEL -> cancel(parent(3));
      // A cancel that has more children than one script takes goes on by this one.
      case CASCADE -> cancel(parent(230));
      case REVIVE -> {
        LeasedTask task = running();
        call(commit(task, new Next.Fail(new RunError("broken", "why", false))));
        OpId op = op();
        yield () -> ports.queue().revive(task.lease().task(), Revival.PLAIN, op);
      }
      case REGISTER ->
          () -> {
            ports.queue().register(card());
            return "registered";
          };
      case LIMIT -> limit(new LimitChange.OwnerTasks(owner, 3));
      case SCHEDULE_PUT -> {
        ScheduleChange put = put();
        yield () -> ports.queue().schedule(put);
      }
      case SCHEDULE_REMOVE -> {
        ports.queue().schedule(put());
        yield () -> ports.queue().schedule(new ScheduleChange.Remove(schedule()));
      }
      case SCHEDULE_FIRE -> {
        ports.queue().schedule(put());
        ScheduleChange fire =
            new ScheduleChange.Fire(
                schedule(),
                clock.instant().plusSeconds(3600),
                clock.instant().plusSeconds(7200),
                task().build());
        yield () -> ports.queue().schedule(fire);
      }
      case TICK -> {
        enqueue(task().startAt(clock.instant()).delay(Duration.ZERO));
        yield () -> ports.queue().tick(100, 7).schedules();
      }
      case CHUNK -> {
        LeasedTask task = running();
        yield () ->
            ports.events().chunk(task.lease(), new Chunk("piece", 0, 0, "s", 0, Payload.EMPTY));
      }
      case READ_TASK -> {
        TaskId id = running().lease().task();
        yield () -> ports.store().task(id);
      }
      case READ_ROWS -> {
        running();
        yield () -> ports.store().tasks(TaskFilter.all().owner(owner));
      }
      case READ_JOURNAL -> {
        TaskId id = running().lease().task();
        yield () -> ports.store().journal(id, 0, 10);
      }
      case READ_WAITS -> {
        parked();
        yield () -> ports.store().waits(WaitFilter.owner(owner), null, 10);
      }
      case READ_BATCH -> {
        BatchId batch = new BatchId(id().value());
        enqueue(task().batch(new BatchMember(batch, 1, 0)));
        yield () -> ports.store().batch(batch);
      }
      case READ_CHILDREN -> {
        LeasedTask child = child();
        call(commit(child, new Next.Fail(new RunError("broken", "why", false))));
        WaitId wait = Objects.requireNonNull(child.task().parent()).waitId();
        yield () -> ports.store().children(wait, 0, 10);
      }
      case READ_FLEET -> {
        running();
        yield () ->
            ports.store().fleet().agents().stream()
                .filter(card -> card.name().equals(agent))
                .toList();
      }
      case READ_RUNNING, PERMIT_LIMIT -> {
        running();
        yield limit(new LimitChange.AgentTasks(agent, 3));
      }
      case PERMIT_TAKE, PERMIT_SETTLE -> {
        ports.queue().limit(new LimitChange.AgentTasks(agent, 3));
        enqueue(task());
        Wish wish = wish();
        yield () -> ports.queue().fetch(worker, wish);
      }
      case PERMIT_FREE -> {
        ports.queue().limit(new LimitChange.AgentTasks(agent, 3));
        yield commit(running(), new Next.HandBack());
      }
      case PERMIT_RENEW -> {
        ports.queue().limit(new LimitChange.AgentTasks(agent, 3));
        yield beat(running());
      }
      case MODEL_ACQUIRE -> {
        ports.limits().configure(model(number), new Rates(2, 100L));
        yield () -> ports.limits().acquire(model(number), new Estimate(5, 5), Duration.ZERO);
      }
      case MODEL_CHANGE ->
          () -> {
            ports.limits().configure(model(number), new Rates(2, 100L));
            return ports.limits().rates().get(model(number));
          };
    };
  }

  private Callable<Object> park(LeasedTask task) {
    return commit(task, new Next.Park(List.of(wait(Wait.Kind.DEFERRED_TOOL)), List.of()));
  }

  private TaskId parked() {
    LeasedTask task = running();
    call(park(task));
    return task.lease().task();
  }

  private Callable<Object> commit(LeasedTask task, Next next) {
    Write write = write(task).build();
    Wish refill = new Wish(nonce(), LEASE, List.of());
    return () -> ports.queue().commit(task.lease(), write, next, refill);
  }

  private Callable<Object> cancel(LeasedTask task) {
    return () -> ports.queue().cancel(task.lease().task(), "not needed");
  }

  private Callable<Object> beat(LeasedTask task) {
    Held held = new Held(List.of(task.lease()), LEASE, "host", "1", Map.of(agent, 1));
    return () -> {
      var result = ports.queue().heartbeat(worker, held);
      if (!result.unreached().isEmpty()) {
        throw new StoreException("not reached", true);
      }
      return result;
    };
  }

  private Callable<Object> limit(LimitChange change) {
    return () -> {
      ports.queue().limit(change);
      return "limited";
    };
  }

  private ScheduleChange put() {
    return new ScheduleChange.Put(
        schedule(), owner, Payload.utf8("spec"), clock.instant().plusSeconds(3600));
  }

  private String schedule() {
    return "schedule-" + number;
  }

  private LeasedTask running() {
    enqueue(task());
    return fetch();
  }

  private LeasedTask fetch() {
    return ports.queue().fetch(worker, wish()).getFirst();
  }

  /** A running task whose children are queued. */
  private LeasedTask parent(int children) {
    LeasedTask task = running();
    NewWait wait = wait(Wait.Kind.CHILD_TASK).forChildren(children, ChildPolicy.collect());
    ports.queue().record(task.lease(), write(task).reserveWait(wait).build());
    WaitId waitId = new WaitId(task.lease().task(), CALL);
    ports
        .queue()
        .enqueue(
            IntStream.range(0, children)
                .mapToObj(
                    i ->
                        NewTask.builder(
                                task.lease().task().child(0, 0, i),
                                agent,
                                owner,
                                Payload.utf8("child"))
                            .parent(new Parent(waitId, i))
                            .build())
                .toList());
    return new LeasedTask(
        task.lease(), task.task(), ports.store().journal(task.lease().task(), 0, 9), true, false);
  }

  /** A running child of a running parent. */
  private LeasedTask child() {
    parent(1);
    return fetch();
  }

  private TaskId enqueue(NewTask.Builder task) {
    return ports.queue().enqueue(List.of(task.build())).getFirst().id();
  }

  private NewTask.Builder task() {
    return NewTask.builder(id(), agent, owner, Payload.utf8("input")).title("title");
  }

  private Write.Builder write(LeasedTask task) {
    return Write.builder(op(), task.journal().size())
        .entry(new Entry(0, 0, 0, Entry.Kind.COMPLETION, Payload.utf8("completion")));
  }

  private static NewWait wait(Wait.Kind kind) {
    return NewWait.of(kind, CALL, 0, 0, "tool", Duration.ofDays(7));
  }

  private Wish wish() {
    return new Wish(nonce(), LEASE, List.of(new Wish.Want(agent, null, 1)));
  }

  private AgentCard card() {
    return new AgentCard(
        agent,
        null,
        "",
        TaskTtlConfig.defaults(),
        3,
        MetricsTimelineConfig.defaults(),
        Payload.EMPTY);
  }

  private TaskId id() {
    return ports.queue().id(owner, nonce());
  }

  private OpId op() {
    return new OpId(nonce().value());
  }

  private Nonce nonce() {
    drawn++;
    return Nonce.derived(number + "/" + drawn);
  }

  private static void call(Callable<Object> call) {
    try {
      call.call();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
