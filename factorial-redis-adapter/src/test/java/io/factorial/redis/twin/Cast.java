package io.factorial.redis.twin;

import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.NewWait;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.TaskQueue;
import io.factorial.port.WaitId;
import io.factorial.port.WorkerId;
import io.factorial.task.BatchId;
import io.factorial.task.TaskId;
import io.factorial.testkit.contract.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** What all actors of one history know: its dice, who there is, and what has been made so far. */
final class Cast {
  static final List<String> AGENTS = List.of("writer", "reader");
  static final Duration LEASE = Duration.ofSeconds(8);
  static final List<WorkerId> WORKERS =
      List.of(new WorkerId("one"), new WorkerId("two"), new WorkerId("three"));

  /** How many of the newest things somebody still refers to. */
  private static final int RECENT = 10;

  final Stage stage;
  final Random random;
  final List<String> owners;
  final Set<TaskId> tasks = new LinkedHashSet<>();
  final List<WaitId> waits = new ArrayList<>();
  final Set<BatchId> batches = new LinkedHashSet<>();
  final List<OpId> ops = new ArrayList<>();

  /** The waits that were reserved for each task's last completion. */
  final Map<TaskId, List<NewWait>> reserved = new HashMap<>();

  private final long seed;
  private final List<String> log = new ArrayList<>();
  private int made;

  Cast(Stage stage, long seed) {
    this.stage = stage;
    this.seed = seed;
    this.random = new Random(seed);
    this.owners = neighbours(stage.queue());
  }

  /** Owners of one partition: between partitions no order is promised. */
  private static List<String> neighbours(TaskQueue queue) {
    Nonce nonce = Nonce.derived("any");
    int partition = queue.id("owner-0", nonce).partition();
    return IntStream.range(0, 10_000)
        .mapToObj(i -> "owner-" + i)
        .filter(owner -> queue.id(owner, nonce).partition() == partition)
        .limit(3)
        .toList();
  }

  AgentCard card(String agent) {
    return new AgentCard(
        agent,
        "1",
        "fingerprint",
        new TaskTtlConfig(
            Duration.ofSeconds(60 + 60L * random.nextInt(3)),
            Duration.ofSeconds(120),
            Duration.ofSeconds(45)),
        random.nextInt(3),
        MetricsTimelineConfig.defaults(),
        Payload.utf8("card of " + agent));
  }

  /** The same nonce in every play of the seed: ids decide where times are equal. */
  Nonce nonce() {
    made++;
    return Nonce.derived(seed + "/" + made);
  }

  OpId op() {
    made++;
    OpId op = new OpId("op-" + made);
    ops.add(op);
    return op;
  }

  /** Mostly a new operation, now and then one that was made already. */
  OpId opOrRepetition() {
    return !ops.isEmpty() && oneIn(6) ? recent(ops) : op();
  }

  TaskId id(String owner) {
    return stage.queue().id(owner, nonce());
  }

  String text(String kind) {
    made++;
    return kind + " " + made;
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  <T> T recent(List<T> from) {
    return pick(from.subList(Math.max(0, from.size() - RECENT), from.size()));
  }

  TaskId anyTask() {
    return tasks.isEmpty() || oneIn(40) ? id(pick(owners)) : recent(List.copyOf(tasks));
  }

  Duration seconds(int most) {
    return Duration.ofSeconds(random.nextInt(most));
  }

  void did(String what) {
    log.add(what);
  }

  List<String> log() {
    return log;
  }
}
