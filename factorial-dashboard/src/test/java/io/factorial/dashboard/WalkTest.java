package io.factorial.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorial.agent.Agent;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Param;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a program can do from the first request to the last. */
final class WalkTest {
  record Refund(@Param("Order") String order, @Param("US dollars") int amount) {}

  private final ScriptedLlm llm = ScriptedLlm.script();

  private static Agent<String> desk() {
    return Agent.builder("desk")
        .model("scripted:model")
        .tool(
            FunctionTool.of(
                    "refund",
                    "Refund an order",
                    Refund.class,
                    (refund, ctx) -> "refunded " + refund.amount())
                .needsApproval((refund, ctx) -> true))
        .tool(
            FunctionTool.of(
                "ask",
                "Ask the customer",
                Refund.class,
                (refund, ctx) -> ToolResult.pending(Duration.ofHours(1))))
        .build();
  }

  private static String create(Plane plane, String body) throws Exception {
    Plane.Answer created = plane.post("/api/v1/tasks", body);
    assertThat(created.status()).as(created.body().text()).isEqualTo(201);
    assertThat(created.response().headers().firstValue("Location"))
        .contains("/api/v1/tasks/" + created.text("id"));
    return created.text("id");
  }

  private static void awaitStatus(Plane plane, String id, String status) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> plane.get("/api/v1/tasks/" + id).text("status").equals(status));
  }

  @Test
  void aTaskIsEnqueuedByTheNameOfItsAgentAndWaitedFor() throws Exception {
    llm.say("Paris.");
    try (Plane plane = Plane.open(llm, desk())) {
      String id =
          create(plane, "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"France's capital?\"}");

      Plane.Answer result = plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=10");
      Plane.Answer task = plane.get("/api/v1/tasks/" + id);
      Plane.Answer messages = plane.get("/api/v1/tasks/" + id + "/messages");
      Plane.Answer overview = plane.get("/api/v1/overview");

      assertThat(result.text("output")).isEqualTo("Paris.");
      assertThat(task.text("query")).isEqualTo("France's capital?");
      assertThat(task.body().get("now_text")).isEmpty();
      assertThat(messages.list("messages"))
          .extracting(message -> message.text("text").orElseThrow())
          .containsExactly("France's capital?", "Paris.");
      assertThat(overview.list("agents").getFirst().text("completed")).contains("1");
      assertThat(overview.body().text("turn_p95_seconds")).isPresent();
      assertThat(overview.list("workers").getFirst().text("state")).contains("alive");
      assertThat(plane.get("/health/ready").text("status")).isEqualTo("ready");
    }
  }

  @Test
  void anUnknownAgentIsRefusedWithAProblem() throws Exception {
    try (Plane plane = Plane.open(llm, desk())) {
      Plane.Answer refused =
          plane.post("/api/v1/tasks", "{\"agent\":\"nobody\",\"owner\":\"a\",\"query\":\"x\"}");

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text("code")).isEqualTo("unknown_agent");
      assertThat(refused.response().headers().firstValue("Content-Type"))
          .contains("application/problem+json");
    }
  }

  @Test
  void theSameIdempotencyKeyMakesOneTaskAndAnotherRequestUnderItIsRefused() throws Exception {
    llm.say("one").say("two");
    try (Plane plane = Plane.open(llm, desk())) {
      String body = "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"once\"}";
      List<Plane.Answer> answers =
          List.of(keyed(plane, body, "k-1"), keyed(plane, body, "k-1"), keyed(plane, body, "k-2"));
      Plane.Answer other = keyed(plane, body.replace("once", "twice"), "k-1");

      assertThat(answers).extracting(Plane.Answer::status).containsOnly(201);
      assertThat(answers.get(0).text("id")).isEqualTo(answers.get(1).text("id"));
      assertThat(answers.get(0).text("id")).isNotEqualTo(answers.get(2).text("id"));
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
      assertThat(plane.get("/api/v1/tasks").list("tasks")).hasSize(2);
    }
  }

  private static Plane.Answer keyed(Plane plane, String body, String key) throws Exception {
    return Plane.Answer.of(
        plane.send(
            plane
                .request("/api/v1/tasks")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))));
  }

  @Test
  void aRunningTaskIsFollowedSteeredAndCancelled() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    llm.block(entered);
    try (Plane plane = Plane.open(llm, desk());
        Sse events = Sse.open(plane.uri("/api/v1/events?owner=alice"), null)) {
      String id = create(plane, "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"long\"}");
      entered.await();

      assertThat(plane.get("/api/v1/tasks/" + id + "/result").text("code")).isEqualTo("not_over");
      Plane.Answer steps = plane.get("/api/v1/tasks/" + id + "/steps");
      assertThat(steps.list("steps"))
          .anyMatch(step -> step.text("state").equals(java.util.Optional.of("running")));
      assertThat(plane.post("/api/v1/tasks/" + id + "/steer", "{\"text\":\"faster\"}").status())
          .isEqualTo(202);
      Plane.Answer cancelled = plane.post("/api/v1/tasks/" + id + "/cancel", "");

      assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
      assertThat(events.await("run_queued").data().text("task_id")).contains(id);
      assertThat(events.await("run_steered").id()).isPresent();
      assertThat(events.await("run_cancelled").data().text("owner_id")).contains("alice");
      Plane.Answer again = plane.post("/api/v1/tasks/" + id + "/cancel", "");
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.text("code")).isEqualTo("task_over");
      assertThat(again.text("status")).isEqualTo("CANCELLED");
    }
  }

  @Test
  void anApprovalIsAnsweredWithOtherArgumentsAndOnlyForWhatWasSeen() throws Exception {
    llm.callTool("refund", new Refund("o-1", 500)).say("done");
    try (Plane plane = Plane.open(llm, desk())) {
      String id = create(plane, "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"refund\"}");
      awaitStatus(plane, id, "PENDING_TOOL_RESULTS");

      Json.Obj wait = plane.get("/api/v1/waits?kind=approval").list("waits").getFirst();
      String path = "/api/v1/waits/" + id + "/" + wait.text("call_id").orElseThrow();
      Plane.Answer blind = plane.post(path + "/approve", "{\"arguments_hash\":\"other\"}");
      String hash = wait.text("arguments_hash").orElseThrow();
      Plane.Answer given =
          plane.post(
              path + "/approve",
              "{\"arguments_hash\":\""
                  + hash
                  + "\",\"arguments\":{\"order\":\"o-1\",\"amount\":50}}");

      assertThat(plane.get("/api/v1/tasks/" + id).body().text("now_text")).isPresent();
      assertThat(wait.text("query")).contains("refund");
      assertThat(blind.text("code")).isEqualTo("changed");
      assertThat(given.text("outcome")).isEqualTo("accepted");
      assertThat(plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=10").text("output"))
          .isEqualTo("done");
      assertThat(plane.get("/api/v1/tasks/" + id + "/messages").response().body())
          .contains("refunded 50");
      List<Json.Obj> steps = plane.get("/api/v1/tasks/" + id + "/steps").list("steps");
      assertThat(steps)
          .extracting(step -> step.text("kind").orElseThrow())
          .contains("completion", "wait", "tool");
      assertThat(steps).allMatch(step -> step.text("ended_at").isPresent());
      assertThat(steps)
          .filteredOn(step -> step.text("kind").equals(java.util.Optional.of("tool")))
          .allMatch(step -> step.text("worker").orElseThrow().startsWith("w-"));
    }
  }

  @Test
  void aDeferredToolIsCompletedFromOutsideOnce() throws Exception {
    llm.callTool("ask", new Refund("o-1", 1)).say("thanks");
    try (Plane plane = Plane.open(llm, desk())) {
      String id = create(plane, "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"ask\"}");
      awaitStatus(plane, id, "PENDING_TOOL_RESULTS");
      Json.Obj wait = plane.get("/api/v1/waits?task=" + id).list("waits").getFirst();
      String path = "/api/v1/waits/" + id + "/" + wait.text("call_id").orElseThrow() + "/complete";

      assertThat(plane.post(path, "{\"result\":{\"said\":\"yes\"}}").status()).isEqualTo(200);
      assertThat(plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=10").text("output"))
          .isEqualTo("thanks");
      assertThat(plane.post(path, "{\"result\":1}").status()).isIn(409, 410);
    }
  }

  @Test
  void aFailedTaskIsTriedAgainAndForked() throws Exception {
    llm.fail(LlmException.Kind.UNAUTHORIZED).say("fine").say("other");
    try (Plane plane = Plane.open(llm, desk())) {
      String id = create(plane, "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"try\"}");
      awaitStatus(plane, id, "FAILED");
      List<Json.Obj> steps = plane.get("/api/v1/tasks/" + id + "/steps").list("steps");

      assertThat(steps)
          .anyMatch(step -> step.text("state").equals(java.util.Optional.of("failed")));
      assertThat(plane.post("/api/v1/tasks/" + id + "/resume", "{}").text("code"))
          .isEqualTo("task_state");
      assertThat(plane.post("/api/v1/tasks/" + id + "/retry", "{}").status()).isEqualTo(200);
      assertThat(plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=10").text("output"))
          .isEqualTo("fine");
      Plane.Answer forked =
          plane.post("/api/v1/tasks/" + id + "/fork", "{\"from_turn\":0,\"query\":\"anew\"}");
      assertThat(forked.status()).isEqualTo(201);
      assertThat(
              plane
                  .get("/api/v1/tasks/" + forked.text("id") + "/result?wait_seconds=10")
                  .text("output"))
          .isEqualTo("other");
    }
  }

  @Test
  void aBatchIsMadeFollowedAndCancelledInBulk() throws Exception {
    try (Plane plane = Plane.open(llm, desk())) {
      plane.call("PUT", "/api/v1/limits/owners/alice", "{\"max_tasks\":1,\"weight\":3}");
      llm.block(new CountDownLatch(1));
      Plane.Answer batch =
          plane.post(
              "/api/v1/batches",
              "{\"agent\":\"desk\",\"owner\":\"alice\",\"tasks\":[{\"query\":\"a\"},{\"query\":\"b\"},{\"query\":\"c\"}]}");
      assertThat(batch.status()).as(batch.body().text()).isEqualTo(201);
      assertThat(batch.text("total")).isEqualTo("3");

      Plane.Answer dry =
          plane.post(
              "/api/v1/tasks/bulk",
              "{\"action\":\"cancel\",\"dry_run\":true,\"filter\":{\"batch\":\""
                  + batch.text("id")
                  + "\"}}");
      Plane.Answer limits = plane.get("/api/v1/limits");
      Plane.Answer bulk =
          plane.post(
              "/api/v1/tasks/bulk",
              "{\"action\":\"cancel\",\"filter\":{\"batch\":\"" + batch.text("id") + "\"}}");

      assertThat(dry.text("matched")).isEqualTo("3");
      assertThat(bulk.text("done")).isEqualTo("3");
      assertThat(plane.get("/api/v1/batches/" + batch.text("id")).text("cancelled")).isEqualTo("3");
      assertThat(limits.list("limits").getFirst().text("weight")).contains("3");
    }
  }

  @Test
  void metricsAreToldInTheTextOfPrometheusWithoutOwners() throws Exception {
    llm.say("one").say("two");
    try (Plane plane = Plane.open(llm, desk())) {
      plane.send(plane.request("/metrics"));
      String id = create(plane, "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"x\"}");
      plane.get("/api/v1/tasks/" + id + "/result?wait_seconds=10");

      String text = plane.send(plane.request("/metrics")).body();

      assertThat(text)
          .contains("factorial_tasks_completed_total{agent=\"desk\"} 1\n")
          .contains("factorial_turn_seconds_count{agent=\"desk\"} 1\n")
          .contains("factorial_turn_seconds_bucket{agent=\"desk\",le=\"+Inf\"} 1\n")
          .contains("factorial_workers{state=\"alive\"} 1\n")
          .doesNotContain("alice");
    }
  }
}
