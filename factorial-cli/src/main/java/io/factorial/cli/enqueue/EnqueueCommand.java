package io.factorial.cli.enqueue;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.cli.store.ClientCommand;
import io.factorial.cli.tasks.TaskView;
import io.factorial.cli.terminal.CommandFailure;
import io.factorial.cli.terminal.Text;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.UnknownAgentException;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskHandle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code factorial enqueue}: enqueues a task for an agent that some worker runs. */
@Command(
    name = "enqueue",
    description = {
      "Enqueues a task for an agent that some worker runs.",
      "%nPrints the task's id or, with --wait, its answer.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:enqueued or, with --wait, completed",
      "1:not enqueued or, with --wait, not completed",
      "2:not understood"
    })
public final class EnqueueCommand extends ClientCommand {

  @Parameters(index = "0", paramLabel = "AGENT", description = "the agent's name")
  private String agent = "";

  @Parameters(index = "1", paramLabel = "QUERY", description = "what it is asked")
  private String query = "";

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      description = "whoever the task is run for; by default the user of this terminal")
  private String owner = System.getProperty("user.name", "nobody");

  @Option(names = "--wait", description = "wait until the task is over, and print its answer")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "how long to wait at most; ${DEFAULT-VALUE} by default",
      defaultValue = "10m")
  private Duration timeout = Duration.ZERO;

  @Option(names = "--delay", paramLabel = "TIME", description = "do not start it before")
  private @Nullable Duration delay;

  @Option(
      names = "--dedup-key",
      paramLabel = "KEY",
      description = "give the first task of the same owner, agent and key instead of a second one")
  private @Nullable String dedupKey;

  @Option(
      names = "--priority",
      paramLabel = "0-9",
      description = "its place among its owner's tasks, lower first; 5 by default")
  private @Nullable Integer priority;

  @Option(names = "--max-turns", paramLabel = "N", description = "how many turns it may take")
  private @Nullable Integer maxTurns;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "what it can be recognised by; may be given several times")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--agent-version",
      paramLabel = "VERSION",
      description = "only workers with this version of the agent run it")
  private @Nullable String version;

  /** Made by the command line. */
  public EnqueueCommand() {}

  @Override
  protected int run(Orchestrator orchestrator) throws InterruptedException {
    TaskHandle<Json> task = orchestrator.task(enqueue(orchestrator).id());
    if (wait) {
      return await(task, timeout);
    }
    if (isJson()) {
      print(new TaskView(task.data()).json());
    } else {
      print(task.id().value());
      note("enqueued; see what becomes of it: ./factorial tasks show " + task.id());
    }
    return CommandLine.ExitCode.OK;
  }

  private TaskHandle<String> enqueue(Orchestrator orchestrator) {
    try {
      return orchestrator.enqueue(named(), owner, AgentContext.of(query), options());
    } catch (UnknownAgentException unknown) {
      throw new CommandFailure(
          "agent "
              + agent
              + ": no worker ever registered it in this namespace (expected: a worker first, for"
              + " example ./factorial worker --agents demo, which runs analyst and writer)",
          unknown);
    }
  }

  /** Its name is all that is stored of an agent; the worker has the rest. */
  private Agent<String> named() {
    var named = Agent.builder(agent).model("worker:decides");
    return (version == null ? named : named.version(version)).build();
  }

  private EnqueueOptions options() {
    EnqueueOptions.Builder options = EnqueueOptions.builder().labels(labels);
    Optional.ofNullable(delay).ifPresent(options::delay);
    Optional.ofNullable(dedupKey).ifPresent(options::dedupKey);
    Optional.ofNullable(priority).ifPresent(options::priority);
    Optional.ofNullable(maxTurns).ifPresent(options::maxTurns);
    return options.build();
  }

  private int await(TaskHandle<Json> task, Duration atMost) throws InterruptedException {
    note("task " + task.id() + " enqueued");
    try {
      RunResult<Json> result = task.await(atMost);
      if (isJson()) {
        print(new TaskView(task.data()).json());
      } else {
        tell(result);
      }
      return result instanceof RunResult.Completed
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    } catch (AwaitTimeoutException late) {
      throw new CommandFailure(
          "task "
              + task.id()
              + " is not over after "
              + Text.of(atMost)
              + ", but "
              + late.status()
              + " (it goes on; see ./factorial tasks show "
              + task.id()
              + ", and whether a worker runs)",
          late);
    }
  }

  private void tell(RunResult<Json> result) {
    switch (result) {
      case RunResult.Completed<Json> completed -> print(Text.of(completed.output()));
      case RunResult.Failed<Json> failed ->
          note("failed: " + failed.error().code() + ": " + Text.plain(failed.error().message()));
      case RunResult.Cancelled<Json> cancelled -> note("cancelled");
    }
  }
}
