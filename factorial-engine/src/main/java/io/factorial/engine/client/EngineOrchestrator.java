package io.factorial.engine.client;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.engine.turn.Closing;
import io.factorial.engine.turn.TurnServices;
import io.factorial.engine.worker.Runner;
import io.factorial.engine.worker.StorePorts;
import io.factorial.engine.worker.Worker;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.json.Json;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Limits;
import io.factorial.orchestrator.MaintenanceWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.orchestrator.Schedules;
import io.factorial.port.Extension;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Page;
import io.factorial.port.TaskRecord;
import io.factorial.port.WorkerId;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchId;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskPage;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Waits;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An orchestrator over the ports of a store. Thread-safe. */
public final class EngineOrchestrator implements Orchestrator {
  private final StorePorts ports;
  private final TurnServices services;
  private final Collection<Extension> extensions;
  private final Collection<AutoCloseable> closeables;
  private final Client client;
  private final EngineWaits waits;
  private final ReentrantLock lock = new ReentrantLock(); // guards runners, registered
  private final Map<String, Runner<?>> runners = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean registered;
  private volatile State state = State.NEW; // written under the lock
  private @Nullable Worker worker;

  private enum State {
    NEW,
    STARTED,
    CLOSED
  }

  /**
   * Makes an orchestrator; it is a client until it is started.
   *
   * @param ports the store
   * @param services what runs need
   * @param extensions what is started and closed with it
   * @param closeables what is closed after it
   */
  public EngineOrchestrator(
      StorePorts ports,
      TurnServices services,
      Collection<Extension> extensions,
      Collection<AutoCloseable> closeables) {
    this.ports = ports;
    this.services = services;
    this.extensions = List.copyOf(extensions);
    this.closeables = List.copyOf(closeables);
    this.client = new Client(ports);
    this.waits = new EngineWaits(client);
  }

  @Override
  public void registerRunner(Agent<?> agent) {
    registerRunner(agent, AgentWorkerConfig.defaults());
  }

  @Override
  public void registerRunner(Agent<?> agent, AgentWorkerConfig workers) {
    registerRunner(agent, workers, MaintenanceWorkerConfig.defaults());
  }

  @Override
  public void registerRunner(
      Agent<?> agent, AgentWorkerConfig workers, MaintenanceWorkerConfig maintenance) {
    Runner<?> runner = new Runner<>(agent, workers, maintenance);
    lock.lock();
    try {
      expect(State.NEW, "registerRunner");
      checkTimeline(runner);
      if (runners.putIfAbsent(agent.name(), runner) != null) {
        throw new InvalidDefinitionException(
            "agent " + agent.name() + ": registered already (expected: each name once)");
      }
      registered = false;
    } finally {
      lock.unlock();
    }
  }

  private void checkTimeline(Runner<?> added) {
    for (Runner<?> runner : runners.values()) {
      if (!runner.maintenance().metricsTimeline().equals(added.maintenance().metricsTimeline())) {
        throw InvalidDefinitionException.of(
            "metricsTimeline of agent " + added.agent().name(),
            added.maintenance().metricsTimeline(),
            "that of agent " + runner.agent().name() + ", since a process keeps one timeline");
      }
    }
  }

