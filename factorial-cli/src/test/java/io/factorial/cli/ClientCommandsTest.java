package io.factorial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.json.Json;
import io.factorial.redis.server.LocalRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A worker on a Redis, and what can be done with its tasks from elsewhere. */
final class ClientCommandsTest {

  private static final String LONG_TASK =
      "Tell the history of the company in 6,000 words. Use no tools.";

  private static final LocalRedis REDIS = LocalRedis.start();
  private static final StringWriter WORKER = new StringWriter();
  private static final Thread WORKS =
      Thread.ofVirtual()
          .unstarted(
              () ->
                  line(WORKER, WORKER)
                      .execute(
                          "worker", "--redis", REDIS.uri(), "--agents", "demo", "--workers=2"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void work() {
    WORKS.start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> WORKER.toString().contains("worker ready"));
  }

  @AfterAll
  static void end() throws InterruptedException {
    WORKS.interrupt();
    assertThat(WORKS.join(Duration.ofMinutes(1))).isTrue();
    REDIS.close();
  }

  @Test
  void theWorkerSaysHowItIsReached() {
    assertThat(WORKER.toString())
        .contains("on " + REDIS.uri())
        .contains("analyst, writer; 50 slots each")
        .contains("./factorial tasks list --redis " + REDIS.uri());
  }

  @Test
  void anEnqueuedTaskIsRunAndItsAnswerPrinted() {
    assertThat(
            execute(
                "enqueue",
                "--owner=ben",
                "--wait",
                "analyst",
                "Which region sold most, by sales.csv?"))
        .isZero();
    assertThat(out.toString()).contains("sold most in both quarters together.");
    assertThat(err.toString()).contains("enqueued");
  }

  @Test
  void whatIsPrintedForProgramsIsOneObjectALine() {
    assertThat(execute("enqueue", "--json", "--owner=json", "--label", "a=b", "writer", LONG_TASK))
        .isZero();
    Json.Obj task = (Json.Obj) Json.parse(out.toString());
    assertThat(task.text("owner")).hasValue("json");
    assertThat(task.get("labels")).hasValue(Json.Obj.of("a", "b"));
    assertThat(err.toString()).isEmpty();

    assertThat(execute("tasks", "list", "--json", "--owner=json")).isZero();
    assertThat(out.toString().lines()).singleElement().satisfies(Json::parse);
    assertThat(execute("tasks", "cancel", "--json", task.text("id").orElseThrow())).isZero();
    assertThat(((Json.Obj) Json.parse(out.toString())).text("status")).hasValue("CANCELLED");
  }

  @Test
  void aTaskIsListedShownSteeredCancelledAndItsEventsTold() {
    assertThat(execute("enqueue", "--owner=chen", "writer", LONG_TASK)).isZero();
    String id = out.toString().strip();

    assertThat(execute("tasks", "list", "--owner", "chen")).isZero();
    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("TASK ").endsWith(" QUERY"),
            row -> assertThat(row).startsWith(id).contains("writer", "chen"));
    assertThat(execute("tasks", "steer", id, "Shorter, please.", "In French.")).isZero();
    assertThat(out.toString()).contains("is told at its next turn");
    assertThat(execute("tasks", "show", id)).isZero();
    assertThat(out.toString()).contains("owner      chen");
    assertThat(execute("tasks", "cancel", id)).isZero();
    assertThat(out.toString()).contains(id + " cancelled");
    assertThat(execute("tasks", "cancel", id)).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be cancelled");
    assertThat(execute("tasks", "events", id)).isZero();
    assertThat(out.toString())
        .containsSubsequence("run_queued", "run_started", "run_steered", "run_cancelled");
  }

  @Test
  void theConversationOfATaskIsShown() {
    String query = "Who has how many open tickets in tickets.csv?";
    assertThat(execute("enqueue", "--json", "--wait", "--owner=talk", "analyst", query)).isZero();
    String id = ((Json.Obj) Json.parse(out.toString())).text("id").orElseThrow();

    assertThat(execute("tasks", "show", "--messages", id)).isZero();
    assertThat(out.toString())
        .containsSubsequence("user           " + query, "calls readFile", "readFile answered");
  }

  @Test
  void nothingWaitsInTheDemo() {
    assertThat(execute("waits", "list")).isZero();
    assertThat(err.toString()).contains("nothing waits");
  }

  @Test
  void anAnswerToAnUnknownCallIsRefused() {
    assertThat(execute("enqueue", "--owner=waits", "--delay=1h", "writer", "later")).isZero();
    String id = out.toString().strip();
    assertThat(execute("waits", "answer", id, "no-such-call", "42")).isEqualTo(1);
    assertThat(err.toString()).contains("call no-such-call of task " + id + " is unknown");
  }

  @Test
  void anAgentThatNoWorkerRegisteredIsRefusedWithTheWayOut() {
    assertThat(execute("enqueue", "nobody", "hello")).isEqualTo(1);
    assertThat(err.toString()).contains("agent nobody", "./factorial worker --agents demo");
  }

  @Test
  void aTaskThatNobodyKnowsIsRefused() {
    assertThat(execute("tasks", "show", "0-" + "a".repeat(22))).isEqualTo(1);
    assertThat(err.toString()).startsWith("factorial: task 0-");
    assertThat(execute("tasks", "show", "not an id")).isEqualTo(2);
    assertThat(err.toString()).contains("task id: not an id");
  }

  @Test
  void aRedisThatIsNotThereIsSaidWithTheWayOut() {
    LocalRedis gone = LocalRedis.start();
    gone.close();
    assertThat(run("tasks", "list", "--redis", "redis://:secret@" + gone.node())).isEqualTo(1);
    assertThat(err.toString())
        .contains("no answer from redis://" + gone.node(), "FACTORIAL_REDIS_URI")
        .doesNotContain("secret", "Guice");
  }

  @Test
  void aClientStartsNoServer() {
    assertThat(run("tasks", "list", "--redis", "embedded")).isEqualTo(1);
    assertThat(err.toString()).contains("--redis embedded: a server of this command's own");
  }

  @Test
  void aWorkerKnowsTheDemosAgentsOnly() {
    assertThat(run("worker", "--redis", REDIS.uri(), "--agents", "mine")).isEqualTo(1);
    assertThat(err.toString()).contains("--agents mine: unknown", "docs/guides/workers.md");
  }

  private int execute(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(args[0].equals("enqueue") ? 1 : 2, List.of("--redis", REDIS.uri()));
    return run(all.toArray(String[]::new));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return line(out, err).execute(args);
  }

  private static CommandLine line(StringWriter out, StringWriter err) {
    return FactorialCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
