package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.OWNER;
import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.InvalidTaskIdException;
import io.factorial.error.UnknownAgentException;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.llm.ModelName;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.Estimate;
import io.factorial.port.EventBus;
import io.factorial.port.Grant;
import io.factorial.port.ModelLimits;
import io.factorial.port.Rates;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.factorial.run.RunResult;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskId;
import io.factorial.testkit.ScriptedLlm;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes: each is refused where it is made, with a type and a text that says the way out. */
final class RefusalTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();
  private final Agent<String> plain = agent("plain").build();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0-",
        "0-tooShort",
        "x-0123456789012345678901",
        "-1-0123456789012345678901",
        "0-0123456789012345678901.",
        "0-0123456789012345678901.1",
        "0-0123456789012345678901.a.b.c",
        "0-012345678901234567890!",
        "0-0123456789012345678901\n",
        "{ns:0}"
      })
  void aMalformedIdIsRefusedBeforeTheStoreIsAsked(String text) {
    assertThatThrownBy(() -> TaskId.parse(text))
        .isInstanceOf(InvalidTaskIdException.class)
        .hasMessageStartingWith("task id: " + text + " (expected: ");
  }

  @Test
  void aLongMalformedIdIsNotRepeatedAsAWhole() {
    assertThatThrownBy(() -> TaskId.parse("x".repeat(10_000)))
        .isInstanceOf(InvalidTaskIdException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void anAgentThatNobodyRegisteredIsRefused() {
    assertThatThrownBy(() -> scene.enqueue(plain, "go"))
        .isInstanceOf(UnknownAgentException.class)
        .hasMessage(
            "agent plain: unknown (expected: a name that some process registered; start a worker"
                + " that calls registerRunner with it)");
  }

  @Test
  void anAgentIsRegisteredOnceAndBeforeTheStart() {
    Orchestrator process = scene.process(llm, queue -> queue);
    process.registerRunner(plain);
    assertThatThrownBy(() -> process.registerRunner(plain))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("agent plain: registered already (expected: each name once)");
    process.start();
    assertThatThrownBy(() -> process.registerRunner(agent("other").build()))
        .hasMessage("registerRunner: orchestrator is STARTED (expected: NEW)");
    assertThatThrownBy(process::start).hasMessage("start: orchestrator is STARTED (expected: NEW)");
    process.close();
    assertThatThrownBy(() -> process.enqueue(plain, OWNER, AgentContext.of("go")))
        .hasMessage("orchestrator: closed (expected: open; make a new one)");
    process.close();
  }

  @Test
  void aStartWithoutAnAgentIsRefused() {
    assertThatThrownBy(scene.client()::start)
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "start: no agent registered (expected: registerRunner before; an orchestrator that is"
                + " only a client need not be started)");
  }

  @Test
  void twoTimelinesInOneProcessAreRefused() {
    Orchestrator process = scene.process(llm, queue -> queue);
    process.registerRunner(plain);
    MaintenanceWorkerConfig other =
        MaintenanceWorkerConfig.builder()
            .metricsTimeline(
                new MetricsTimelineConfig(
                    Duration.ofHours(2), MetricsTimelineConfig.BucketSize.MINUTES, 2.0))
            .build();
    assertThatThrownBy(
            () ->
                process.registerRunner(agent("other").build(), AgentWorkerConfig.defaults(), other))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("metricsTimeline of agent other: ")
        .hasMessageContaining("that of agent plain, since a process keeps one timeline");
  }

  @Test
  void anInvalidConfigurationIsRefusedByNameValueAndExpectation() {
    assertThatThrownBy(() -> AgentWorkerConfig.builder().batchSize(0).build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("batchSize: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> AgentWorkerConfig.builder().turnTimeout(Duration.ZERO).build())
        .hasMessage("turnTimeout: PT0S (expected: more than zero)");
    assertThatThrownBy(() -> EnqueueOptions.builder().priority(10).build())
        .hasMessage("priority: 10 (expected: 0 to 9)");
    assertThatThrownBy(() -> EnqueueOptions.builder().delay(Duration.ofSeconds(-1)).build())
        .hasMessage("delay: PT-1S (expected: zero or more)");
    assertThatThrownBy(() -> EnqueueOptions.builder().maxTurns(0).build())
        .hasMessage("maxTurns: 0 (expected: 1 or more)");
  }

  /** A client for one provider. */
  private record OneProvider(String provider) implements LlmClient {
    @Override
    public Set<String> providers() {
      return Set.of(provider);
    }

    @Override
    public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks) {
      return Model.say("from " + provider);
    }
  }

  @Test
  void aModelWithoutAClientFailsTheRunWithTheWayOut() throws Exception {
    scene.worker(new OneProvider("other"), plain);
    assertThat(end(scene.enqueue(plain, "go")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("invalid_definition");
              assertThat(failed.error().message())
                  .isEqualTo(
                      "model test:model: no client for provider test (expected: one of [other];"
                          + " add new OpenAiModule() (factorial-llm-openai) or"
                          + " Factorial.llm(client))");
            });
  }

  @Test
  void aClientOfAProviderComesBeforeTheOneThatTakesTheRest() throws Exception {
    Orchestrator both = scene.process(llm, queue -> queue, Factorial.llm(new OneProvider("test")));
    both.registerRunner(plain);
    both.start();
    assertThat(end(scene.enqueue(plain, "go")).output()).isEqualTo("from test");
  }

  @Test
  void twoClientsForOneProviderAreRefused() {
    assertThatThrownBy(
            () ->
                Factorial.orchestrator(
                    new InMemoryModule(),
                    Factorial.llm(new OneProvider("test")),
                    Factorial.llm(new OtherProvider())))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("provider test: served by ")
        .hasMessageEndingWith("(expected: one client)");
  }

  /** Another client for the same provider. */
  private static final class OtherProvider implements LlmClient {
    @Override
    public Set<String> providers() {
      return Set.of("test");
    }

    @Override
    public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks) {
      return Model.say("?");
    }
  }

  @Test
  void anOrchestratorWithoutAStoreIsRefusedWithTheModuleToAdd() {
    assertThatThrownBy(() -> Factorial.orchestrator(Factorial.llm(llm)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "no binding for TaskQueue: add new InMemoryModule() (factorial-inmemory-adapter) or"
                + " new RedisModule(...) (factorial-redis-adapter)");
  }

  @Test
  void twoStoresAreRefused() {
    assertThatThrownBy(
            () ->
                Factorial.orchestrator(
                    new InMemoryModule(), new InMemoryModule(), Factorial.llm(llm)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("modules: ")
        .hasMessageContaining("TaskQueue was bound multiple times");
  }

  /** Limits of another adapter than the store's. */
  private static final class ForeignLimits implements ModelLimits {
    @Override
    public Grant acquire(ModelName model, Estimate need, Duration maxWait) {
      return new Grant.Granted(model, 0);
    }

    @Override
    public void settle(Grant.Granted grant, long tokens) {}

    @Override
    public void pause(ModelName model, Duration time) {}

    @Override
    public void configure(ModelName model, Rates rates) {}

    @Override
    public Map<ModelName, Rates> rates() {
      return Map.of();
    }
  }

  @Test
  void portsOfTwoAdaptersAreRefused() {
    Injector memory = Guice.createInjector(new InMemoryModule());
    Module mixed =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(TaskQueue.class).toInstance(memory.getInstance(TaskQueue.class));
            bind(TaskStore.class).toInstance(memory.getInstance(TaskStore.class));
            bind(EventBus.class).toInstance(memory.getInstance(EventBus.class));
            bind(ModelLimits.class).toInstance(new ForeignLimits());
          }
        };
    assertThatThrownBy(() -> Factorial.orchestrator(mixed, Factorial.llm(llm)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "ports: [io.factorial.inmemory, io.factorial.engine.scenario] (expected: all from one"
                + " adapter)");
  }

  @Test
  void onlyPortsCanBeDecorated() {
    assertThatThrownBy(() -> Factorial.decorate(String.class, text -> text))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "decorate: java.lang.String (expected: TaskQueue, TaskStore, EventBus, ModelLimits)");
  }

  @Test
  void theFirstOfTwoDecoratorsIsTheInnermost() {
    StringBuilder order = new StringBuilder();
    Module first =
        Factorial.decorate(
            TaskQueue.class,
            queue -> {
              order.append("first ");
              return queue;
            });
    Module second =
        Factorial.decorate(
            TaskQueue.class,
            queue -> {
              order.append("second");
              return queue;
            });
    Factorial.orchestrator(first, new InMemoryModule(), second).close();
    assertThat(order).hasToString("first second");
  }
}
