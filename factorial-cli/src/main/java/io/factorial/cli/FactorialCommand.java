package io.factorial.cli;

import io.factorial.bench.BenchCommand;
import io.factorial.cli.demo.DemoCommand;
import io.factorial.cli.example.ExampleCommand;
import io.factorial.error.FactorialException;
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
    subcommands = {DemoCommand.class, ExampleCommand.class, BenchCommand.class},
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = FactorialCommand.Version.class,
    footer = "%nSet FACTORIAL_LOG=debug to see on standard error what happens inside.")
final class FactorialCommand {

  private static final Logger log = LoggerFactory.getLogger(FactorialCommand.class);

  private FactorialCommand() {}

  static CommandLine commandLine() {
    return new CommandLine(new FactorialCommand())
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line));
  }

  private static int report(Exception failure, CommandLine line) {
    log.debug("command failed", failure);
    // The texts of these say what to do; of others the kind says more than the text alone.
    line.getErr()
        .println(
            failure instanceof FactorialException
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
