package io.factorial.cli.tasks;

import picocli.CommandLine.Command;

/** {@code factorial tasks}: one subcommand for each thing that can be done with tasks. */
@Command(
    name = "tasks",
    description = "Lists, shows and controls tasks on a Redis.",
    subcommands = {
      ListCommand.class,
      ShowCommand.class,
      EventsCommand.class,
      SteerCommand.class,
      CancelCommand.class,
      RetryCommand.class,
      ResumeCommand.class
    })
public final class TasksCommand {

  /** Made by the command line. */
  public TasksCommand() {}
}
