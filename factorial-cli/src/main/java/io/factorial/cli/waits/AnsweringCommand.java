package io.factorial.cli.waits;

import io.factorial.cli.store.ClientCommand;
import io.factorial.cli.terminal.CommandFailure;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** A command that answers one wait. */
abstract class AnsweringCommand extends ClientCommand {

  @Parameters(index = "0", paramLabel = "TASK", description = "the task's id")
  private @Nullable TaskId id;

  @Parameters(index = "1", paramLabel = "CALL", description = "the id of the call that waits")
  private String call = "";

  abstract AnswerOutcome answer(Orchestrator orchestrator, TaskId task, String call);

  @Override
  protected final int run(Orchestrator orchestrator) {
    if (id == null) {
      throw new IllegalStateException("TASK: missing (expected: set by the command line)");
    }
    AnswerOutcome outcome = answer(orchestrator, id, call);
    if (isJson()) {
      print(Json.Obj.of("outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }
    return switch (outcome) {
      case ACCEPTED -> {
        if (!isJson()) {
          print("accepted");
        }
        yield CommandLine.ExitCode.OK;
      }
      case ALREADY_ANSWERED -> throw failure("was answered before, and the first answer counts");
      case CLOSED -> throw failure("is closed: it timed out, or its task is over");
      case CHANGED -> throw failure("has other arguments than the ones that were looked at");
      case OTHER_KIND ->
          throw failure(
              "waits for something else (expected: look at it with ./factorial waits list)");
      case UNKNOWN -> throw failure("is unknown (expected: one of ./factorial waits list)");
    };
  }

  private CommandFailure failure(String why) {
    return new CommandFailure("call " + call + " of task " + id + " " + why);
  }

  /** A JSON object or list as such, everything else as text. */
  static Object value(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[") ? Json.parse(text) : text;
  }
}
