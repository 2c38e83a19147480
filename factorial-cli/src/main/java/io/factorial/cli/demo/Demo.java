package io.factorial.cli.demo;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.cli.model.CommandModel;
import io.factorial.cli.scripted.ScriptedServer;
import io.factorial.cli.store.OpenStore;
import io.factorial.cli.terminal.Terminal;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.FactorialException;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.event.RunEvent;
import io.factorial.message.Message;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The main job of Factorial, once: an orchestrator in this process, tasks of several owners at
 * once, their events as they come, one task steered and one cancelled on the way.
 */
final class Demo {

  /** A real model may take its time; the scripted one is done in seconds. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration STRAGGLERS = Duration.ofSeconds(2);

  /** After so many words the user cancels. */
  private static final int ENOUGH_WORDS = 50;

  private static final AgentWorkerConfig WORKERS =
      AgentWorkerConfig.builder().shutdownGrace(Duration.ofSeconds(1)).build();

  private final CommandModel model;
  private final OpenStore store;
  private final @Nullable DemoDashboard dashboard;
  private final Playground playground;
  private final DemoAgents agents;
  private final Terminal terminal;
  private final Board board;
  private final AtomicLong cancelledAt = new AtomicLong(); // 0 until the cancel

  Demo(
      CommandModel model,
      Folders folders,
      Terminal terminal,
      OpenStore store,
      @Nullable DemoDashboard dashboard) {
    this.model = model;
    this.store = store;
    this.dashboard = dashboard;
    this.playground = new Playground(model.name(), folders);
    this.agents = DemoAgents.of(model.name(), folders);
    this.terminal = terminal;
    this.board = new Board(terminal);
  }

  /** What is done with the outcomes while the orchestrator still runs. */
  @FunctionalInterface
  interface Afterwards {
    void look(List<Outcome> outcomes);
  }

  List<Outcome> run(Afterwards afterwards) throws InterruptedException {
    try (Orchestrator orchestrator = orchestrator()) {
      orchestrator.registerRunner(agents.analyst(), WORKERS);
      orchestrator.registerRunner(agents.writer(), WORKERS);
      if (dashboard != null) {
        playground.register(orchestrator);
      }
      orchestrator.start();
      if (dashboard != null) {
        terminal.print(dashboard.told());
        terminal.print("");
        playground.open(orchestrator);
      }
      List<Outcome> outcomes = watched(orchestrator);
      afterwards.look(outcomes);
      return outcomes;
    }
  }

  private Orchestrator orchestrator() {
    DemoDashboard shown = dashboard;
    return shown == null
        ? store.orchestrator(model.module())
        : store.orchestrator(model.module(), shown.module());
  }

  private List<Outcome> watched(Orchestrator orchestrator) throws InterruptedException {
    List<EventStream> streams = subscribe(orchestrator);
    try {
      terminal.showStatus(board::status);
      return follow(enqueue(orchestrator));
    } finally {
      streams.forEach(EventStream::close);
    }
  }

  private List<EventStream> subscribe(Orchestrator orchestrator) {
    List<EventStream> streams = new ArrayList<>();
    for (String owner : Stories.ALL.stream().map(Story::owner).distinct().toList()) {
      EventStream stream = orchestrator.subscribe(EventFilter.owner(owner));
      streams.add(stream);
      Thread.startVirtualThread(() -> stream.forEach(this::see));
    }
    return streams;
  }

  private List<TaskWatch> enqueue(Orchestrator orchestrator) {
    List<TaskWatch> watches = new ArrayList<>();
    for (Story story : Stories.ALL) {
      Agent<?> agent = story.agent().apply(agents);
      watches.add(
          board.watch(
              story,
              agent.name(),
              () -> orchestrator.enqueue(agent, story.owner(), AgentContext.of(story.query()))));
    }
    return watches;
  }

  private void see(AgentEvent event) {
    board.see(event).ifPresent(watch -> act(watch, event));
  }

  /** Does what the user of the story does when its moment has come. */
  private void act(TaskWatch watch, AgentEvent event) {
    Story story = watch.story();
    try {
      switch (story.happening()) {
        case STEERING -> {
          if (event instanceof RunEvent.Started) {
            watch.handle().steer(Message.user(Stories.WISH));
            board.printUser(watch, "the user adds: " + Stories.WISH);
          }
        }
        case CANCEL -> {
          if (board.count(watch, TaskWatch::words) >= ENOUGH_WORDS
              && cancelledAt.compareAndSet(0, System.nanoTime())) {
            watch.handle().cancel();
            board.printUser(watch, "the user cancels, in the middle of the answer");
          }
        }
        case NOTHING, OUTAGE -> {}
      }
    } catch (FactorialException tooLate) {
      board.printUser(watch, "too late: " + tooLate.getMessage());
    }
  }

  private List<Outcome> follow(List<TaskWatch> watches) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> each =
          watches.stream().map(watch -> threads.submit(() -> follow(watch))).toList();
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : each) {
        outcomes.add(future.get());
      }
      return outcomes;
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }

  private Outcome follow(TaskWatch watch) throws InterruptedException {
    TaskHandle<?> handle = watch.handle();
    int turns = 0;
    try {
      turns = handle.await(LONGEST).run().turns();
    } catch (AwaitTimeoutException late) {
      board.printUser(watch, "not over: " + late.status());
    }
    long ended = System.nanoTime();
    watch.awaitEnd(STRAGGLERS);
    boolean cancelled = watch.story().happening() == Story.Happening.CANCEL;
    return new Outcome(
        watch.story(),
        handle.data(),
        turns,
        board.count(watch, TaskWatch::toolCalls),
        board.count(watch, TaskWatch::retries),
        board.count(watch, found -> found.readWish() ? 1 : 0) > 0,
        cancelled ? sinceCancel(Optional.of(ended)) : Optional.empty(),
        cancelled ? sinceCancel(hungUp()) : Optional.empty());
  }

  private Optional<Long> hungUp() throws InterruptedException {
    Optional<ScriptedServer> server = model.server();
    return server.isPresent() ? server.get().awaitHangUp(STRAGGLERS) : Optional.empty();
  }

  private Optional<Duration> sinceCancel(Optional<Long> nanoTime) {
    long cancel = cancelledAt.get();
    return cancel == 0 ? Optional.empty() : nanoTime.map(time -> Duration.ofNanos(time - cancel));
  }
}