  @Override
  public void start() {
    lock.lock();
    try {
      expect(State.NEW, "start");
      if (runners.isEmpty() && extensions.isEmpty()) {
        throw new InvalidDefinitionException(
            "start: no agent registered (expected: registerRunner before; an orchestrator that is"
                + " only a client need not be started)");
      }
      state = State.STARTED;
      register();
      startExtensions();
      if (!runners.isEmpty()) {
        startWorker();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Before the worker: where one cannot start, as on a port that is taken, no task was taken. */
  private void startExtensions() {
    EngineOperations operations = new EngineOperations(this, client);
    try {
      extensions.forEach(extension -> extension.start(operations));
    } catch (RuntimeException failed) {
      extensions.forEach(Closing::quietly);
      throw failed;
    }
  }

  private void startWorker() {
    WorkerId id = new WorkerId("w-" + Nonce.random());
    Children children = new Children(client, maker());
    EngineSchedules schedules = new EngineSchedules(client, maker(), () -> {});
    worker = new Worker(id, ports, services, runners, children::spawn, schedules::fire);
    worker.start();
  }

  boolean isClosing() {
    return state == State.CLOSED;
  }

  @Override
  public void run() {
    Thread hook = new Thread(this::close, "factorial-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    start();
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      close();
    }
    removeHook(hook);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running: it is what closed the orchestrator.
    }
  }

  @Override
  public void close() {
    Worker stopping;
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      stopping = worker;
    } finally {
      lock.unlock();
    }
    if (stopping != null) {
      stopping.stop(grace());
    }
    extensions.forEach(Closing::quietly);
    closeables.forEach(Closing::quietly);
    closed.countDown();
  }

  private Duration grace() {
    return runners.values().stream()
        .map(runner -> runner.config().shutdownGrace())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public <O> TaskHandle<O> enqueue(Agent<O> agent, String ownerId, AgentContext context) {
    return enqueue(agent, ownerId, context, EnqueueOptions.defaults());
  }

  @Override
  public <O> TaskHandle<O> enqueue(
      Agent<O> agent, String ownerId, AgentContext context, EnqueueOptions options) {
    ensureRegistered();
    TaskId id = ports.queue().id(ownerId, Nonce.random());
    NewTask task = maker().task(id, agent, ownerId, context, options).build();
    return new StoredTask<>(client.enqueue(task), client, Results.of(agent));
  }

  @Override
  public <O> BatchHandle<O> enqueueBatch(
      Agent<O> agent, String ownerId, List<AgentContext> contexts) {
    return enqueueBatch(agent, ownerId, contexts, EnqueueOptions.defaults());
  }

  @Override
  public <O> BatchHandle<O> enqueueBatch(
      Agent<O> agent, String ownerId, List<AgentContext> contexts, EnqueueOptions options) {
    ensureRegistered();
    TaskMaker maker = maker();
    BatchId batch =
        Batches.enqueue(
            client,
            ownerId,
            contexts,
            options,
            Nonce.random(),
            (id, context) -> maker.task(id, agent, ownerId, context, options));
    Integer ofTask = options.maxTurns();
    OptionalInt maxTurns = ofTask == null ? agent.definition().maxTurns() : OptionalInt.of(ofTask);
    return new StoredBatch<>(batch, client, Results.of(agent), maxTurns);
  }

  TaskMaker maker() {
    Duration deadline =
        runners.values().stream()
            .map(runner -> runner.config().taskDeadline())
            .max(Duration::compareTo)
            .orElse(AgentWorkerConfig.defaults().taskDeadline());
    return new TaskMaker(telemetry(), deadline);
  }

  private Telemetry telemetry() {
    return services.telemetry();
  }

  @Override
  public TaskHandle<Json> task(TaskId id) {
    return new StoredTask<>(id, client, Results.json());
  }

  @Override
  public <O> TaskHandle<O> task(Agent<O> agent, TaskId id) {
    return new StoredTask<>(id, client, Results.of(agent));
  }

  @Override
  public TaskPage tasks(TaskFilter filter) {
    Page<TaskRecord> page = ports.store().tasks(filter);
    return new TaskPage(
        page.items().stream().map(Results::data).toList(), page.next(), page.complete());
  }

  @Override
  public EventStream subscribe(EventFilter filter) {
    return client.subscribe(filter);
  }

  @Override
  public EventStream subscribe(EventFilter filter, EventCursor after) {
    return client.subscribe(filter, after);
  }

  @Override
  public AnswerOutcome completeDeferredTool(
      TaskId taskId, String toolCallId, @Nullable Object result) {
    return waits.complete(taskId, toolCallId, result);
  }

  @Override
  public Waits waits() {
    return waits;
  }

  @Override
  public Schedules schedules() {
    return new EngineSchedules(client, maker(), this::ensureRegistered);
  }

  @Override
  public Limits limits() {
    return new EngineLimits(client);
  }

  /**
   * A process that registered a runner may enqueue before it starts: the store knows its agents.
   */
  void ensureRegistered() {
    lock.lock();
    try {
      if (state == State.CLOSED) {
        throw new InvalidDefinitionException(
            "orchestrator: closed (expected: open; make a new one)");
      }
      register();
    } finally {
      lock.unlock();
    }
  }

  private void register() {
    if (!registered) {
      runners.values().forEach(runner -> ports.queue().register(runner.card()));
      registered = true;
    }
  }

  private void expect(State expected, String call) {
    if (state != expected) {
      throw new InvalidDefinitionException(
          call + ": orchestrator is " + state + " (expected: " + expected + ")");
    }
  }
}
