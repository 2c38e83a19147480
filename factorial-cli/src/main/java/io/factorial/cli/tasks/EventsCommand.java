package io.factorial.cli.tasks;

import io.factorial.cli.store.ClientCommand;
import io.factorial.error.EventsTrimmedException;
import io.factorial.event.AgentEvent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.event.RunEvent;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "events",
    description = {
      "Shows the events of a task from its start, then live until it is over.",
      "%nWith --owner the events of all tasks of an owner, until Ctrl-C.%n"
    })
final class EventsCommand extends ClientCommand {

  /** Of no owner: what is kept of an owner's events begins later. */
  private static final EventCursor BEGINNING = new EventCursor("0");

  /** How long the store may take to hand over what it has. */
  private static final Duration QUIET = Duration.ofMillis(500);

  @ArgGroup(multiplicity = "1")
  private @Nullable Subject subject;

  @Option(
      names = "--pattern",
      paramLabel = "REGEX",
      description = "only events of such types, for example run_.*")
  private @Nullable String pattern;

  @Option(names = "--chunks", description = "also the pieces of answers, as they are written")
  private boolean chunks;

  @Option(names = "--no-follow", description = "end with what has happened so far")
  private boolean past;

  EventsCommand() {}

  /** A task or an owner. */
  static final class Subject {

    @Parameters(paramLabel = "TASK", description = "the task's id")
    private @Nullable TaskId task;

    @Option(names = "--owner", paramLabel = "OWNER", description = "all tasks of this owner")
    private @Nullable String owner;
  }

  @Override
  protected int run(Orchestrator orchestrator) throws InterruptedException {
    TaskId id = subject == null ? null : subject.task;
    Optional<TaskHandle<?>> task = Optional.ofNullable(id).map(orchestrator::task);
    // The events of a task that nobody knows would never come.
    task.ifPresent(TaskHandle::status);
    EventRow rows = new EventRow(id == null);
    try (EventStream events = fromTheBeginning(orchestrator, filter())) {
      while (true) {
        Optional<AgentEvent> next = events.poll(QUIET);
        if (next.isPresent()) {
          show(next.get(), rows);
        }
        boolean idle = next.isEmpty();
        if ((past && idle)
            || next.filter(event -> isLast(event, id)).isPresent()
            || (idle && task.filter(over -> over.status().isOver()).isPresent())) {
          return CommandLine.ExitCode.OK;
        }
      }
    }
  }

  private void show(AgentEvent event, EventRow rows) {
    if (!chunks && event instanceof CompletionEvent.Chunk) {
      return;
    }
    if (isJson()) {
      print(event.toJson());
    } else {
      print(rows.of(event));
    }
  }

  private static boolean isLast(AgentEvent event, @Nullable TaskId id) {
    return event.taskId().equals(id)
        && (event instanceof RunEvent.Completed
            || event instanceof RunEvent.Failed
            || event instanceof RunEvent.Cancelled);
  }

  private EventFilter filter() {
    TaskId task = subject == null ? null : subject.task;
    String owner = subject == null ? null : subject.owner;
    EventFilter filter =
        owner != null ? EventFilter.owner(owner) : EventFilter.task(Ids.given(task));
    return pattern == null ? filter : filter.pattern(pattern);
  }

  private static EventStream fromTheBeginning(Orchestrator orchestrator, EventFilter filter) {
    try {
      return orchestrator.subscribe(filter, BEGINNING);
    } catch (EventsTrimmedException expected) {
      return orchestrator.subscribe(filter, expected.oldest());
    }
  }
}
