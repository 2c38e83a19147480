package io.factorial.cli.tasks;

import io.factorial.cli.store.ClientCommand;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "Lets failed tasks go on after their last recorded step.")
final class RetryCommand extends ClientCommand {

  @Parameters(arity = "1..*", paramLabel = "TASK", description = "the tasks' ids")
  private List<TaskId> ids = List.of();

  RetryCommand() {}

  @Override
  protected int run(Orchestrator orchestrator) {
    for (TaskId id : ids) {
      TaskHandle<?> task = orchestrator.task(id);
      task.retry();
      if (isJson()) {
        print(new TaskView(task.data()).json());
      } else {
        print(id + " goes on");
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
