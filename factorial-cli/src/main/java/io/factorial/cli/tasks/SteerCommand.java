package io.factorial.cli.tasks;

import io.factorial.cli.store.ClientCommand;
import io.factorial.message.Message;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "steer",
    description = "Puts messages into a task, which it reads in this order at its next turn.")
final class SteerCommand extends ClientCommand {

  @Parameters(index = "0", paramLabel = "TASK", description = "the task's id")
  private @Nullable TaskId id;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "MESSAGE",
      description = "what the user says")
  private List<String> messages = List.of();

  @Option(
      names = "--interrupt",
      description = "give up the running call of the model, so that the message is read now")
  private boolean interrupt;

  SteerCommand() {}

  @Override
  protected int run(Orchestrator orchestrator) {
    TaskHandle<?> task = orchestrator.task(Ids.given(id));
    task.steer(
        interrupt ? SteeringMode.INTERRUPT : SteeringMode.NEXT_TURN,
        messages.stream().map(Message::user).toArray(Message[]::new));
    if (isJson()) {
      print(new TaskView(task.data()).json());
    } else {
      print(task.id() + " is told at its next turn");
    }
    return CommandLine.ExitCode.OK;
  }
}
