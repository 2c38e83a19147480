package io.factorial.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgentEventTest {

  private static final String HEADER =
      "\"task_id\":\"3-0123456789abcdefghiXYZ\",\"owner_id\":\"user123\",\"agent_name\":\"weather\","
          + "\"turn\":2,\"attempt\":1,\"step\":\"2/0\",\"sequence\":41,\"cursor\":\"41-0\","
          + "\"timestamp\":\"2026-01-02T03:04:05.678Z\",";
  private static final String ERROR =
      "{\"code\":\"max_retries\",\"message\":\"gave up\",\"retryable\":false}";
  private static final String CALL =
      "{\"id\":\"call_1\",\"name\":\"getWeather\",\"arguments_text\":\"{\\\"city\\\":\\\"Paris\\\"}\","
          + "\"provider_data\":{}}";
  private static final String NOTHING_USED =
      "{\"requests\":0,\"tool_calls\":0,\"input_tokens\":0,\"cache_read_tokens\":0,"
          + "\"cache_write_tokens\":0,\"output_tokens\":0,\"reasoning_tokens\":0,\"cost_usd\":0}";

  @Test
  void everyTypeHasTheNameThatReadersKnow() {
    assertThat(EventSamples.runs())
        .extracting(AgentEvent::type)
        .containsExactly(
            "run_queued",
            "run_started",
            "run_steered",
            "run_recovered",
            "agent_output",
            "run_completed",
            "run_failed",
            "run_cancelled",
            "run_paused",
            "run_resumed",
            "run_steering_applied",
            "run_steering_failed");
    assertThat(EventSamples.progress())
        .extracting(AgentEvent::type)
        .containsExactly(
            "progress_update_run_turn_started",
            "progress_update_run_turn_completed",
            "progress_update_run_turn_failed",
            "progress_update_completion_started",
            "progress_update_completion_chunk",
            "progress_update_completion_completed",
            "progress_update_completion_failed",
            "step_superseded",
            "progress_update_tool_action_started",
            "progress_update_tool_action_completed",
            "progress_update_tool_action_failed");
    assertThat(EventSamples.tasks())
        .extracting(AgentEvent::type)
        .containsExactly(
            "task_failed",
            "task_retried",
            "task_pending_tool_call_results",
            "task_pending_child_task_results",
            "wait_answered",
            "wait_reminder",
            "wait_timed_out");
    assertThat(EventSamples.batches())
        .extracting(AgentEvent::type)
        .containsExactly("batch_progress", "batch_completed", "batch_cancelled");
    assertThat(EventSamples.custom().type()).isEqualTo("files_changed");
  }

  @Test
  void theSamplesHoldEveryEventOfEveryFamily() {
    Stream<Class<?>> leaves =
        Arrays.stream(AgentEvent.class.getPermittedSubclasses())
            .flatMap(
                family ->
                    family.isSealed()
                        ? Arrays.stream(family.getPermittedSubclasses())
                        : Stream.of(family));

    assertThat(all())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(leaves.toList());
  }

  @Test
  void everyEventBeginsWithTheSameFields() {
    assertThat(all())
        .allSatisfy(
            event ->
                assertThat(event.toJson().text())
                    .startsWith(
                        "{\"event_type\":\"" + event.type() + "\"," + HEADER + "\"data\":"));
  }

  @Test
  void anErrorStandsBesideTheDataOfTheEventsThatHaveOne() {
    assertThat(all().stream().filter(event -> event.toJson().get("error").isPresent()))
        .extracting(AgentEvent::type)
        .containsExactly(
            "run_failed",
            "run_steering_failed",
            "progress_update_run_turn_failed",
            "progress_update_completion_failed",
            "progress_update_tool_action_failed",
            "task_failed");
    assertThat(new RunEvent.Failed(EventSamples.META, EventSamples.ERROR).toJson().text())
        .endsWith("\"data\":{},\"error\":" + ERROR + "}");
  }

  @Test
  void theDataOfRunEventsHasTheirComponentsInSnakeCase() {
    assertThat(data(EventSamples.runs()))
        .containsExactly(
            "{}",
            "{\"query\":\"Weather in Paris?\"}",
            "{\"messages\":1}",
            "{\"recoveries\":1}",
            "{\"output\":\"Sunny\"}",
            "{\"usage\":" + NOTHING_USED + "}",
            "{}",
            "{}",
            "{\"reason\":\"budget_exceeded\"}",
            "{}",
            "{\"messages\":[{\"type\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"in"
                + " Celsius\"}]}]}",
            "{}");
  }

  @Test
  void theDataOfProgressEventsHasTheirComponentsInSnakeCase() {
    String started = "\"started_at\":\"2026-01-02T03:04:05.678Z\"}";
    assertThat(data(EventSamples.progress()))
        .containsExactly(
            "{}",
            "{\"usage\":" + NOTHING_USED + ",\"turn_usage\":" + NOTHING_USED + "," + started,
            "{" + started,
            "{\"model\":\"openai:gpt-4.1\"}",
            "{\"chunk\":{\"type\":\"text\",\"delta\":\"Sun\"}}",
            "{\"message\":{\"type\":\"assistant\",\"parts\":[{\"type\":\"text\",\"text\":\"Sunny\"}],"
                + "\"tool_calls\":[],\"provider_data\":{}},\"usage\":"
                + NOTHING_USED
                + ","
                + started,
            "{" + started,
            "{}",
            "{\"call\":" + CALL + "}",
            "{\"call\":" + CALL + ",\"text\":\"Sunny\",\"data\":null," + started,
            "{\"call\":" + CALL + "," + started);
  }

  @Test
  void theDataOfTaskEventsHasTheirComponentsInSnakeCase() {
    String wait =
        "{\"task_id\":\"3-0123456789abcdefghiXYZ\",\"tool_call_id\":\"call_1\",\"kind\":\"APPROVAL\","
            + "\"agent\":\"weather\",\"owner_id\":\"user123\",\"tool\":\"getWeather\","
            + "\"arguments\":{},\"arguments_hash\":\"abc\",\"question\":\"Really?\","
            + "\"since\":\"2026-01-02T03:04:05.678Z\",\"deadline\":null}";
    assertThat(data(EventSamples.tasks()))
        .containsExactly(
            "{}",
            "{\"due_at\":\"2026-01-02T03:04:05.678Z\"}",
            "{\"waits\":[" + wait + "]}",
            "{\"children\":[\"3-0123456789abcdefghiXYZ.2.0.0\"]}",
            "{\"tool_call_id\":\"call_1\"}",
            "{\"wait\":" + wait + "}",
            "{\"tool_call_id\":\"call_1\"}");
  }

  @Test
  void theDataOfBatchAndCustomEventsIsTheirs() {
    assertThat(data(EventSamples.batches()))
        .containsOnly(
            "{\"batch_id\":\"3-0123456789abcdefghiXYZ\",\"progress\":{\"total\":4,\"completed\":1,"
                + "\"failed\":1,\"cancelled\":0,\"percent\":50.0}}");
    assertThat(data(List.of(EventSamples.custom()))).containsExactly("{\"path\":\"a.txt\"}");
  }

  private static List<String> data(List<AgentEvent> events) {
    return events.stream()
        .map(event -> event.toJson().get("data").map(Json::text).orElse("none"))
        .toList();
  }

  private static List<AgentEvent> all() {
    List<AgentEvent> all = new ArrayList<>(EventSamples.runs());
    all.addAll(EventSamples.progress());
    all.addAll(EventSamples.tasks());
    all.addAll(EventSamples.batches());
    all.add(EventSamples.custom());
    return all;
  }
}
