package io.factorial.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.error.EventsTrimmedException;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.event.RunEvent;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.redis.server.LocalRedis;
import io.factorial.redis.server.LocalRedisCluster;
import io.factorial.run.RunResult;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Worker processes, a client process and a Redis, of which some are killed, frozen or restarted,
 * and a ledger of everything that the workers did to the outside world.
 */
final class FleetTest {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  /** The promise is 2 seconds; a machine that builds something else at the same time is slower. */
  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(10);

  private static final int STEPS = 3;
  private static final String[] DURABLE = {"--appendonly", "yes", "--appendfsync", "always"};

  private final List<Fleet> fleets = new ArrayList<>();

  @AfterEach
  void end() {
    fleets.forEach(Fleet::close);
  }

  private Fleet fleet(Fleet fleet) {
    fleets.add(fleet);
    return fleet;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(LONGEST).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private static Random random(String test) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(test + ": -Dseed=" + seed);
    return new Random(seed);
  }

  private static List<TaskId> enqueue(Fleet fleet, String agent, int tasks) {
    FleetProcess client = fleet.client(agent, tasks).awaitLine("enqueued");
    assertThat(client.awaitEnd()).isZero();
    List<TaskId> ids =
        client.said().stream()
            .filter(line -> line.startsWith("task "))
            .map(line -> TaskId.parse(line.substring("task ".length())))
            .toList();
    assertThat(ids).hasSize(tasks);
    return ids;
  }

  /** How long after a moment another process did something for each of these tasks. */
  private static Duration takenOver(Fleet fleet, long since, long deadPid, Set<String> tasks) {
    await(
        "all of " + tasks.size() + " tasks taken over",
        () -> takers(fleet, since, deadPid).keySet().containsAll(tasks));
    long last =
        takers(fleet, since, deadPid).entrySet().stream()
            .filter(each -> tasks.contains(each.getKey()))
            .mapToLong(Map.Entry::getValue)
            .max()
            .orElse(since);
    return Duration.ofNanos(last - since);
  }

  /** The first call of each task from another process than the dead one. */
  private static Map<String, Long> takers(Fleet fleet, long since, long deadPid) {
    return fleet.ledger().calls().stream()
        .filter(call -> call.at() - since > 0 && call.pid() != deadPid)
        .collect(Collectors.toMap(Ledger.Call::task, Ledger.Call::at, Math::min));
  }

  /** The tasks whose last call came from a process. */
  private static Set<String> heldBy(Fleet fleet, long pid) {
    Map<String, Ledger.Call> last =
        fleet.ledger().calls().stream()
            .collect(Collectors.toMap(Ledger.Call::task, Function.identity(), (one, two) -> two));
    return last.values().stream()
        .filter(call -> call.pid() == pid && call.step() < STEPS)
        .map(Ledger.Call::task)
        .collect(Collectors.toSet());
  }

  private static void allComplete(Orchestrator client, List<TaskId> ids, Books books)
      throws InterruptedException {
    for (TaskId id : ids) {
      TaskHandle<Json> task = client.task(id);
      RunResult<Json> result = task.await(LONGEST);
      assertThat(result).as(id.value()).isInstanceOf(RunResult.Completed.class);
      assertThat(result.output()).isEqualTo(new Json.Str("done"));
      books.recordedOnce(id.value(), task.messages());
    }
    books.noRecordedStepRanAgain();
    books.callsThatMayNeverRunAgainRanOnceAtMost();
    books.aCallThatRanAgainHadTheSameKeyAndNoOtherHadIt();
    eachTaskIsToldOnce(client, ids);
  }

