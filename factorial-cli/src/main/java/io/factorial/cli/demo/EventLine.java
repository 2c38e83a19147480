package io.factorial.cli.demo;

import io.factorial.cli.terminal.Style;
import io.factorial.cli.terminal.Text;
import io.factorial.error.DecodingException;
import io.factorial.event.AgentEvent;
import io.factorial.event.BatchEvent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.CustomEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.event.TurnEvent;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import java.util.Optional;

/** Writes an event as the line that a person wants to read about it, if any. */
final class EventLine {

  private static final int LONGEST_ARGUMENT = 60;

  private final Style style;

  EventLine(Style style) {
    this.style = style;
  }

  Optional<String> of(AgentEvent event) {
    return switch (event) {
      case RunEvent run -> run(run);
      case ToolEvent tool -> tool(tool);
      case TurnEvent turn -> turn(turn);
      case TaskEvent task -> Optional.empty();
      case CompletionEvent completion -> Optional.empty();
      case BatchEvent batch -> Optional.empty();
      case CustomEvent custom -> Optional.empty();
    };
  }

  private Optional<String> run(RunEvent event) {
    return switch (event) {
      case RunEvent.SteeringApplied applied ->
          Optional.of(style.notable("read what the user added"));
      case RunEvent.Output output -> Optional.of(style.done() + " " + answer(output.output()));
      case RunEvent.Failed failed ->
          Optional.of(style.failed() + " " + Text.plain(failed.error().message()));
      case RunEvent.Cancelled cancelled -> Optional.of(style.notable("cancelled"));
      case RunEvent.Recovered recovered -> Optional.of(style.notable("recovered"));
      case RunEvent.Paused paused -> Optional.of(style.notable("paused: " + paused.reason()));
      case RunEvent.SteeringFailed failed -> Optional.of(error(failed.error()));
      case RunEvent.Queued queued -> Optional.empty();
      case RunEvent.Started started -> Optional.empty();
      case RunEvent.Steered steered -> Optional.empty();
      case RunEvent.Completed completed -> Optional.empty();
      case RunEvent.Resumed resumed -> Optional.empty();
    };
  }

  private Optional<String> turn(TurnEvent event) {
    return switch (event) {
      case TurnEvent.Started started ->
          started.meta().attempt() > 0
              ? Optional.of(style.notable("tries again"))
              : Optional.empty();
      // One that is not tried again ends the run, which says why.
      case TurnEvent.Failed failed ->
          failed.error().retryable() ? Optional.of(error(failed.error())) : Optional.empty();
      case TurnEvent.Completed completed -> Optional.empty();
    };
  }

  private Optional<String> tool(ToolEvent event) {
    return switch (event) {
      case ToolEvent.Completed completed -> Optional.of(did(completed.call()));
      case ToolEvent.Failed failed ->
          Optional.of(Text.plain(failed.call().name()) + ": " + error(failed.error()));
      case ToolEvent.Started started -> Optional.empty(); // the live status shows it
    };
  }

  private String did(ToolCall call) {
    return switch (call.name()) {
      case "listFiles" -> "listed the files";
      case "readFile" -> "read " + argument(call, "path");
      case "countFile" -> "counted " + argument(call, "path");
      case "writeFile" -> "wrote " + argument(call, "path");
      case "replaceText" ->
          "replaced "
              + argument(call, "find")
              + " by "
              + argument(call, "replacement")
              + " in "
              + argument(call, "path");
      default -> "ran " + Text.plain(call.name());
    };
  }

  private String argument(ToolCall call, String name) {
    String value = Text.plain(call.arguments().text(name).orElse("unknown"));
    return value.length() > LONGEST_ARGUMENT
        ? "'" + value.substring(0, LONGEST_ARGUMENT) + style.ellipsis() + "'"
        : "'" + value + "'";
  }

  private String error(RunError error) {
    return style.bad("error: " + Text.plain(error.message()));
  }

  private static String answer(Json output) {
    if (output instanceof Json.Str text) {
      return Text.plain(text.value());
    }
    try {
      return Text.plain(output.as(Findings.class).line());
    } catch (DecodingException other) {
      return Text.plain(output.text());
    }
  }
}
