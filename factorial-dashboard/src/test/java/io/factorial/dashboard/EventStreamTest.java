package io.factorial.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.AgentContext;
import io.factorial.testkit.ScriptedLlm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Events as they are streamed. */
final class EventStreamTest {
  private static final int SUBSCRIBERS = 1_000;
  private static final int TASKS = 4;

  private final ScriptedLlm llm = ScriptedLlm.script();

  @Test
  void aCursorThatIsGoneIsAnsweredWithResetAndTheStreamGoesOn() throws Exception {
    llm.say("one");
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      plane
          .orchestrator
          .enqueue(Plane.agent("desk"), "alice", AgentContext.of("x"))
          .await(Duration.ofSeconds(10));
      try (Sse events = Sse.open(plane.uri("/api/v1/events?owner=alice"), "oldest")) {
        assertThat(events.head).contains("text/event-stream").contains("nosniff");
        assertThat(events.next().orElseThrow().type()).isEqualTo("reset");
        assertThat(events.next().orElseThrow().type()).isEqualTo("run_queued");
        assertThat(events.await("run_completed").id()).isPresent();
      }
    }
  }

  @Test
  void aThousandSubscribersGetEveryDurableEventInOrderOnceAcrossAReconnect() throws Exception {
    for (int i = 0; i < TASKS; i++) {
      llm.say("answer " + i);
    }
    List<Sse> first = new ArrayList<>();
    try (Plane plane = Plane.open(llm, Plane.agent("desk"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SUBSCRIBERS; i++) {
        first.add(Sse.open(plane.uri("/api/v1/events?owner=alice"), null));
      }
      List<Future<List<String>>> readings = new ArrayList<>();
      for (Sse subscriber : first) {
        readings.add(threads.submit(() -> read(plane, subscriber)));
      }
      for (int i = 0; i < TASKS; i++) {
        plane
            .orchestrator
            .enqueue(Plane.agent("desk"), "alice", AgentContext.of("task " + i))
            .await(Duration.ofSeconds(60));
      }
      List<String> expected = readings.getFirst().get();
      assertThat(expected).hasSizeGreaterThan(TASKS * 4).doesNotHaveDuplicates();
      for (Future<List<String>> reading : readings) {
        assertThat(reading.get()).isEqualTo(expected);
      }
    }
  }

  /** Reads the first task's events, comes back with the last cursor, and reads the rest. */
  private static List<String> read(Plane plane, Sse first) throws IOException {
    List<String> sequences = new ArrayList<>();
    String cursor = readTo(first, 1, sequences);
    first.close();
    try (Sse second = Sse.open(plane.uri("/api/v1/events?owner=alice"), cursor)) {
      readTo(second, TASKS - 1, sequences);
    }
    return sequences;
  }

  private static String readTo(Sse stream, int completed, List<String> sequences)
      throws IOException {
    String cursor = "";
    int left = completed;
    while (left > 0) {
      Sse.Event event = stream.next().orElseThrow();
      if (event.id().isPresent()) {
        cursor = event.id().get();
        sequences.add(event.data().text("sequence").orElseThrow() + " " + event.type());
        left -= event.type().equals("run_completed") ? 1 : 0;
      }
    }
    return cursor;
  }
}