  /** One start and one end for each task; an owner's numbers without a gap. */
  private static void eachTaskIsToldOnce(Orchestrator client, List<TaskId> ids)
      throws InterruptedException {
    List<String> told = new ArrayList<>();
    for (String owner : ClientMain.owners()) {
      List<AgentEvent> events = durable(client, owner);
      for (AgentEvent event : events) {
        if (event instanceof RunEvent.Started || event instanceof RunEvent.Completed) {
          told.add(event.taskId() + " " + event.type());
        }
      }
    }
    List<String> expected = new ArrayList<>();
    ids.forEach(id -> expected.addAll(List.of(id + " run_started", id + " run_completed")));
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<AgentEvent> durable(Orchestrator client, String owner)
      throws InterruptedException {
    List<AgentEvent> events = new ArrayList<>();
    try (EventStream stream = fromTheBeginning(client, owner)) {
      for (var next = stream.poll(Duration.ofSeconds(2));
          next.isPresent();
          next = stream.poll(Duration.ofMillis(200))) {
        events.add(next.get());
      }
    }
    return events;
  }

  private static EventStream fromTheBeginning(Orchestrator client, String owner) {
    EventFilter filter = EventFilter.owner(owner).only(RunEvent.class);
    try {
      return client.subscribe(filter, new EventCursor("0"));
    } catch (EventsTrimmedException expected) {
      return client.subscribe(filter, expected.oldest());
    }
  }

  @Test
  void workersThatAreKilledAndFrozenLoseAndRepeatNothing() throws Exception {
    killAndFreeze(fleet(Fleet.on(LocalRedis.start(), STEPS)), "one server");
  }

  @Test
  void workersThatAreKilledAndFrozenLoseAndRepeatNothingOnACluster() throws Exception {
    killAndFreeze(fleet(Fleet.on(LocalRedisCluster.start(3), STEPS)), "three masters");
  }

  private static void killAndFreeze(Fleet fleet, String where) throws InterruptedException {
    Random random = random("kill and freeze on " + where);
    int tasks = 40;
    // Fewer slots in two workers than there are tasks, so that each of the three gets some; enough
    // of them that nobody waits long for a slot when one worker is gone.
    WorkerMain.Settings settings = WorkerMain.Settings.quick(16, Courier.NAME);
    FleetProcess killed = fleet.worker(settings);
    FleetProcess frozen = fleet.worker(settings);
    FleetProcess last = fleet.worker(settings);
    List.of(killed, frozen, last).forEach(worker -> worker.awaitLine("ready"));
    Orchestrator client = fleet.client();
    List<TaskId> ids = enqueue(fleet, Courier.NAME, tasks);

    int first = 20 + random.nextInt(20);
    await(
        "the first calls",
        () -> fleet.ledger().calls().size() >= first && !heldBy(fleet, killed.pid()).isEmpty());
    long killedAt = System.nanoTime();
    killed.kill();
    Duration kill = takenOver(fleet, killedAt, killed.pid(), heldBy(fleet, killed.pid()));

    await("the frozen worker holds something", () -> !heldBy(fleet, frozen.pid()).isEmpty());
    long frozenAt = System.nanoTime();
    frozen.signal("STOP");
    Duration freeze = takenOver(fleet, frozenAt, frozen.pid(), heldBy(fleet, frozen.pid()));
    long wokenAt = System.nanoTime();
    frozen.signal("CONT");

    for (TaskId id : ids) {
      client.task(id).await(LONGEST);
    }
    Books books =
        new Books(
            fleet.ledger(), STEPS, call -> call.pid() == frozen.pid() && call.at() - wokenAt > 0);
    allComplete(client, ids, books);
    System.out.printf(
        "%s: %d tasks, %d calls, %d of them repeated in doubt; the killed worker's tasks ran"
            + " elsewhere after %d ms, the frozen one's after %d ms%n",
        where,
        tasks,
        fleet.ledger().calls().size(),
        books.repeated(),
        kill.toMillis(),
        freeze.toMillis());
    assertThat(kill).as("a dead worker's tasks run elsewhere").isLessThan(RECOVERED_WITHIN);
    assertThat(freeze).as("a frozen worker's tasks run elsewhere").isLessThan(RECOVERED_WITHIN);
    assertThat(frozen.isAlive()).as("a woken worker goes on").isTrue();
  }

  @Test
  void aWorkerThatIsToldToEndHandsBackWithoutALease() throws Exception {
    int tasks = 40;
    Fleet fleet = fleet(Fleet.on(LocalRedis.start(), STEPS));
    WorkerMain.Settings settings = WorkerMain.Settings.slow(4, Courier.NAME);
    FleetProcess ended = fleet.worker(settings).awaitLine("ready");
    FleetProcess other = fleet.worker(settings).awaitLine("ready");
    Orchestrator client = fleet.client();
    List<TaskId> ids = enqueue(fleet, Courier.NAME, tasks);
    await("work", () -> !heldBy(fleet, ended.pid()).isEmpty());

    Set<String> held = heldBy(fleet, ended.pid());
    long toldAt = System.nanoTime();
    ended.signal("TERM");
    // 128 + 15: ended by SIGTERM, after all was put away.
    assertThat(ended.awaitEnd()).isEqualTo(143);
    Duration drained = Duration.ofNanos(System.nanoTime() - toldAt);
    for (TaskId id : ids) {
      client.task(id).await(LONGEST);
    }
    allComplete(client, ids, new Books(fleet.ledger(), STEPS, call -> false));
    System.out.printf(
        "SIGTERM: %d tasks held, the process ended after %d ms%n", held.size(), drained.toMillis());
    List<AgentEvent> recovered = new ArrayList<>();
    for (String owner : ClientMain.owners()) {
      durable(client, owner).stream()
          .filter(RunEvent.Recovered.class::isInstance)
          .forEach(recovered::add);
    }
    assertThat(recovered).as("no task waited for a lease to end").isEmpty();
    if (drained.compareTo(WorkerMain.GRACE) < 0) {
      assertThat(new Books(fleet.ledger(), STEPS, call -> false).repeated())
          .as("no running call was lost")
          .isZero();
    }
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void aRedisThatIsKilledAndRestartedLosesAndRepeatsNothing() throws Exception {
    Random random = random("Redis restarts");
    int tasks = 24;
    LocalRedis redis = LocalRedis.start(DURABLE);
    Fleet fleet = fleet(Fleet.on(redis, STEPS));
    WorkerMain.Settings settings = WorkerMain.Settings.quick(8, Courier.NAME);
    FleetProcess one = fleet.worker(settings).awaitLine("ready");
    FleetProcess two = fleet.worker(settings).awaitLine("ready");
    List<TaskId> ids = enqueue(fleet, Courier.NAME, tasks);
    for (int i = 1; i <= 2; i++) {
      int calls = i * 30 + random.nextInt(20);
      await(calls + " calls", () -> fleet.ledger().calls().size() >= calls);
      redis.restart();
    }
    Orchestrator client = fleet.client();
    for (TaskId id : ids) {
      client.task(id).await(LONGEST);
    }
    allComplete(client, ids, new Books(fleet.ledger(), STEPS, call -> false));
    assertThat(List.of(one, two)).allMatch(FleetProcess::isAlive);
  }

  @Test
  void aTaskThatKillsItsWorkerEachTimeFailsAndStaysOutOfTheQueue() throws Exception {
    Fleet fleet = fleet(Fleet.on(LocalRedis.start(), STEPS));
    WorkerMain.Settings settings =
        WorkerMain.Settings.quick(4, Courier.POISON).withMaxRecoveries(1);
    Orchestrator client = fleet.client();
    FleetProcess first = fleet.worker(settings).awaitLine("ready");
    TaskId id = enqueue(fleet, Courier.POISON, 1).getFirst();
    assertThat(first.awaitEnd()).isEqualTo(9);
    assertThat(fleet.worker(settings).awaitEnd()).isEqualTo(9);
    FleetProcess survivor = fleet.worker(settings).awaitLine("ready");

    RunResult<Json> result = client.task(id).await(LONGEST);
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("max_recoveries"));
    assertThat(client.tasks(TaskFilter.all().statuses(TaskStatus.FAILED)).tasks())
        .extracting(task -> task.id())
        .containsExactly(id);
    assertThat(fleet.ledger().completions()).as("bought once, for three workers").isEqualTo(1);
    assertThat(survivor.isAlive()).isTrue();
  }

  @Test
  void aThousandTasksOfADeadWorkerAreRecoveredTogether() throws Exception {
    int tasks = 1_000;
    Fleet fleet = fleet(Fleet.on(LocalRedis.start(), STEPS));
    FleetProcess dies =
        fleet.worker(WorkerMain.Settings.quick(tasks, Courier.HANGING)).awaitLine("ready");
    // It looks after what is due, and has no slot for these tasks: they stay where they are put.
    FleetProcess other =
        fleet.worker(WorkerMain.Settings.quick(1, Courier.NAME)).awaitLine("ready");
    Orchestrator client = fleet.client();
    List<TaskId> ids = enqueue(fleet, Courier.HANGING, tasks);
    await("all tasks in the middle of a turn", () -> fleet.ledger().effects() >= tasks);
    assertThat(count(client, TaskStatus.PROCESSING)).isEqualTo(tasks);

    long killedAt = System.nanoTime();
    dies.kill();
    Awaitility.await("nothing left to the dead worker")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count(client, TaskStatus.PROCESSING) == 0);
    Duration recovered = Duration.ofNanos(System.nanoTime() - killedAt);
    System.out.printf(
        "%d tasks of a dead worker recovered %d ms after its death%n", tasks, recovered.toMillis());
    assertThat(recovered).isLessThan(RECOVERED_WITHIN);
    // On a machine so busy that the worker was late with a heartbeat before, some back off.
    assertThat(count(client, TaskStatus.ACTIVE) + count(client, TaskStatus.BACKOFF))
        .isEqualTo(tasks);
    assertThat(new HashSet<>(ids)).hasSize(tasks);
    assertThat(other.isAlive()).isTrue();
  }

  private static int count(Orchestrator client, TaskStatus status) {
    return client.tasks(TaskFilter.all().statuses(status).limit(1_000)).tasks().size();
  }
}
