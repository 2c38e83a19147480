package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.ChangeResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.MetricsQuery;
import io.factorial.port.ScheduleResult;
import io.factorial.port.TaskRecord;
import io.factorial.port.TaskStore;
import io.factorial.port.TickResult;
import io.factorial.redis.server.LocalRedis;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskStatus;
import io.factorial.testkit.TestClock;
import io.factorial.wait.WaitFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection breaks after a script ran and before its answer came: the adapter makes the call
 * again, and nothing is there twice. A second namespace whose connection holds says what is right.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutReplyTest {
  private static final Object REFUSED = new ChangeResult.Refused(TaskStatus.CANCELLED);

  /** What a call says that is made again, where that is not what the first has said. */
  private static final Map<Script, Object> SECOND_ANSWERS =
      Map.of(
          Script.FETCH,
          List.of(),
          Script.RELEASE,
          0,
          Script.CANCEL,
          REFUSED,
          Script.CASCADE,
          REFUSED,
          Script.SCHEDULE_FIRE,
          ScheduleResult.STALE,
          Script.SCHEDULE_REMOVE,
          ScheduleResult.UNKNOWN);

  private final LocalRedis server = LocalRedis.start("--appendonly", "no");
  private final TestClock clock = new TestClock();
  private final CuttingProxy proxy;
  private final RedisPorts still;
  private final RedisPorts cut;
  private int played;

  CutReplyTest() throws IOException {
    proxy = new CuttingProxy(server.port());
    still = open("still", server.port());
    cut = open("cut", proxy.port());
  }

  private RedisPorts open(String namespace, int port) {
    return new RedisPorts(
        RedisConfig.builder()
            .host("127.0.0.1")
            .port(port)
            .namespace(namespace)
            .partitions(1)
            .commandTimeout(Duration.ofSeconds(20))
            .build(),
        clock);
  }

  @AfterAll
  void close() throws IOException {
    still.close();
    cut.close();
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCallWhoseAnswerWasLostIsMadeAgainAndChangesNothing(Script script) throws Exception {
    played++;
    Callable<Object> held = new ScriptScene(still, clock, played).prepare(script);
    Callable<Object> broken = new ScriptScene(cut, clock, played).prepare(script);
    Object right = held.call();
    int cuts = proxy.cuts();
    proxy.cutNextScript();

    assertThat(withoutCreation(broken.call()))
        .isEqualTo(withoutCreation(SECOND_ANSWERS.getOrDefault(script, right)));
    assertThat(proxy.cuts()).as("answers that were lost").isEqualTo(cuts + 1);
    // The rest of a cascade, where the call that was made again found nothing to do.
    tick(still);
    tick(cut);
    assertThat(seen(cut, "cut")).isEqualTo(seen(still, "still"));
  }

  /** Who enqueues once more is told that the task is there. */
  private static Object withoutCreation(Object answer) {
    return answer instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Enqueued
        ? list.stream().map(each -> ((Enqueued) each).id()).toList()
        : answer;
  }

  private static void tick(RedisPorts ports) {
    TickResult result = ports.queue().tick(1_000, 7);
    for (int i = 0; i < 100 && result.more(); i++) {
      result = ports.queue().tick(1_000, 7);
    }
    assertThat(result.more()).isFalse();
  }

  /** Whatever can be seen of a scene's owner and agent. */
  private List<Object> seen(RedisPorts ports, String namespace) {
    String owner = "owner-" + played;
    TaskStore store = ports.store();
    List<Object> seen = new ArrayList<>();
    List<TaskRecord> tasks = store.tasks(TaskFilter.all().owner(owner).limit(500)).items();
    for (TaskRecord task : tasks) {
      List<Entry> journal = store.journal(task.id(), 0, 100);
      seen.add(store.task(task.id()));
      seen.add(journal);
    }
    seen.add(store.waits(WaitFilter.owner(owner), null, 100).items());
    store.fleet().queues().stream()
        .filter(row -> row.agent().equals(ScriptScene.agent(played)))
        .forEach(seen::add);
    String tag = Partitions.tag(namespace, 0, 1);
    seen.add(store.metrics(new MetricsQuery(ScriptScene.agent(played), Duration.ofHours(1))));
    seen.add(server.command("HGET", "{" + tag + "}:en:" + owner, "n"));
    return seen;
  }
}
