package io.factorial.cli.waits;

import io.factorial.cli.store.ClientCommand;
import io.factorial.cli.terminal.Table;
import io.factorial.cli.terminal.Text;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists open waits, oldest first.")
final class ListCommand extends ClientCommand {

  private static final int LONGEST = 60;

  @ArgGroup private @Nullable Subject subject;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "waits of these kinds: ${COMPLETION-CANDIDATES}")
  private Wait.Kind[] kinds = {};

  ListCommand() {}

  /** An owner or a task. */
  static final class Subject {

    @Option(names = "--owner", paramLabel = "OWNER", description = "waits of this owner only")
    private @Nullable String owner;

    @Option(names = "--task", paramLabel = "TASK", description = "waits of this task only")
    private @Nullable TaskId task;
  }

  @Override
  protected int run(Orchestrator orchestrator) {
    List<Wait> waits = orchestrator.waits().list(filter());
    if (isJson()) {
      waits.forEach(open -> print(json(open)));
    } else {
      table(waits).lines().forEach(this::print);
    }
    if (waits.isEmpty()) {
      note("nothing waits");
    }
    return CommandLine.ExitCode.OK;
  }

  private WaitFilter filter() {
    WaitFilter filter = WaitFilter.all();
    if (subject != null && subject.owner != null) {
      filter = WaitFilter.owner(subject.owner);
    } else if (subject != null && subject.task != null) {
      filter = WaitFilter.task(subject.task);
    }
    return filter.kinds(kinds);
  }

  private static Table table(List<Wait> waits) {
    Table table = new Table("TASK", "CALL", "KIND", "OWNER", "SINCE", "TOOL", "ARGUMENTS");
    Instant now = Instant.now();
    for (Wait open : waits) {
      table.row(
          open.taskId(),
          open.toolCallId(),
          open.kind(),
          Text.plain(open.ownerId(), LONGEST),
          Text.of(Duration.between(open.since(), now)),
          open.tool(),
          Text.plain(open.arguments().text(), LONGEST));
    }
    return table;
  }

  private static Json json(Wait open) {
    Json.Obj wait =
        Json.Obj.of(
            "task_id", open.taskId().value(),
            "call_id", open.toolCallId(),
            "kind", open.kind().name(),
            "agent", open.agent(),
            "owner", open.ownerId(),
            "tool", open.tool(),
            "arguments", open.arguments(),
            "arguments_hash", open.argumentsHash(),
            "question", open.question(),
            "since", open.since().toString());
    return open.deadline().map(at -> wait.with("deadline", at.toString())).orElse(wait);
  }
}
