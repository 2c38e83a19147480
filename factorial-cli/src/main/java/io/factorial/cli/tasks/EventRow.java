package io.factorial.cli.tasks;

import io.factorial.cli.terminal.Text;
import io.factorial.event.AgentEvent;
import io.factorial.event.BatchEvent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.CustomEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.event.TurnEvent;
import io.factorial.llm.ChatChunk;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes an event as one line.
 *
 * @param withTask whether the line names the task
 */
record EventRow(boolean withTask) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private static final int LONGEST_DETAIL = 160;

  String of(AgentEvent event) {
    return "%s  %sturn %-2d  %-40s  %s"
        .formatted(
            TIME.format(event.meta().timestamp()),
            withTask ? event.taskId() + "  " : "",
            event.meta().turn() + 1,
            event.type(),
            Text.plain(detail(event), LONGEST_DETAIL))
        .stripTrailing();
  }

  private static String detail(AgentEvent event) {
    return switch (event) {
      case RunEvent.Started started -> started.query();
      case RunEvent.Output output -> Text.of(output.output());
      case RunEvent.Failed failed -> failed.error().code() + ": " + failed.error().message();
      case RunEvent.Paused paused -> paused.reason();
      case RunEvent.Recovered recovered -> "recovery " + recovered.recoveries();
      case RunEvent run -> "";
      case CompletionEvent.Started started -> started.model().toString();
      case CompletionEvent.Chunk(AgentEvent.Meta meta, ChatChunk.Text(String delta)) -> delta;
      case CompletionEvent.Failed failed -> failed.error().code() + ": " + failed.error().message();
      case CompletionEvent completion -> "";
      case ToolEvent.Completed done -> done.call().name() + " answered: " + done.text();
      case ToolEvent.Failed failed -> failed.call().name() + " failed: " + failed.error().message();
      case ToolEvent.Started started ->
          started.call().name() + " " + started.call().argumentsText();
      case TurnEvent.Failed failed -> failed.error().code() + ": " + failed.error().message();
      case TurnEvent turn -> "";
      case TaskEvent.Retried retried -> "again at " + retried.dueAt();
      case TaskEvent.Failed failed -> failed.error().code() + ": " + failed.error().message();
      case TaskEvent.PendingToolResults pending -> pending.waits().size() + " open";
      case TaskEvent task -> "";
      case BatchEvent batch -> batch.progress().percent() + " %";
      case CustomEvent custom -> custom.data().text();
    };
  }
}
