package io.factorial.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queued run, over the in-memory store, with a real worker. */
final class OrchestratedRunTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ScriptedLlm llm = ScriptedLlm.script();
  private final Orchestrator orchestrator =
      Factorial.orchestrator(new InMemoryModule(), Factorial.llm(llm));

  /** A toolbox as a user writes it. */
  static final class Weather {
    @Tool("Get the current weather for a city")
    String getWeather(String city) {
      return "sunny in " + city;
    }
  }

  private final Agent<String> weather =
      Agent.builder("weather").model("test:model").tools(new Weather()).build();

  @AfterEach
  void close() {
    orchestrator.close();
  }

  private TaskHandle<String> enqueue(String query) {
    return orchestrator.enqueue(weather, "user1", AgentContext.of(query));
  }

  private void start() {
    orchestrator.registerRunner(weather);
    orchestrator.start();
  }

  @Test
  void aTaskRunsToItsAnswer() throws InterruptedException {
    llm.callTool("getWeather", Json.Obj.of("city", "Paris")).say("Sunny in Paris.");
    start();
    TaskHandle<String> task = enqueue("Weather in Paris?");
    RunResult<String> result = task.await(LONG);
    assertThat(result.output()).isEqualTo("Sunny in Paris.");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.data().usage().requests()).isEqualTo(2);
    assertThat(task.messages()).hasSize(4);
  }

  @Test
  void cancelReachesTheRunningCall() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    llm.block(entered);
    start();
    TaskHandle<String> task = enqueue("Weather in Paris?");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    task.cancel();
    assertThat(task.await(LONG)).isInstanceOf(RunResult.Cancelled.class);
  }

  @Test
  void steeringIsReadAtTheNextTurn() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch steered = new CountDownLatch(1);
    llm.answer(
            request -> {
              entered.countDown();
              try {
                assertThat(steered.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              return io.factorial.llm.ChatResponse.of(
                  Message.assistant("Sunny."), ScriptedLlm.USAGE);
            })
        .say("Rain in Rome.");
    start();
    TaskHandle<String> task = enqueue("Weather in Paris?");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    task.steer(Message.user("And in Rome?"));
    steered.countDown();
    assertThat(task.await(LONG).output()).isEqualTo("Rain in Rome.");
    assertThat(llm.requests().get(1).messages().getLast()).isEqualTo(Message.user("And in Rome?"));
  }

  @Test
  void eventsAreToldInOrderAndReplayed() throws InterruptedException {
    llm.say("Sunny.");
    start();
    List<AgentEvent> live = new ArrayList<>();
    try (EventStream events = orchestrator.subscribe(EventFilter.owner("user1"))) {
      TaskHandle<String> task = enqueue("Weather in Paris?");
      task.await(LONG);
      while (live.isEmpty() || !live.getLast().type().equals("run_completed")) {
        Optional<AgentEvent> next = events.poll(LONG);
        assertThat(next).isPresent();
        live.add(next.get());
      }
    }
    assertThat(live.stream().map(AgentEvent::type))
        .containsSubsequence(
            "run_queued",
            "run_started",
            "progress_update_completion_completed",
            "progress_update_run_turn_completed",
            "agent_output",
            "run_completed");
    try (EventStream replay =
        orchestrator.subscribe(EventFilter.owner("user1"), live.getFirst().meta().cursor())) {
      assertThat(replay.poll(LONG)).map(AgentEvent::type).contains("run_started");
    }
  }
}
