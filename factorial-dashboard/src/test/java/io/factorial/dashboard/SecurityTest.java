package io.factorial.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.agent.AgentContext;
import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.http.Route;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What must not work. */
final class SecurityTest {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String OPERATE = "operate-1234567890123456";
  private static final String READ = "read-1234567890123456789";
  private static final String ALICE = "alice-123456789012345678";

  private final ScriptedLlm llm = ScriptedLlm.script();

  private static ObservabilityConfig locked() {
    return Plane.config()
        .tokens(
            List.of(
                Plane.token(OPERATE, "operate"),
                Plane.token(READ, "read"),
                Plane.token(ALICE, "operate", "owner:alice")))
        .build();
  }

  private Plane lockedPlane() {
    return Plane.of(locked(), llm, Plane.agent("desk"));
  }

  private static Plane.Answer as(Plane plane, String token, String method, String path, String body)
      throws Exception {
    return Plane.Answer.of(
        plane.send(
            plane
                .request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))));
  }

  private static String path(Route route, String id) {
    return route.template().replace("{task}", id).replaceAll("\\{[a-z]+}", id);
  }

  @Test
  void withoutATokenEveryRouteButTheOpenOnesIsRefused() throws Exception {
    try (Plane plane = lockedPlane()) {
      List<Route> routes = plane.dashboard.routes();
      assertThat(routes).hasSizeGreaterThan(30);
      for (Route route : routes) {
        Plane.Answer answer =
            plane.call(route.method(), path(route, "0-AAAAAAAAAAAAAAAAAAAAAA"), "{}");
        if (route.scope() != Scope.OPEN) {
          assertThat(answer.status()).as(route.method() + " " + route.template()).isEqualTo(401);
        }
      }
      assertThat(routes.stream().filter(route -> route.scope() == Scope.OPEN).map(Route::template))
          .containsOnly("/api/v1/session", "/api/v1/openapi.json", "/health/live", "/health/ready");
    }
  }

  @Test
  void aTokenThatMayReadChangesNothing() throws Exception {
    try (Plane plane = lockedPlane()) {
      for (Route route : plane.dashboard.routes()) {
        if (!route.method().equals("GET") && route.scope() != Scope.OPEN) {
          Plane.Answer answer =
              as(plane, READ, route.method(), path(route, "0-AAAAAAAAAAAAAAAAAAAAAA"), "{}");
          assertThat(answer.status()).as(route.method() + " " + route.template()).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void anOwnersTokenKnowsNothingOfOthers() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    llm.block(entered);
    try (Plane plane = lockedPlane()) {
      TaskHandle<String> bens =
          plane.orchestrator.enqueue(Plane.agent("desk"), "ben", AgentContext.of("secret of ben"));
      entered.await();
      for (Route route : plane.dashboard.routes()) {
        String path = path(route, bens.id().value());
        if (!route.template().contains("{id}") && !route.template().contains("{task}")) {
          continue;
        }
        Plane.Answer answer = as(plane, ALICE, route.method(), path, "{\"arguments_hash\":\"x\"}");
        assertThat(answer.status()).as(route.method() + " " + path).isIn(403, 404);
        assertThat(answer.response().body()).doesNotContain("secret", "ben");
      }
      assertThat(as(plane, ALICE, "GET", "/api/v1/tasks", "").list("tasks")).isEmpty();
      assertThat(as(plane, ALICE, "GET", "/api/v1/tasks?owner=ben", "").status()).isEqualTo(404);
      assertThat(as(plane, ALICE, "GET", "/api/v1/events?owner=ben", "").status()).isEqualTo(404);
      assertThat(as(plane, ALICE, "GET", "/api/v1/waits?owner=ben", "").status()).isEqualTo(404);
      String bensTask = "{\"agent\":\"desk\",\"owner\":\"ben\",\"query\":\"x\"}";
      assertThat(as(plane, ALICE, "POST", "/api/v1/tasks", bensTask).status()).isEqualTo(404);
      String bulk = "{\"action\":\"cancel\",\"ids\":[\"" + bens.id() + "\"]}";
      assertThat(as(plane, ALICE, "POST", "/api/v1/tasks/bulk", bulk).text("done")).isEqualTo("0");
      assertThat(as(plane, ALICE, "GET", "/api/v1/overview", "").status()).isEqualTo(403);
      assertThat(as(plane, ALICE, "GET", "/metrics", "").status()).isEqualTo(403);
      assertThat(bens.status().isOver()).isFalse();
      bens.cancel();
    }
  }

  private static HttpResponse<String> login(Plane plane, String token) throws Exception {
    return plane.send(
        plane
            .request("/api/v1/session")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}")));
  }

  @Test
  void aSessionNeedsItsCsrfTokenToChangeAnything() throws Exception {
    try (Plane plane = lockedPlane()) {
      HttpResponse<String> login = login(plane, OPERATE);
      String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
      String csrf = Plane.Answer.of(login).text("csrf");

      assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain(OPERATE);
      assertThat(put(plane, cookie, "other").statusCode()).isEqualTo(403);
      assertThat(put(plane, cookie, csrf).statusCode()).isEqualTo(200);
      plane.send(plane.request("/api/v1/session").header("Cookie", cookie).DELETE());
      assertThat(put(plane, cookie, csrf).statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> put(Plane plane, String cookie, String csrf)
      throws Exception {
    return plane.send(
        plane
            .request("/api/v1/limits/owners/alice")
            .header("Cookie", cookie.split(";", 2)[0])
            .header("X-Factorial-Csrf", csrf)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"weight\":2}")));
  }

  @Test
  void guessingTokensIsSlowedDown() throws Exception {
    try (Plane plane = lockedPlane()) {
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(login(plane, "wrong-" + i).statusCode());
      }
      assertThat(answers.subList(0, 10)).containsOnly(401);
      assertThat(answers.subList(10, 12)).containsOnly(429);
      assertThat(login(plane, OPERATE).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void aForeignPageIsRefusedWithOrWithoutTokens() throws Exception {
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      HttpRequest.Builder form =
          plane
              .request("/api/v1/tasks")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString("agent=desk&owner=a&query=x"));
      assertThat(plane.send(form).statusCode()).isEqualTo(415);
      HttpRequest.Builder foreign =
          plane
              .request("/api/v1/tasks")
              .header("Origin", "https://evil.example")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"));
      HttpResponse<String> refused = plane.send(foreign);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      HttpRequest.Builder crossSite =
          plane.request("/api/v1/tasks").header("Sec-Fetch-Site", "cross-site");
      assertThat(plane.send(crossSite).statusCode()).isEqualTo(403);
      assertThat(raw(plane, "GET /api/v1/tasks HTTP/1.1\r\nHost: evil.example\r\n"))
          .startsWith("HTTP/1.1 421");
    }
  }

  private static String raw(Plane plane, String head) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plane.uri("/").getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[4_096];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatUsersAndModelsWriteIsAnsweredAsJsonThatNoBrowserRuns() throws Exception {
    llm.say(SCRIPT);
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      String body =
          Json.Obj.of(
                  "agent",
                  "desk",
                  "owner",
                  SCRIPT,
                  "query",
                  SCRIPT,
                  "labels",
                  Json.Obj.of("l", SCRIPT))
              .text();
      String id = plane.post("/api/v1/tasks", body).text("id");
      plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=10");
      for (String path :
          List.of(
              "/api/v1/tasks",
              "/api/v1/tasks/" + id,
              "/api/v1/tasks/" + id + "/messages",
              "/api/v1/tasks?status=" + "%3Cscript%3E",
              "/api/v1/tasks/%3Cscript%3Ealert(1)%3C%2Fscript%3E")) {
        HttpResponse<String> answer = plane.send(plane.request(path));
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
            .as(path)
            .contains("json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
            .contains("default-src 'none'");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      }
    }
  }

  @Test
  void bodiesThatAreTooLargeOrMalformedAreRefused() throws Exception {
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      assertThat(plane.post("/api/v1/tasks", "{").text("code")).isEqualTo("malformed_json");
      assertThat(plane.post("/api/v1/tasks", "[]").text("code")).isEqualTo("malformed_json");
      String deep = "[".repeat(10_000) + "]".repeat(10_000);
      assertThat(plane.post("/api/v1/tasks", "{\"a\":" + deep + "}").status()).isEqualTo(400);
      assertThat(plane.post("/api/v1/tasks", "{\"agent\":1}").status()).isEqualTo(400);
      assertThat(plane.post("/api/v1/tasks", "{\"unknown\":1}").text("detail"))
          .contains("unknown field");
      assertThat(plane.get("/api/v1/tasks?limit=0").status()).isEqualTo(400);
      assertThat(plane.get("/api/v1/events?owner=a&pattern=(a%2B)%2B").status()).isEqualTo(400);
      String large = "{\"query\":\"" + "x".repeat(5_000_000) + "\"}";
      assertThat(
              raw(
                  plane,
                  "POST /api/v1/tasks HTTP/1.1\r\n"
                      + "Host: localhost\r\n"
                      + "Content-Type: application/json\r\n"
                      + "Content-Length: "
                      + large.length()
                      + "\r\n"))
          .startsWith("HTTP/1.1 413");
      assertThat(
              raw(
                  plane,
                  "GET /api/v1/tasks?text="
                      + "x".repeat(20_000)
                      + " HTTP/1.1\r\nHost: localhost\r\n"))
          .startsWith("HTTP/1.1 4");
      assertThat(plane.get("/api/v1/tasks").status()).isEqualTo(200);
    }
  }

  @Test
  void noPathLeadsOutOfTheFolderOfThePages() throws Exception {
    try (Plane plane = lockedPlane()) {
      for (String path :
          List.of(
              "/observability/assets/../openapi.json",
              "/observability/assets/%2e%2e/openapi.json",
              "/observability/assets/..%2fopenapi.json",
              "/observability/assets/..%5copenapi.json",
              "/observability/assets//etc/passwd",
              "/observability/assets/%00",
              "/observability/assets/",
              "/observability/assets/../../../api/v1/tasks",
              "/api/v1/../v1/tasks",
              "/observability/../api/v1/tasks")) {
        String answer = raw(plane, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("openapi\"");
      }
    }
  }

  @Test
  void onlyLoopbackIsReachedWithoutATokenAndScopesAreChecked() {
    assertThatThrownBy(() -> ObservabilityConfig.builder().host("0.0.0.0").build())
        .isInstanceOf(InvalidDefinitionException.class);
    for (Set<String> scopes :
        List.of(
            Set.of("owner:alice"), Set.of("admin"), Set.<String>of(), Set.of("read", "owner:"))) {
      ObservabilityConfig config =
          Plane.config().tokens(List.of(Plane.token("s", scopes.toArray(String[]::new)))).build();
      assertThatThrownBy(() -> Plane.of(config, llm, Plane.agent("desk")))
          .as(scopes.toString())
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining("scopes of token");
    }
  }

  @Test
  void aThousandReadersThatReadNothingHarmNobody() throws Exception {
    llm.say("one").say("two");
    List<Sse> readers = new ArrayList<>();
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      for (int i = 0; i < 1_000; i++) {
        readers.add(Sse.open(plane.uri("/api/v1/events?owner=alice"), null));
      }
      String body = "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"x\"}";
      String id = plane.post("/api/v1/tasks", body).text("id");
      Plane.Answer result = plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=60");
      assertThat(result.text("output")).isEqualTo("one");

      long start = System.nanoTime();
      plane.orchestrator.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    } finally {
      for (Sse reader : readers) {
        reader.close();
      }
    }
  }
}
