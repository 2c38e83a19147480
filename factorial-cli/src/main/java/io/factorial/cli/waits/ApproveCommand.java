package io.factorial.cli.waits;

import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "approve", description = "Allows a call that waits for approval.")
final class ApproveCommand extends AnsweringCommand {

  @Option(
      names = "--with",
      paramLabel = "JSON",
      description = "allow it with these arguments instead of the model's")
  private @Nullable String edited;

  ApproveCommand() {}

  @Override
  AnswerOutcome answer(Orchestrator orchestrator, TaskId task, String call) {
    return edited == null
        ? orchestrator.waits().approve(task, call)
        : orchestrator.waits().approveWith(task, call, Json.parse(edited));
  }
}
