package io.factorial.cli.waits;

import picocli.CommandLine.Command;

/** {@code factorial waits}: one subcommand for each thing that can be done with waits. */
@Command(
    name = "waits",
    description = "Lists and answers what tasks on a Redis wait for.",
    subcommands = {
      ListCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      AnswerCommand.class
    })
public final class WaitsCommand {

  /** Made by the command line. */
  public WaitsCommand() {}
}
