package io.factorial.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.json.Json;
import io.factorial.redis.server.LocalRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class DemoCommandTest {

  /** One run with --json, which several tests look at. */
  private static final Ran ONCE = run("--json");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void everyTaskEndsAsExpectedAndTheJsonSaysHow() {
    assertThat(ONCE.exitCode()).isZero();
    assertThat(ONCE.printed().lines()).hasSize(1);
    assertThat(ONCE.summary().fields())
        .containsOnlyKeys("ok", "model", "scripted", "durationMillis", "tasks")
        .containsEntry("ok", new Json.Bool(true))
        .containsEntry("scripted", new Json.Bool(true));
    assertThat(tasks()).hasSize(Stories.ALL.size());
    assertThat(tasks())
        .allSatisfy(
            task ->
                assertThat(task.fields())
                    .containsOnlyKeys(
                        "id",
                        "owner",
                        "agent",
                        "query",
                        "happening",
                        "status",
                        "expectedStatus",
                        "asExpected",
                        "turns",
                        "toolCalls",
                        "retries",
                        "output",
                        "error",
                        "durationMillis",
                        "cancelMillis",
                        "hangUpMillis"));
  }

  @Test
  void theOutageIsRetriedOnceAndNothingElseIs() {
    assertThat(tasks())
        .allSatisfy(
            task ->
                assertThat(task.text("retries"))
                    .hasValue(task.text("happening").orElse("").equals("outage") ? "1" : "0"));
  }

  @Test
  void theSteeredTaskAnswersWhatTheUserAdded() {
    Json output = task("steering").get("output").orElseThrow();
    assertThat(output.as(Findings.class).answer())
        .isEqualTo("The south sold most in the first quarter.");
  }

  @Test
  void theCancelledTaskEndsLongBeforeTheModelWouldHaveEnded() {
    Json.Obj cancelled = task("cancel");
    assertThat(cancelled.text("status")).hasValue("CANCELLED");
    assertThat(millis(cancelled, "cancelMillis")).isLessThan(10_000);
    assertThat(millis(cancelled, "hangUpMillis")).isLessThan(10_000);
  }

  @Test
  void theToolsReallyReadAndWriteFiles() throws IOException {
    assertThat(execute("--once", "--folder", folder.toString())).isZero();
    assertThat(folder.resolve("ana/report.md"))
        .content()
        .contains("3 of 5 incidents came from a full disk.");
    assertThat(folder.resolve("ben/handbook.md"))
        .content()
        .contains("Kestrel")
        .doesNotContain("Falcon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--redis=embedded", "--redis-cluster"})
  void onRedisTheDemoEndsAsInMemory(String store) {
    Ran onRedis = run("--json", store);
    assertThat(onRedis.exitCode()).isZero();
    assertThat(onRedis.summary().text("ok")).hasValue("true");
    assertThat(onRedis.summary().fields()).containsOnlyKeys(ONCE.summary().fields().keySet());
    assertThat(tasks(onRedis))
        .extracting(DemoCommandTest::whatEveryStoreAnswers)
        .isEqualTo(tasks().stream().map(DemoCommandTest::whatEveryStoreAnswers).toList());
  }

  @Test
  void aGivenRedisIsUsedInANamespaceOfTheDemosOwn() {
    try (LocalRedis redis = LocalRedis.start()) {
      assertThat(execute("--once", "--redis", redis.uri())).isZero();
      assertThat(out.toString(UTF_8)).contains("The tasks are kept on " + redis.uri() + ".");
      assertThat(redis.command("KEYS", "{demo-*").lines()).isNotEmpty();
      assertThat(redis.command("KEYS", "{factorial*").lines().filter(key -> !key.isEmpty()))
          .isEmpty();
    }
  }

  @Test
  void withoutATerminalThereAreLinesAndNoControlCodes() {
    assertThat(execute("--once")).isZero();
    String text = out.toString(UTF_8);
    assertThat(text)
        .contains("The model is scripted")
        .contains("ana/analyst  listed the files")
        .contains("ben/writer   replaceText: error: 'falcon' does not occur in handbook.md")
        .contains("the user adds: " + Stories.WISH)
        .contains("every task ended as expected.")
        .doesNotContain("\033");
  }

  @Test
  void onATerminalTheStatusIsShownAndTakenAway() {
    int exit =
        new CommandLine(new DemoCommand(stream(out), Map.of("TERM", "xterm"), true))
            .execute("--no-dashboard");
    assertThat(exit).isZero();
    assertThat(out.toString(UTF_8)).contains("\033[?25l", "\033[?25h", "What to try next");
  }

  @Test
  void withADashboardTheDemoStaysAndLeavesAnApprovalAndATaskToSteer() throws Exception {
    Thread demo = Thread.ofVirtual().start(() -> execute("--dashboard-port", "0"));
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> out.toString(UTF_8).contains("Ctrl-C ends the demo."));
      URI dashboard = URI.create(dashboardAddress());
      assertThat(send(HttpRequest.newBuilder(dashboard)).body()).contains("<html");
      assertThat(send(HttpRequest.newBuilder(dashboard.resolve("/health/live"))).statusCode())
          .isEqualTo(200);
      assertThat(answer(dashboard.resolve("/api/v1/waits")).text())
          .contains("deleteFile", "tickets.csv", "\"dora\"");
      String talking =
          tasks(answer(dashboard.resolve("/api/v1/tasks?owner=dora&status=PROCESSING"))).stream()
              .map(task -> task.text("id").orElseThrow())
              .findFirst()
              .orElseThrow();
      steer(dashboard.resolve("/api/v1/tasks/" + talking + "/steer"));
      assertThat(
              answer(dashboard.resolve("/api/v1/tasks/" + talking + "/result?wait_seconds=20"))
                  .text())
          .contains("You said: Enough.");
      assertThat(demo.isAlive()).isTrue();
    } finally {
      demo.interrupt();
    }
    assertThat(demo.join(Duration.ofMinutes(1))).isTrue();
    assertThat(out.toString(UTF_8)).contains("every task ended as expected.");
  }

  @Test
  void withOnceTheDashboardEndsWithTheTasks() {
    assertThat(execute("--once", "--dashboard-port", "0")).isZero();
    assertThat(dashboardAddress()).endsWith("/observability");
    assertThat(out.toString(UTF_8)).doesNotContain("Ctrl-C");
  }

  private String dashboardAddress() {
    String before = "The dashboard is at ";
    return out.toString(UTF_8)
        .lines()
        .filter(line -> line.startsWith(before))
        .map(line -> line.substring(before.length()))
        .findFirst()
        .orElseThrow();
  }

  private static void steer(URI task) throws IOException, InterruptedException {
    HttpRequest.Builder steering =
        HttpRequest.newBuilder(task)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"text\":\"Enough.\",\"mode\":\"INTERRUPT\"}"));
    assertThat(send(steering).statusCode()).isEqualTo(202);
  }

  private static Json.Obj answer(URI from) throws IOException, InterruptedException {
    return (Json.Obj) Json.parse(send(HttpRequest.newBuilder(from)).body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }
  }

  /** Not the times, and not the turns of the one that is cancelled in the middle. */
  private static List<String> whatEveryStoreAnswers(Json.Obj task) {
    return Stream.of("owner", "agent", "query", "status", "turns", "toolCalls", "retries")
        .map(field -> task.text(field).orElse(""))
        .toList();
  }

  private static Ran run(String... args) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exitCode = execute(printed, args);
    return new Ran(exitCode, printed.toString(UTF_8));
  }

  private int execute(String... args) {
    return execute(out, args);
  }

  private static int execute(ByteArrayOutputStream out, String... args) {
    return new CommandLine(new DemoCommand(stream(out), Map.of(), false)).execute(args);
  }

  private static PrintStream stream(ByteArrayOutputStream out) {
    return new PrintStream(out, true, UTF_8);
  }

  private static Json.Obj task(String happening) {
    return tasks().stream()
        .filter(task -> task.text("happening").orElse("").equals(happening))
        .findFirst()
        .orElseThrow();
  }

  private static List<Json.Obj> tasks() {
    return tasks(ONCE);
  }

  private static List<Json.Obj> tasks(Ran ran) {
    return tasks(ran.summary());
  }

  private static List<Json.Obj> tasks(Json.Obj of) {
    return ((Json.Arr) of.get("tasks").orElseThrow())
        .items().stream().map(Json.Obj.class::cast).toList();
  }

  private static long millis(Json.Obj task, String field) {
    return Long.parseLong(task.text(field).orElseThrow());
  }

  private record Ran(int exitCode, String printed) {

    Json.Obj summary() {
      return (Json.Obj) Json.parse(printed);
    }
  }
}
