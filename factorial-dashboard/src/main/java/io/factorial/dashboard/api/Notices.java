package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Fields;
import io.factorial.json.Json;
import io.factorial.port.AgentCard;
import io.factorial.port.Fleet;
import io.factorial.port.Operations;
import io.factorial.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;

/** What an operator should look at now, the worst first. */
final class Notices {
  private static final int MOST = 20;

  private final List<Json> errors = new ArrayList<>();
  private final List<Json> warnings = new ArrayList<>();

  Notices(Operations operations, Fleet fleet, Workforce workforce, Timeline timeline) {
    if (fleet.parkedWithNothingOpen() > 0) {
      add(
          errors,
          "error",
          "parked_with_nothing_open",
          fleet.parkedWithNothingOpen()
              + " tasks wait with nothing that could answer them. Please report this.",
          "/observability/tasks?status=PENDING_TOOL_RESULTS,PENDING_CHILD_TASKS");
    }
    workforce
        .silent()
        .forEach(
            worker ->
                add(
                    warnings,
                    "warn",
                    "worker_silent",
                    "Worker "
                        + worker.id()
                        + " on "
                        + worker.host()
                        + " fell silent with "
                        + worker.tasks()
                        + " tasks.",
                    "/observability"));
    for (AgentCard card : fleet.agents()) {
      agent(card.name(), fleet, workforce, timeline);
    }
    operations
        .models()
        .pauses()
        .forEach(
            (model, until) ->
                add(
                    warnings,
                    "warn",
                    "model_paused",
                    "Model "
                        + model
                        + " takes no calls for a moment: its provider asked for it, or it failed.",
                    "/observability/limits"));
  }

  private void agent(String agent, Fleet fleet, Workforce workforce, Timeline timeline) {
    long queued = queued(fleet, agent);
    if (queued > 0 && !workforce.runs(agent)) {
      add(
          errors,
          "error",
          "no_worker",
          queued + " tasks of " + agent + " are queued, and no worker runs this agent.",
          "/observability/tasks?status=QUEUED&agent=" + agent);
    }
    if (AgentRows.isFailing(timeline.sums(agent))) {
      add(
          errors,
          "error",
          "agent_failing",
          "More than half of the tasks of " + agent + " fail.",
          "/observability/tasks?status=FAILED&agent=" + agent);
    }
  }

  private static long queued(Fleet fleet, String agent) {
    return fleet.queues().stream()
        .filter(queue -> queue.agent().equals(agent))
        .mapToLong(
            queue ->
                queue.counts().getOrDefault(TaskStatus.QUEUED, 0L)
                    + queue.counts().getOrDefault(TaskStatus.ACTIVE, 0L))
        .sum();
  }

  private static void add(List<Json> to, String severity, String code, String text, String href) {
    to.add(
        Fields.make()
            .put("severity", severity)
            .put("code", code)
            .put("text", text)
            .put("href", href)
            .end());
  }

  Json.Arr toJson() {
    List<Json> all = new ArrayList<>(errors);
    all.addAll(warnings);
    return new Json.Arr(all.subList(0, Math.min(MOST, all.size())));
  }
}
