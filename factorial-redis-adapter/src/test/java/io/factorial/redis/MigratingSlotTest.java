package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.factorial.error.StoreException;
import io.factorial.redis.server.LocalRedis;
import io.factorial.redis.server.LocalRedisCluster;
import io.factorial.testkit.TestClock;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each script while its slot moves to another master: it answers as ever, or fails without a write,
 * and works again once the slot rests. A second namespace that never moves says what is right.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigratingSlotTest {
  private static final String TAG = Partitions.tag("moving", 0, 1);

  private final LocalRedisCluster cluster = LocalRedisCluster.start(3);
  private final TestClock clock = new TestClock();
  private final RedisPorts still = open("still");
  private final RedisPorts moving = open("moving");
  private int played;

  private RedisPorts open(String namespace) {
    return new RedisPorts(
        RedisConfig.builder()
            .clusterNodes(cluster.nodes())
            .namespace(namespace)
            .partitions(1)
            .build(),
        clock);
  }

  @AfterAll
  void close() {
    still.close();
    moving.close();
    cluster.close();
  }

  /** A script's call, the right answer to it, and the slot that the script runs on. */
  private record Scene(Script script, Callable<Object> call, Object right, int slot) {}

  @ParameterizedTest
  @EnumSource
  void aScriptOfAPartitionWorksOrFailsWithoutAWrite(SlotMove.Share share) throws Exception {
    play(share, script -> !isApart(script));
  }

  @ParameterizedTest
  @EnumSource
  void aScriptOfAModelOrALimitedAgentWorksOrFailsWithoutAWrite(SlotMove.Share share)
      throws Exception {
    play(share, MigratingSlotTest::isApart);
  }

  private static boolean isApart(Script script) {
    return script.name().startsWith("MODEL_") || script.name().startsWith("PERMIT_");
  }

  private void play(SlotMove.Share share, Predicate<Script> which) throws Exception {
    List<Scene> scenes = new ArrayList<>();
    for (Script script : Script.values()) {
      if (which.test(script)) {
        scenes.add(prepare(script));
      }
    }
    assertThat(scenes).hasSizeGreaterThan(5);
    for (Scene left : callWhileMoving(scenes, share)) {
      assertThat(left.call().call()).as("%s afterwards", left.script()).isEqualTo(left.right());
    }
  }

  private Scene prepare(Script script) throws Exception {
    played++;
    Callable<Object> call = new ScriptScene(moving, clock, played).prepare(script);
    Object right = new ScriptScene(still, clock, played).prepare(script).call();
    return new Scene(script, call, right, slotOf(script));
  }

  private int slotOf(Script script) {
    String tag = TAG;
    if (script.name().startsWith("MODEL_")) {
      tag = "moving:model:" + ScriptScene.model(played);
    } else if (script.name().startsWith("PERMIT_")) {
      tag = "moving:agent:" + ScriptScene.agent(played);
    }
    return SlotHash.getSlot("{" + tag + "}:meta");
  }

  /** Makes all calls while their slots move; answers those that failed. */
  private List<Scene> callWhileMoving(List<Scene> scenes, SlotMove.Share share) throws Exception {
    Map<Integer, SlotMove> moves = new TreeMap<>();
    try {
      scenes.stream()
          .map(Scene::slot)
          .distinct()
          .forEach(slot -> moves.put(slot, SlotMove.begin(cluster, slot, share)));
      Map<Integer, Map<String, String>> before = dumps(moves);
      List<Scene> failed = failed(scenes);
      Map<Integer, Map<String, String>> after = dumps(moves);
      scenes.stream()
          .filter(scene -> !failed.contains(scene))
          .map(Scene::slot)
          .forEach(
              slot -> {
                before.remove(slot);
                after.remove(slot);
              });
      assertThat(after).as("what the slots hold after scripts that failed").isEqualTo(before);
      return failed;
    } finally {
      moves.values().forEach(SlotMove::close);
    }
  }

  private static Map<Integer, Map<String, String>> dumps(Map<Integer, SlotMove> moves) {
    Map<Integer, Map<String, String>> dumps = new TreeMap<>();
    moves.forEach((slot, move) -> dumps.put(slot, move.dump()));
    return dumps;
  }

  private static List<Scene> failed(List<Scene> scenes) throws InterruptedException {
    List<Scene> failed = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> answers = threads.invokeAll(scenes.stream().map(Scene::call).toList());
      for (int i = 0; i < scenes.size(); i++) {
        Scene scene = scenes.get(i);
        try {
          assertThat(answers.get(i).get()).as("%s", scene.script()).isEqualTo(scene.right());
        } catch (ExecutionException fault) {
          assertThat(fault.getCause())
              .as("%s", scene.script())
              .isInstanceOfSatisfying(
                  StoreException.class, store -> assertThat(store.retryable()).isTrue());
          failed.add(scene);
        }
      }
    }
    return failed;
  }

  /**
   * Whatever a script would do, it asks first whether its slot moves: also one that others call.
   */
  @Test
  void noScriptBeginsOnASlotThatMoves() throws Exception {
    prepare(Script.RECORD);
    String key = "{" + TAG + "}:meta";
    byte[] source = new Scripts(true, true, 100, Duration.ofHours(1)).source();
    String text = new String(source, StandardCharsets.UTF_8);
    try (SlotMove move = SlotMove.begin(cluster, SlotHash.getSlot(key), SlotMove.Share.HALF)) {
      for (LocalRedis server : List.of(move.source(), move.target())) {
        try (RedisClient client = RedisClient.create(server.uri());
            var connection = client.connect(StringCodec.UTF8)) {
          Stream.of(Script.values())
              .forEach(
                  script -> {
                    assertThat(refusal(connection, text, key, script))
                        .as("%s", script)
                        .hasMessageMatching("(?s).*(TRYAGAIN|ASK|non local key).*");
                  });
        }
      }
    }
  }

  private static @Nullable Throwable refusal(
      StatefulRedisConnection<String, String> connection, String text, String key, Script script) {
    return catchThrowable(
        () -> {
          var unused =
              connection.async().dispatch(CommandType.ASKING, new StatusOutput<>(StringCodec.UTF8));
          connection
              .sync()
              .eval(
                  text,
                  ScriptOutputType.MULTI,
                  new String[] {key},
                  "1",
                  script.function(),
                  "0",
                  "");
        });
  }
}
