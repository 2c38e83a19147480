package io.factorial.examples.review;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.examples.Ends;
import io.factorial.examples.Person;
import io.factorial.examples.Setting;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;
import io.factorial.tool.ToolResult;
import io.factorial.wait.Wait;
import io.factorial.wait.Waits;
import java.time.Duration;
import java.util.Optional;

/**
 * An agent reviews a change. It may read the files by itself; a command runs only after a person
 * has allowed it, as it is or edited.
 */
public final class CodeReviewExample {

  private static final String OWNER = "dana";

  private CodeReviewExample() {}

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
   * @return how the review ended
   * @throws InterruptedException when interrupted
   */
  public static RunResult<Review> run(Setting setting) throws InterruptedException {
    Person person = setting.person();
    try (Checkout change = Checkout.make();
        Orchestrator orchestrator = setting.open()) {
      Agent<Review> reviewer = reviewer(setting.model(), change);
      orchestrator.registerRunner(reviewer);
      orchestrator.start();
      person.tell(OWNER, "asks for a review of the files in " + change.root());
      try (EventStream events = orchestrator.subscribe(EventFilter.owner(OWNER))) {
        TaskHandle<Review> task =
            orchestrator.enqueue(reviewer, OWNER, AgentContext.of("Please review my change."));
        for (AgentEvent event : events) {
          switch (event) {
            case ToolEvent.Completed done -> person.tell("reviewer", did(done));
            case ToolEvent.Failed failed -> person.tell("reviewer", told(failed));
            case TaskEvent.PendingToolResults parked ->
                parked.waits().forEach(wait -> answer(wait, orchestrator.waits(), person));
            default -> {} // of the other events nothing has to be told here
          }
          if (Ends.of(task, event)) {
            break;
          }
        }
        RunResult<Review> result = task.await(Duration.ofMinutes(1));
        print(result, person);
        return result;
      }
    }
  }

  private static Agent<Review> reviewer(String model, Checkout change) {
    return Agent.builder("reviewer", Review.class)
        .instructions(
            "You review changes. Read the files, run the checks that the folder has, and comment on"
                + " lines. When a command is refused, go on without it.")
        .model(model)
        .tools(change)
        .tool(
            FunctionTool.of(
                    "run",
                    "Run a command; a person must allow it",
                    Checkout.Command.class,
                    (command, ctx) -> {
                      Checkout.Ran ran = change.run(command);
                      return ToolResult.display(ran.forTheModel(), ran); // and for who watches
                    })
                .needsApproval()
                .replay(Replay.ASK)) // after a crash, a person says whether it runs again
        .maxTurns(12)
        .build();
  }

  /** What a person says to a command. */
  sealed interface Answer {
    record Allow() implements Answer {}

    record Edit(String command) implements Answer {}

    record Refuse(String reason) implements Answer {}
  }

  /**
   * The call is bound to the arguments that the person saw: it runs exactly those, or those edited.
   */
  private static void answer(Wait wait, Waits waits, Person person) {
    String command = wait.arguments().as(Checkout.Command.class).command();
    person.tell("reviewer", "wants to run: " + command);
    switch (ask(command, person)) {
      case Answer.Allow allow -> {
        person.tell(OWNER, "allows it");
        waits.approve(wait);
      }
      case Answer.Edit(String edited) -> {
        person.tell(OWNER, "allows, edited: " + edited);
        waits.approveWith(wait, new Checkout.Command(edited));
      }
      case Answer.Refuse(String reason) -> {
        person.tell(OWNER, "refuses: " + reason);
        waits.reject(wait, reason);
      }
    }
  }

  private static Answer ask(String command, Person person) {
    Optional<String> typed = person.ask("You are " + OWNER + ". Allow it? [y]es, [n]o, [e]dit:");
    if (typed.isEmpty()) {
      return whenNobodyIsThere(command);
    }
    return switch (typed.get()) {
      case "y", "yes" -> new Answer.Allow();
      case "e", "edit" -> new Answer.Edit(person.ask("Run instead:").orElse(command));
      default -> new Answer.Refuse(person.ask("Why not?").orElse("no"));
    };
  }

  /** A careful person, in a few rules. */
  private static Answer whenNobodyIsThere(String command) {
    if (command.contains("rm ")) {
      return new Answer.Refuse("a review deletes nothing");
    }
    return command.contains(" --fix")
        ? new Answer.Edit(command.replace(" --fix", ""))
        : new Answer.Allow();
  }

  private static String did(ToolEvent.Completed done) {
    return switch (done.call().name()) {
      case "listFiles" -> "lists the files";
      case "readFile" -> "reads " + done.call().arguments().text("name").orElse("");
      case "run" -> {
        Checkout.Ran ran = done.data().as(Checkout.Ran.class);
        yield "gets, with exit code " + ran.exitCode() + ": " + ran.output();
      }
      default -> "ran " + done.call().name();
    };
  }

  /** Arguments that do not fit go back to the model at once: no person is asked about them. */
  private static String told(ToolEvent.Failed failed) {
    return "is told: "
        + failed.error().message()
        + (failed.error().code().equals("bad_arguments") ? "; nobody was asked" : "");
  }

  private static void print(RunResult<Review> result, Person person) {
    switch (result) {
      case RunResult.Completed<Review>(var review, var run) -> {
        person.tell("", "");
        person.tell("review", review.verdict().toString());
        for (Review.Comment comment : review.comments()) {
          person.tell("", comment.file() + ":" + comment.line() + ": " + comment.text());
        }
      }
      case RunResult.Failed<Review>(var error, var run) ->
          person.tell("failed", error.code() + ": " + error.message());
      case RunResult.Cancelled<Review>(var run) -> person.tell("cancelled", "");
    }
  }
}
