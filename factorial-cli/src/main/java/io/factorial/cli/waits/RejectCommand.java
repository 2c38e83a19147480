package io.factorial.cli.waits;

import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "reject",
    description = "Forbids a call that waits for approval; the model is told why.")
final class RejectCommand extends AnsweringCommand {

  @Parameters(index = "2", paramLabel = "REASON", description = "what the model is told")
  private String reason = "";

  RejectCommand() {}

  @Override
  AnswerOutcome answer(Orchestrator orchestrator, TaskId task, String call) {
    return orchestrator.waits().reject(task, call, reason);
  }
}
