package io.factorial.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.AgentContext;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FirstLookTest {
  @Test
  void aTaskThatRanIsListedAndLookedAt() throws Exception {
    ScriptedLlm llm = ScriptedLlm.script().say("Paris.");
    try (Plane plane = Plane.open(llm, Plane.agent("geographer"))) {
      TaskHandle<String> task =
          plane.orchestrator.enqueue(
              Plane.agent("geographer"), "alice", AgentContext.of("What is France's capital?"));
      task.await(Duration.ofSeconds(10));

      Plane.Answer list = plane.get("/api/v1/tasks");
      Plane.Answer one = plane.get("/api/v1/tasks/" + task.id());
      Plane.Answer messages = plane.get("/api/v1/tasks/" + task.id() + "/messages");
      Plane.Answer overview = plane.get("/api/v1/overview");

      assertThat(list.list("tasks")).hasSize(1);
      assertThat(one.text("status")).isEqualTo("COMPLETED");
      assertThat(one.text("output")).isEqualTo("Paris.");
      assertThat(one.text("query")).isEqualTo("What is France's capital?");
      assertThat(messages.list("messages"))
          .extracting(message -> message.text("text").orElseThrow())
          .containsExactly("What is France's capital?", "Paris.");
      assertThat(overview.list("agents").getFirst().text("completed")).contains("1");
      assertThat(overview.list("workers")).hasSize(1);
      assertThat(plane.get("/health/ready").status()).isEqualTo(200);
      assertThat(plane.send(plane.request("/observability/tasks")).body()).contains("<html");
    }
  }
}
