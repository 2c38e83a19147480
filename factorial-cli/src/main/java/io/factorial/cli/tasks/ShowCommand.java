package io.factorial.cli.tasks;

import io.factorial.cli.store.ClientCommand;
import io.factorial.cli.terminal.Text;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows one task: where it stands, what it used, its answer.")
final class ShowCommand extends ClientCommand {

  private static final int LONGEST_MESSAGE = 300;

  @Parameters(paramLabel = "TASK", description = "the task's id")
  private @Nullable TaskId id;

  @Option(names = "--messages", description = "its conversation too, a line for each message")
  private boolean messages;

  ShowCommand() {}

  @Override
  protected int run(Orchestrator orchestrator) {
    TaskHandle<?> task = orchestrator.task(Ids.given(id));
    TaskView view = new TaskView(task.data());
    if (isJson()) {
      print(messages ? view.json().with("messages", conversation(task)) : view.json());
      return CommandLine.ExitCode.OK;
    }
    view.lines(Instant.now()).forEach(this::print);
    if (messages) {
      print("");
      conversation(task).forEach(this::print);
    }
    if (!view.data().status().isOver()) {
      orchestrator.waits().list(WaitFilter.task(task.id())).forEach(this::tell);
    }
    return CommandLine.ExitCode.OK;
  }

  private void tell(Wait open) {
    print("");
    print(
        "waits for %s: call %s of %s%s"
            .formatted(
                open.kind(),
                open.toolCallId(),
                open.tool(),
                open.deadline().map(at -> ", until " + at).orElse("")));
    switch (open.kind()) {
      case APPROVAL ->
          note(
              "  ./factorial waits approve %s %s   (or reject, with a reason)"
                  .formatted(open.taskId(), open.toolCallId()));
      case DEFERRED_TOOL ->
          note(
              "  ./factorial waits answer %s %s RESULT"
                  .formatted(open.taskId(), open.toolCallId()));
      case CHILD_TASK -> note("  ./factorial tasks list --parent " + open.taskId());
      default -> {} // a timer and a batch need nobody
    }
  }

  private static List<String> conversation(TaskHandle<?> task) {
    return task.messages().stream().map(ShowCommand::line).toList();
  }

  private static String line(Message message) {
    return switch (message) {
      case Message.Instructions instructions -> of("instructions", instructions.text());
      case Message.User user -> of("user", text(user.parts()));
      case Message.Assistant assistant ->
          of("assistant", text(assistant.parts()) + calls(assistant.toolCalls()));
      case Message.ToolOutput output ->
          of(output.tool() + (output.error() ? " failed" : " answered"), output.text());
    };
  }

  private static String of(String who, String what) {
    return "%-14s %s".formatted(who, Text.plain(what, LONGEST_MESSAGE));
  }

  private static String text(List<Part> parts) {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining(" "));
  }

  private static String calls(List<ToolCall> calls) {
    return calls.stream()
        .map(call -> " calls " + call.name() + call.argumentsText())
        .collect(Collectors.joining());
  }
}
