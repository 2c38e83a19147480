package io.factorial.cli;

import io.factorial.bench.BenchCommand;
import io.factorial.cli.demo.DemoCommand;
import io.factorial.cli.enqueue.EnqueueCommand;
import io.factorial.cli.example.ExampleCommand;
import io.factorial.cli.tasks.TasksCommand;
import io.factorial.cli.terminal.CommandFailure;
import io.factorial.cli.terminal.Times;
import io.factorial.cli.waits.WaitsCommand;
import io.factorial.cli.worker.WorkerCommand;
import io.factorial.error.FactorialException;
import io.factorial.error.InvalidTaskIdException;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The command itself. Everything that it does is a subcommand, and each is listed here. */
@Command(
    name = "factorial",
    description = "Runs LLM agents reliably.",
    subcommands = {
      DemoCommand.class,
      ExampleCommand.class,
      WorkerCommand.class,
      EnqueueCommand.class,
      TasksCommand.class,
      WaitsCommand.class,
      BenchCommand.class
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = FactorialCommand.Version.class,
    footer = "%nSet FACTORIAL_LOG=debug to see on standard error what happens inside.")
final class FactorialCommand {

  private static final Logger log = LoggerFactory.getLogger(FactorialCommand.class);

  private FactorialCommand() {}

  static CommandLine commandLine() {
    return new CommandLine(new FactorialCommand())
        .registerConverter(Duration.class, new Times())
        .registerConverter(TaskId.class, FactorialCommand::taskId)
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line));
  }

  private static TaskId taskId(String text) {
    try {
      return TaskId.parse(text);
    } catch (InvalidTaskIdException malformed) {
      throw new CommandLine.TypeConversionException(malformed.getMessage());
    }
  }

  private static int report(Exception failure, CommandLine line) {
    log.debug("command failed", failure);
    // The texts of these say what to do; of others the kind says more than the text alone.
    line.getErr()
        .println(
            failure instanceof FactorialException || failure instanceof CommandFailure
                ? "factorial: " + failure.getMessage()
                : "factorial: " + failure + " (FACTORIAL_LOG=debug shows where)");
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version as it stands in the manifest of the jar; classes outside a jar have none. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      Optional<String> version =
          Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
      return new String[] {"factorial " + version.orElse("(not packaged)")};
    }
  }
}
