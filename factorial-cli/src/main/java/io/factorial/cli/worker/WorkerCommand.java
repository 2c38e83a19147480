package io.factorial.cli.worker;

import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.cli.demo.DemoSet;
import io.factorial.cli.demo.ModelOptions;
import io.factorial.cli.store.OpenStore;
import io.factorial.cli.store.StoreOptions;
import io.factorial.cli.terminal.CommandFailure;
import io.factorial.cli.terminal.Text;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code factorial worker}: runs tasks from Redis until the process is told to end. */
@Command(
    name = "worker",
    description = {
      "Runs tasks from Redis until it is told to end.",
      "%nTakes tasks of its agents that anybody enqueues there. On SIGTERM or Ctrl-C it takes no"
          + " more, hands back what is between two steps, gives running calls the time of"
          + " --shutdown-grace, and ends. A worker that is killed loses nothing: another one goes"
          + " on after the last recorded step.%n"
    },
    footer =
        "%nThe agents: demo stands for the demo's analyst and writer. Agents of your own are run by"
            + " a program of your own, see docs/guides/workers.md.%nNumbers of connections, TLS and"
            + " more about Redis: FACTORIAL_REDIS_..., see docs/reference/configuration.md.")
public final class WorkerCommand implements Callable<Integer> {

  private static final String DEMO = "demo";

  @Option(
      names = "--agents",
      split = ",",
      paramLabel = "NAME",
      description = "which agents it runs; demo is the only set that comes along",
      defaultValue = DEMO)
  private List<String> agents = List.of();

  @Mixin private StoreOptions store = new StoreOptions();

  @Mixin private SlotOptions slots = new SlotOptions();

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where the agents' files are, shared with other workers of this machine")
  private @Nullable Path folder;

  @Option(names = "--quiet", description = "print no line for each turn")
  private boolean quiet;

  @Spec private @Nullable CommandSpec spec;

  /** Closed in this order at the end: each works on the one after it. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Made by the command line. */
  public WorkerCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    for (String name : agents) {
      if (!name.equals(DEMO)) {
        throw new CommandFailure(
            "--agents "
                + name
                + ": unknown (expected: demo; a program of yours runs agents of yours, see"
                + " docs/guides/workers.md)");
      }
    }
    AgentWorkerConfig config = slots.config();
    Thread hook = new Thread(this::drain, "factorial-drain");
    try {
      start(config);
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (RuntimeException | IOException failed) {
      closeAll();
      throw failed;
    }
    try {
      stopped.await();
      return CommandLine.ExitCode.OK;
    } catch (InterruptedException interrupted) {
      Runtime.getRuntime().removeShutdownHook(hook);
      closeAll();
      throw interrupted;
    }
  }

  private void start(AgentWorkerConfig config) throws IOException {
    OpenStore opened = keep(store.openForWorker());
    DemoSet demo =
        keep(DemoSet.open(model, folder, quiet ? new Hooks() {} : new RunLines(this::say)));
    Orchestrator orchestrator = keep(opened.orchestrator(demo.module()));
    demo.agents().forEach(agent -> orchestrator.registerRunner(agent, config));
    orchestrator.start();
    introduce(demo, opened, config);
  }

  private void introduce(DemoSet demo, OpenStore opened, AgentWorkerConfig config) {
    say("store:   " + opened.where());
    demo.introduction().forEach(this::say);
    String names = String.join(", ", demo.agents().stream().map(Agent::name).toList());
    say("agents:  " + names + "; " + config.workers() * config.batchSize() + " slots each");
    say("process: " + ProcessHandle.current().pid() + "; Ctrl-C or SIGTERM ends it gracefully");
    say("");
    say("From another terminal:");
    say(
        "  ./factorial enqueue "
            + opened.options()
            + " --owner ana --wait analyst \"Which of my files is the longest?\"");
    say("  ./factorial tasks list " + opened.options());
    say("");
    say("worker ready");
  }

  private <T extends AutoCloseable> T keep(T opened) {
    open.push(opened);
    return opened;
  }

  /** The process was told to end. */
  private void drain() {
    say(
        "worker stops: takes no more tasks; running calls have "
            + Text.of(slots.config().shutdownGrace())
            + " to end");
    closeAll();
    say("worker stopped: what was not finished is handed back");
    stopped.countDown();
  }

  private void closeAll() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failed) {
        say("while stopping: " + failed.getMessage());
      }
    }
  }

  private void say(String line) {
    PrintWriter out = spec().commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("spec: missing (expected: made by the command line)");
    }
    return spec;
  }
}
