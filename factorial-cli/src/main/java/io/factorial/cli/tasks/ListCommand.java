package io.factorial.cli.tasks;

import io.factorial.cli.store.ClientCommand;
import io.factorial.cli.terminal.Table;
import io.factorial.cli.terminal.Text;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskData;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskId;
import io.factorial.task.TaskPage;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists tasks, newest first.")
final class ListCommand extends ClientCommand {

  private static final int LONGEST_QUERY = 60;

  @Option(names = "--agent", paramLabel = "AGENT", description = "tasks of this agent only")
  private @Nullable String agent;

  @Option(names = "--owner", paramLabel = "OWNER", description = "tasks of this owner only")
  private @Nullable String owner;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "tasks in one of these: ${COMPLETION-CANDIDATES}")
  private TaskStatus[] statuses = {};

  @Option(names = "--parent", paramLabel = "TASK", description = "children of this task only")
  private @Nullable TaskId parent;

  @Option(names = "--text", paramLabel = "TEXT", description = "tasks with this in their query")
  private @Nullable String text;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many at most; ${DEFAULT-VALUE} by default",
      defaultValue = "50")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "go on where an earlier list ended, which said this cursor")
  private @Nullable String after;

  ListCommand() {}

  @Override
  protected int run(Orchestrator orchestrator) {
    TaskPage page = orchestrator.tasks(filter());
    if (isJson()) {
      page.tasks().forEach(task -> print(new TaskView(task).json()));
    } else {
      table(page).lines().forEach(this::print);
    }
    if (page.tasks().isEmpty()) {
      note("no task found");
    }
    page.next().ifPresent(next -> note("there are more: --after " + next));
    return CommandLine.ExitCode.OK;
  }

  private TaskFilter filter() {
    TaskFilter filter = TaskFilter.all().limit(limit).statuses(statuses);
    filter = agent == null ? filter : filter.agent(agent);
    filter = owner == null ? filter : filter.owner(owner);
    filter = parent == null ? filter : filter.parent(parent);
    filter = text == null ? filter : filter.text(text);
    return after == null ? filter : filter.after(after);
  }

  private static Table table(TaskPage page) {
    Table table = new Table("TASK", "AGENT", "OWNER", "STATUS", "TURN", "AGE", "QUERY");
    Instant now = Instant.now();
    for (TaskData task : page.tasks()) {
      table.row(
          task.id(),
          task.agent(),
          Text.plain(task.ownerId(), LONGEST_QUERY),
          task.status() + task.reason().map(why -> " (" + why + ")").orElse(""),
          task.turn() + 1,
          new TaskView(task).age(now),
          Text.plain(task.query(), LONGEST_QUERY));
    }
    return table;
  }
}
