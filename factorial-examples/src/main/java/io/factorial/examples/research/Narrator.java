package io.factorial.examples.research;

import io.factorial.event.AgentEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.examples.Person;
import io.factorial.message.ToolCall;
import io.factorial.task.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells a person what the tasks of the research do, event by event. */
final class Narrator {

  private final Person person;
  private final Map<TaskId, String> names = new HashMap<>();

  Narrator(Person person, TaskId lead) {
    this.person = person;
    names.put(lead, "lead");
  }

  void tell(AgentEvent event) {
    String who = names.computeIfAbsent(event.taskId(), id -> "researcher " + names.size());
    switch (event) {
      case RunEvent.Started started when isResearcher(event) ->
          person.tell(who, "is asked: " + started.query());
      case ToolEvent.Completed done when !done.call().name().equals("research") ->
          tell(who, done.call());
      case ToolEvent.Failed failed ->
          person.tell(who, failed.call().name() + ": " + failed.error().message());
      case TaskEvent.PendingChildTasks parked ->
          person.tell(who, "is parked on " + parked.children().size() + " tasks, without a thread");
      case RunEvent.Resumed resumed -> person.tell(who, "has all answers, and goes on");
      case RunEvent.Output output when isResearcher(event) -> person.tell(who, said(output));
      case TaskEvent.Failed failed -> person.tell(who, "failed: " + failed.error().message());
      default -> {} // of the other events nothing has to be told here
    }
  }

  private void tell(String who, ToolCall call) {
    switch (call.name()) {
      case "plan" -> {
        person.tell(who, "plans:");
        steps(call).forEach(step -> person.tell("", "- " + step));
      }
      case "search" -> person.tell(who, "searches for '" + text(call, "words") + "'");
      case "read" -> person.tell(who, "reads '" + text(call, "title") + "'");
      default -> {} // the answer itself is told by its own event
    }
  }

  private static boolean isResearcher(AgentEvent event) {
    return event.meta().agent().equals("researcher");
  }

  private static String said(RunEvent.Output output) {
    return switch (output.output().as(Finding.class)) {
      case Finding.Found found -> "reports " + found.facts().size() + " facts";
      case Finding.NothingFound nothing -> "found nothing: " + nothing.why();
    };
  }

  private static List<String> steps(ToolCall call) {
    return call.arguments().as(Team.Plan.class).steps();
  }

  private static String text(ToolCall call, String name) {
    return call.arguments().text(name).orElse("");
  }
}
