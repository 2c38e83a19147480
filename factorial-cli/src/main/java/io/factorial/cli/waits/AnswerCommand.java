package io.factorial.cli.waits;

import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "answer",
    description = "Gives a deferred tool call its result. The first answer counts.")
final class AnswerCommand extends AnsweringCommand {

  @Parameters(
      index = "2",
      paramLabel = "RESULT",
      description = "the result: a JSON object or list as such, everything else as text")
  private String result = "";

  AnswerCommand() {}

  @Override
  AnswerOutcome answer(Orchestrator orchestrator, TaskId task, String call) {
    return orchestrator.completeDeferredTool(task, call, value(result));
  }
}
