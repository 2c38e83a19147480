package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.redis.twin.History;
import io.factorial.redis.twin.Reached;
import io.factorial.redis.twin.Twin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories on the in-memory adapter and on Redis side by side: every answer is equal. A
 * failure names the seed and the shortest history that fails. {@code -Dsequences=N} plays N of
 * them, {@code -Dseed=S} begins at another seed.
 */
class EquivalenceTest {
  private static final int OPERATIONS = 100;

  /** What 200 histories reach at least this often. */
  private static final int FLOOR = 2;

  /** Each operation, and each kind of answer that it has. */
  private static final List<String> KINDS =
      List.of(
          "acquire -> Granted",
          "acquire -> Later",
          "answer -> ACCEPTED",
          "answer -> ALREADY_ANSWERED",
          "answer -> CHANGED",
          "answer -> CLOSED",
          "answer -> UNKNOWN",
          "batch -> found",
          "batch -> nothing",
          "cancel -> Accepted",
          "cancel -> Refused",
          "cancel -> Unknown",
          "children -> empty",
          "children -> some",
          "chunk",
          "commit BackOff -> BACKED_OFF",
          "commit BackOff counted -> BACKED_OFF",
          "commit Complete -> CLOSED",
          "commit Complete -> Ended",
          "commit Complete -> OverBudget",
          "commit Complete -> Reopened",
          "commit Complete -> Stale",
          "commit Complete -> refilled",
          "commit Continue -> Continued",
          "commit Continue -> YIELDED",
          "commit Continue -> arrived",
          "commit Continue yielding -> YIELDED",
          "commit Fail -> CLOSED",
          "commit HandBack -> HANDED_BACK",
          "commit Park -> Continued",
          "commit Park -> PARKED",
          "commit Park -> arrived",
          "commit Pause -> PAUSED",
          "configure",
          "enqueue -> Created",
          "enqueue -> Existing",
          "enqueue -> Refused OTHER_OWNER",
          "enqueue -> Refused PARENT_ENDED",
          "enqueue -> Refused UNKNOWN_AGENT",
          "event batch_completed",
          "event batch_progress",
          "event run_cancelled",
          "event run_completed",
          "event run_failed",
          "event run_paused",
          "event run_queued",
          "event run_recovered",
          "event run_resumed",
          "event run_started",
          "event run_steered",
          "event step_superseded",
          "event task_failed",
          "event wait_answered",
          "event wait_reminder",
          "event wait_timed_out",
          "fetch -> empty",
          "fetch -> some",
          "fleet",
          "heartbeat -> gone",
          "heartbeat -> unknown",
          "journal -> some",
          "limit AgentTasks",
          "limit OwnerTasks",
          "limit OwnerWeight",
          "metrics -> some",
          "open",
          "open after",
          "pause",
          "rates",
          "record -> Ended",
          "record -> Gap",
          "record -> OverBudget",
          "record -> Stale",
          "record -> Written",
          "register",
          "release",
          "revive -> Accepted",
          "revive -> Refused",
          "revive -> Unknown",
          "schedule Fire -> APPLIED",
          "schedule Fire -> STALE",
          "schedule Fire -> UNKNOWN",
          "schedule Put -> APPLIED",
          "schedule Remove -> APPLIED",
          "schedule Remove -> UNKNOWN",
          "settle",
          "steer -> Accepted",
          "steer -> Full",
          "steer -> Refused",
          "steer -> Unknown",
          "task -> found",
          "task -> nothing",
          "tasks -> Page",
          "tick -> changed",
          "tick -> more",
          "tick -> schedule",
          "waits -> Page");

  @Test
  void everyAnswerIsThatOfTheInMemoryAdapterAndEveryKindOfAnswerIsReached() {
    int sequences = Integer.getInteger("sequences", 200);
    long first = Long.getLong("seed", 1);
    Reached reached = new Reached();
    LongStream.range(first, first + sequences)
        .forEach(seed -> compare(() -> TestRedis.single().partitions(1), seed, reached));

    Map<String, Integer> rare = new TreeMap<>();
    KINDS.forEach(kind -> rare.put(kind, reached.counts().getOrDefault(kind, 0)));
    rare.values().removeIf(n -> n >= FLOOR);
    assertThat(rare).as("kinds of answers that are reached too seldom").isEmpty();
  }

  /** Each of them has shown a difference once. */
  @ParameterizedTest
  @ValueSource(longs = {313, 633, 661})
  void seedsThatHaveFailedPass(long seed) {
    compare(() -> TestRedis.single().partitions(1), seed, new Reached());
  }

  @ParameterizedTest
  @ValueSource(longs = {1_001, 1_002, 1_003, 1_004, 1_005, 1_006, 1_007, 1_008, 1_009, 1_010})
  void severalPartitionsAnswerAsOne(long seed) {
    compare(TestRedis::single, seed, new Reached());
  }

  @ParameterizedTest
  @ValueSource(longs = {2_001, 2_002, 2_003, 2_004, 2_005, 2_006, 2_007, 2_008, 2_009, 2_010})
  void aClusterAnswersAsOneServer(long seed) {
    compare(TestRedis::cluster, seed, new Reached());
  }

  private static void compare(Supplier<RedisConfig.Builder> redis, long seed, Reached reached) {
    Failure failure = play(redis, seed, OPERATIONS, reached);
    if (failure == null) {
      return;
    }
    int passes = 0;
    int fails = OPERATIONS;
    while (fails - passes > 1) {
      int middle = (passes + fails) / 2;
      Failure shorter = play(redis, seed, middle, new Reached());
      if (shorter == null) {
        passes = middle;
      } else {
        fails = middle;
        failure = shorter;
      }
    }
    throw new AssertionError(
        "seed " + seed + ", " + fails + " operations\n" + failure.told(), failure.cause());
  }

  /** What a history was that failed, and how. */
  private record Failure(String told, Throwable cause) {}

  private static @Nullable Failure play(
      Supplier<RedisConfig.Builder> redis, long seed, int operations, Reached reached) {
    RedisConfig config = redis.get().build();
    boolean apart = config.partitions() > 1;
    try (Twin twin = new Twin(new InMemoryStage(), new RedisStage(config), reached, apart)) {
      History history = new History(twin, seed);
      try {
        history.play(operations);
        return null;
      } catch (AssertionError | RuntimeException failed) {
        return new Failure(history.told(), failed);
      }
    }
  }
}
