package io.factorial.examples.research;

import io.factorial.agent.AgentContext;
import io.factorial.budget.Usage;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.examples.Ends;
import io.factorial.examples.Person;
import io.factorial.examples.Setting;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.TaskData;
import io.factorial.task.TaskFilter;
import io.factorial.task.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A question is planned, looked into by several researchers at the same time, and answered by a
 * report of a type.
 */
public final class ResearchExample {

  private static final String OWNER = "town-council";
  private static final String QUESTION =
      "Should Lindhaven cross its river by a ferry, a bridge or a tunnel?";

  private ResearchExample() {}

  /**
   * Runs the example with a model of OpenAI; the key is in {@code OPENAI_API_KEY}.
   *
   * @param args none
   * @throws InterruptedException when interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    run(Setting.usual());
  }

  /**
   * Runs the example.
   *
   * @param setting where it takes place
   * @return how the research ended
   * @throws InterruptedException when interrupted
   */
  public static RunResult<Report> run(Setting setting) throws InterruptedException {
    Team team = Team.of(setting.model());
    Person person = setting.person();
    person.tell("the council", "asks: " + QUESTION);
    try (Orchestrator orchestrator = setting.open()) {
      orchestrator.registerRunner(team.lead());
      orchestrator.registerRunner(team.researcher());
      orchestrator.start();
      try (EventStream events = orchestrator.subscribe(EventFilter.owner(OWNER))) {
        TaskHandle<Report> task =
            orchestrator.enqueue(team.lead(), OWNER, AgentContext.of(QUESTION));
        Narrator narrator = new Narrator(person, task.id());
        for (AgentEvent event : events) {
          narrator.tell(event);
          if (Ends.of(task, event)) {
            break;
          }
        }
        RunResult<Report> result = task.await(Duration.ofMinutes(1));
        print(result, person);
        sum(result, orchestrator.tasks(TaskFilter.all().parent(task.id())).tasks(), person);
        return result;
      }
    }
  }

  private static void print(RunResult<Report> result, Person person) {
    switch (result) {
      case RunResult.Completed<Report>(var report, var run) -> {
        person.tell("", "");
        person.tell("report", report.title());
        for (Report.Section section : report.sections()) {
          person.tell("", "");
          person.tell("", section.heading());
          section.facts().forEach(fact -> person.tell("", "- " + fact));
          person.tell("", "(" + String.join("; ", section.sources()) + ")");
        }
        person.tell("", "");
        person.tell("advice", report.advice());
        report.openQuestions().forEach(open -> person.tell("open", open));
      }
      case RunResult.Failed<Report>(var error, var run) ->
          person.tell("failed", error.code() + ": " + error.message());
      case RunResult.Cancelled<Report>(var run) -> person.tell("cancelled", "");
    }
  }

  /** What the whole tree used, and what it gained by working side by side. */
  private static void sum(RunResult<Report> result, List<TaskData> researchers, Person person) {
    Usage used = result.run().treeUsage();
    person.tell("", "");
    person.tell(
        "in all",
        "%d tasks, %d calls of the model, %d of tools, %d tokens read, %d written"
            .formatted(
                researchers.size() + 1,
                used.requests(),
                used.toolCalls(),
                used.inputTokens(),
                used.outputTokens()));
    Duration worked =
        researchers.stream()
            .map(each -> Duration.between(started(each), ended(each)))
            .reduce(Duration.ZERO, Duration::plus);
    Optional<Instant> first =
        researchers.stream().map(ResearchExample::started).min(Comparator.naturalOrder());
    Optional<Instant> last =
        researchers.stream().map(ResearchExample::ended).max(Comparator.naturalOrder());
    if (first.isPresent() && last.isPresent()) {
      person.tell(
          "",
          "%s s of research, side by side in %s s"
              .formatted(seconds(worked), seconds(Duration.between(first.get(), last.get()))));
    }
  }

  private static Instant started(TaskData task) {
    return task.startedAt().orElse(task.createdAt());
  }

  private static Instant ended(TaskData task) {
    return task.endedAt().orElse(started(task));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
