package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static io.factorial.wait.AnswerOutcome.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentBuilder;
import io.factorial.agent.AgentContext;
import io.factorial.error.LlmException;
import io.factorial.guard.ToolGuard;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.InlineOptions;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.tool.FunctionTool;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guards at the input, at tool calls and at the output. */
@OnEveryStore
final class GuardTest {
  private final Scene scene = new Scene();
  private final ScriptedLlm llm = ScriptedLlm.script();
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void close() {
    scene.close();
  }

  private AgentBuilder<String> guarded() {
    return agent(
        "guarded",
        tool(
            "pay",
            (arguments, ctx) -> {
              ran.add(arguments.text("amount").orElse("nothing"));
              return "paid " + arguments.text("amount").orElse("nothing");
            }));
  }

  private static ToolCall pay(int amount) {
    return ToolCall.of("c1", "pay", "{\"amount\":" + amount + "}");
  }

  private static int amount(ToolCall call) {
    return Integer.parseInt(call.arguments().text("amount").orElse("0"));
  }

  private static ToolGuard cap(int most) {
    return (call, ctx) ->
        amount(call) > most ? Verdict.edit(Json.Obj.of("amount", most)) : Verdict.allow();
  }

  private TaskHandle<String> start(Agent<String> agent) {
    scene.worker(llm, agent);
    return scene.enqueue(agent, "go");
  }

  @Test
  void anAllowedInputIsAnswered() throws Exception {
    llm.say("done");
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.allow()).build();
    assertThat(end(start(agent)).output()).isEqualTo("done");
  }

  @Test
  void aDeniedInputFailsTheRunBeforeTheModelIsCalled() throws Exception {
    Agent<String> agent =
        guarded()
            .inputGuard((query, ctx) -> Verdict.allow())
            .inputGuard((query, ctx) -> Verdict.deny(query + " is not allowed"))
            .build();
    assertThat(end(start(agent)))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("guard_denied");
              assertThat(failed.error().message()).isEqualTo("input: go is not allowed");
            });
    assertThat(llm.requests()).isEmpty();
  }

  @Test
  void aDeniedCallDoesNotRunAndTheModelReadsWhy() throws Exception {
    llm.callTools(pay(80)).say("sorry");
    Agent<String> agent = guarded().toolGuard((call, ctx) -> Verdict.deny("over budget")).build();
    TaskHandle<String> task = start(agent);
    end(task);
    assertThat(ran).isEmpty();
    assertThat(outputs(task.messages())).containsExactly("not allowed: over budget");
  }

  @Test
  void anEditedCallRunsWithTheOtherArguments() throws Exception {
    llm.callTools(pay(80)).say("done");
    Agent<String> agent = guarded().toolGuard(cap(50)).build();
    TaskHandle<String> task = start(agent);
    end(task);
    assertThat(outputs(task.messages())).containsExactly("paid 50");
  }

  @Test
  void aGuardSeesWhatTheOnesBeforeItMadeOfTheCall() throws Exception {
    List<Integer> seen = new ArrayList<>();
    llm.callTools(pay(80)).say("done");
    Agent<String> agent =
        guarded()
            .toolGuard(cap(50))
            .toolGuard(
                (call, ctx) -> {
                  seen.add(amount(call));
                  return amount(call) > 60 ? Verdict.deny("too much") : Verdict.allow();
                })
            .build();
    TaskHandle<String> task = start(agent);
    end(task);
    assertThat(seen).containsExactly(50);
    assertThat(outputs(task.messages())).containsExactly("paid 50");
  }

  @Test
  void aCallThatAGuardAsksAboutWaitsForAPerson() throws Exception {
    llm.callTools(pay(80)).say("done");
    Agent<String> agent = guarded().toolGuard((call, ctx) -> Verdict.ask("Really pay?")).build();
    TaskHandle<String> task = start(agent);
    scene.await(task, PENDING_TOOL_RESULTS);
    Wait wait = scene.client().waits().list(WaitFilter.all()).getFirst();
    assertThat(wait.question()).isEqualTo("Really pay?");
    assertThat(ran).isEmpty();
    scene.client().waits().approve(wait);
    end(task);
    assertThat(outputs(task.messages())).containsExactly("paid 80");
  }

  @Test
  void thePersonIsShownAndAllowsWhatTheGuardMadeOfTheCall() throws Exception {
    llm.callTools(pay(80)).say("done");
    Agent<String> agent =
        guarded().toolGuard(cap(50)).toolGuard((call, ctx) -> Verdict.ask("Really pay?")).build();
    TaskHandle<String> task = start(agent);
    scene.await(task, PENDING_TOOL_RESULTS);
    Wait wait = scene.client().waits().list(WaitFilter.all()).getFirst();
    assertThat(wait.arguments().text("amount")).contains("50");
    scene.client().waits().approve(wait);
    end(task);
    assertThat(ran).containsExactly("50");
  }

  /** A person is never asked about arguments that could not run anyhow. */
  @Test
  void aGuardThatAsksDoesNotBringMalformedArgumentsBeforeAPerson() throws Exception {
    record Amount(int amount) {}
    llm.callTools(ToolCall.of("c1", "refund", "{\"amount\":\"much\"}")).say("sorry");
    Agent<String> agent =
        agent(
                "careful",
                FunctionTool.of("refund", "Refunds", Amount.class, (amount, ctx) -> "refunded"))
            .toolGuard((call, ctx) -> Verdict.ask("Refund?"))
            .build();
    Watch watch = scene.watch();
    TaskHandle<String> task = start(agent);
    assertThat(end(task).output()).isEqualTo("sorry");
    watch.until("run_completed");
    assertThat(watch.types()).doesNotContain("task_pending_tool_call_results");
    assertThat(outputs(task.messages()).getFirst()).startsWith("arguments of refund: ");
  }

  private RunResult<String> inline(Agent<String> agent, Function<Wait, Verdict> approver) {
    try (var factorial = Factorial.inline(Factorial.llm(llm))) {
      return factorial.runInline(
          agent, AgentContext.of("go"), InlineOptions.builder().approver(approver).build());
    }
  }

  @Test
  void anInlineApproverDecidesAtOnce() {
    llm.callTools(pay(80)).say("done");
    Agent<String> agent = guarded().toolGuard((call, ctx) -> Verdict.ask("Pay?")).build();
    RunResult<String> result =
        inline(
            agent,
            wait -> {
              assertThat(wait.question()).isEqualTo("Pay?");
              return Verdict.edit(Json.Obj.of("amount", 20));
            });
    assertThat(outputs(result.run().messages())).containsExactly("paid 20");
  }

  @Test
  void anInlineApproverMayForbid() {
    llm.callTools(pay(80)).say("done");
    Agent<String> agent = guarded().toolGuard((call, ctx) -> Verdict.ask("Pay?")).build();
    RunResult<String> result = inline(agent, wait -> Verdict.deny("no"));
    assertThat(outputs(result.run().messages())).containsExactly("not allowed: no");
    assertThat(ran).isEmpty();
  }

  /** Whoever waits for a call must hear of its end, whatever a guard throws. */
  @Test
  void aGuardThatThrowsLetsNothingRun() throws Exception {
    llm.callTools(pay(80));
    Agent<String> agent =
        guarded()
            .toolGuard(
                (call, ctx) -> {
                  throw new IllegalStateException("no idea");
                })
            .build();
    scene.worker(llm, Scene.quick().maxRetries(0).build(), agent);
    assertThat(end(scene.enqueue(agent, "go")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().message()).contains("no idea"));
    assertThat(ran).isEmpty();
  }

  @Test
  void aDeniedOutputGoesBackWithTheReason() throws Exception {
    llm.say("a secret").say("nothing");
    Agent<String> agent =
        guarded()
            .outputGuard(
                (output, ctx) ->
                    output.contains("secret") ? Verdict.deny("a secret is in it") : Verdict.allow())
            .build();
    assertThat(end(start(agent)).output()).isEqualTo("nothing");
    assertThat(Model.last(llm.requests().get(1)))
        .isEqualTo("the answer was not accepted: a secret is in it");
  }

  @Test
  void anOutputThatIsDeniedAgainAndAgainFailsTheRun() throws Exception {
    llm.say("a").say("b").say("c").say("d");
    Agent<String> agent = guarded().outputGuard((output, ctx) -> Verdict.deny("bad")).build();
    assertThat(end(start(agent)))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("output_invalid");
              assertThat(failed.error().message()).isEqualTo("the answer was not accepted: bad");
            });
    llm.assertExhausted();
  }

  @Test
  void anEditedOutputReplacesTheAnswer() throws Exception {
    llm.say("a secret");
    Agent<String> agent =
        guarded()
            .outputGuard((output, ctx) -> Verdict.edit(output.replace("secret", "***")))
            .outputGuard((output, ctx) -> Verdict.edit(output + "!"))
            .build();
    TaskHandle<String> task = start(agent);
    assertThat(end(task).output()).isEqualTo("a ***!");
    assertThat(task.data().output()).contains(new Json.Str("a ***!"));
  }

  private Wait wait(TaskHandle<?> task) throws InterruptedException {
    scene.await(task, PENDING_TOOL_RESULTS);
    return scene.client().waits().list(WaitFilter.task(task.id())).getFirst();
  }

  private static void assertFailed(RunResult<?> result, String code, String message) {
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo(code);
              assertThat(failed.error().message()).contains(message);
            });
  }

  @Test
  void anEditedInputIsWhatTheModelAndTheRunAreAsked() throws Exception {
    llm.say("done");
    List<String> asked = new ArrayList<>();
    Agent<String> agent =
        guarded()
            .instructions(ctx -> "Answer: " + ctx.query())
            .inputGuard((query, ctx) -> Verdict.edit(query + " and"))
            .inputGuard(
                (query, ctx) -> {
                  asked.add(query);
                  return Verdict.edit(query + " on");
                })
            .build();
    TaskHandle<String> task = start(agent);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(asked).containsExactly("go and");
    assertThat(llm.requests().getFirst().messages())
        .containsExactly(Message.instructions("Answer: go and on"), Message.user("go and on"));
    assertThat(task.messages().getFirst()).isEqualTo(Message.user("go and on"));
  }

  /** A turn that is tried again meets the query as it was recorded, and no guard edits it twice. */
  @Test
  void anInputIsEditedOnceHoweverOftenTheFirstTurnIsTried() throws Exception {
    llm.fail(LlmException.Kind.SERVER_ERROR).say("done");
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.edit(query + "!")).build();
    Watch watch = scene.watch();
    TaskHandle<String> task = start(agent);
    watch.until("task_retried");
    scene.pass(Duration.ofMinutes(1));
    end(task);
    assertThat(Model.last(llm.requests().get(1))).isEqualTo("go!");
  }

  @Test
  void anInputThatIsEditedToNoTextIsAMistakeOfTheGuard() throws Exception {
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.edit(7)).build();
    assertFailed(
        end(start(agent)),
        "invalid_definition",
        "edit by an input guard: 7 (expected: the text of a query)");
  }

  @Test
  void anInputThatAGuardAsksAboutWaitsForAPersonAndSurvivesARestart() throws Exception {
    llm.say("done");
    Agent<String> agent =
        guarded()
            .inputGuard((query, ctx) -> Verdict.edit(query + " there"))
            .inputGuard((query, ctx) -> Verdict.ask("Answer " + query + "?"))
            .build();
    Orchestrator first = scene.worker(llm, agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    Wait wait = wait(task);
    assertThat(wait.kind()).isEqualTo(Wait.Kind.APPROVAL);
    assertThat(wait.question()).isEqualTo("Answer go there?");
    assertThat(wait.tool()).isEqualTo("input");
    assertThat(wait.arguments()).isEqualTo(Json.Obj.of("query", "go there"));
    assertThat(llm.requests()).isEmpty();
    first.close();
    assertThat(scene.client().waits().approve(wait)).isEqualTo(ACCEPTED);
    scene.worker(llm, agent);
    assertThat(end(task).output()).isEqualTo("done");
    assertThat(Model.last(llm.requests().getFirst())).isEqualTo("go there");
  }

  @Test
  void aPersonMayEditTheInput() throws Exception {
    llm.say("done");
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    TaskHandle<String> task = start(agent);
    scene.client().waits().approveWith(wait(task), Map.of("query", "stay"));
    end(task);
    assertThat(task.messages().getFirst()).isEqualTo(Message.user("stay"));
  }

  @Test
  void anEditThatHoldsNoQueryIsAskedForOnceMore() throws Exception {
    llm.say("done");
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    Watch watch = scene.watch();
    TaskHandle<String> task = start(agent);
    scene.client().waits().approveWith(wait(task), Map.of("question", "stay"));
    watch.until("task_pending_tool_call_results", 2);
    Wait again = wait(task);
    assertThat(again.question()).isEqualTo("Answer? (the edited input has no text \"query\")");
    scene.client().waits().approve(again);
    end(task);
    assertThat(task.messages().getFirst()).isEqualTo(Message.user("go"));
  }

  @Test
  void aRejectedInputFailsTheRunWithTheReason() throws Exception {
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    TaskHandle<String> task = start(agent);
    scene.client().waits().reject(wait(task), "not today");
    assertFailed(end(task), "guard_denied", "input: not today");
    assertThat(llm.requests()).isEmpty();
  }

  @Test
  void anInputThatNobodyAllowsInTimeFailsTheRun() throws Exception {
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    TaskHandle<String> task = start(agent);
    wait(task);
    scene.pass(Duration.ofDays(8));
    assertFailed(end(task), "guard_denied", "input: nobody answered in time");
  }

  @Test
  void messagesThatComeWhileAPersonIsAskedAboutTheInputAreRead() throws Exception {
    llm.say("done");
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    TaskHandle<String> task = start(agent);
    Wait wait = wait(task);
    task.steer(Message.user("quickly"));
    scene.client().waits().approve(wait);
    end(task);
    assertThat(llm.requests().getFirst().messages())
        .containsExactly(Message.user("go"), Message.user("quickly"));
  }

  @Test
  void anInlineApproverDecidesAboutTheInput() {
    llm.say("done");
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    RunResult<String> result =
        inline(
            agent,
            wait -> {
              assertThat(wait.arguments()).isEqualTo(Json.Obj.of("query", "go"));
              return Verdict.edit("stay");
            });
    assertThat(result.output()).isEqualTo("done");
    assertThat(result.run().messages().getFirst()).isEqualTo(Message.user("stay"));
    assertFailed(inline(agent, wait -> Verdict.deny("no")), "guard_denied", "input: no");
  }

  @Test
  void withoutAnApproverAnInlineRunSaysThatNobodyCanBeAsked() {
    Agent<String> input = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    Agent<String> output = guarded().outputGuard((answer, ctx) -> Verdict.ask("Send?")).build();
    llm.say("done");
    try (var factorial = Factorial.inline(Factorial.llm(llm))) {
      assertFailed(
          factorial.runInline(input, AgentContext.of("go")),
          "pending_not_supported_inline",
          "input: a guard asks a person");
      assertFailed(
          factorial.runInline(output, AgentContext.of("go")),
          "pending_not_supported_inline",
          "output: a guard asks a person");
    }
  }

  /** An answer and what it is about. */
  record Letter(String to, int pages) {}

  private Agent<Letter> writer() {
    return Agent.builder("writer", Letter.class)
        .model("test:model")
        .outputGuard((letter, ctx) -> Verdict.edit(new Letter(letter.to(), letter.pages() + 1)))
        .outputGuard((letter, ctx) -> Verdict.ask("Send " + letter.pages() + " pages?"))
        .build();
  }

  private static ToolCall letter(String id, int pages) {
    return ToolCall.of(id, "final_output", Json.Obj.of("to", "Ada", "pages", pages).text());
  }

  @Test
  void anAnswerThatAGuardAsksAboutWaitsForAPersonAndSurvivesARestart() throws Exception {
    llm.callTools(letter("c1", 2));
    Agent<Letter> agent = writer();
    Orchestrator first = scene.worker(llm, agent);
    TaskHandle<Letter> task = scene.enqueue(agent, "write");
    Wait wait = wait(task);
    assertThat(wait.kind()).isEqualTo(Wait.Kind.APPROVAL);
    assertThat(wait.question()).isEqualTo("Send 3 pages?");
    assertThat(wait.tool()).isEqualTo("final_output");
    assertThat(wait.arguments())
        .isEqualTo(Json.Obj.of("output", Json.Obj.of("to", "Ada", "pages", 3)));
    first.close();
    scene.client().waits().approve(wait);
    scene.worker(llm, agent);
    assertThat(end(task).output()).isEqualTo(new Letter("Ada", 3));
    llm.assertExhausted();
  }

  @Test
  void aPersonMayEditTheAnswer() throws Exception {
    llm.callTools(letter("c1", 2));
    Agent<Letter> agent = writer();
    scene.worker(llm, agent);
    TaskHandle<Letter> task = scene.enqueue(agent, "write");
    Wait first = wait(task);
    Watch watch = scene.watch();
    scene.client().waits().approveWith(first, Map.of("output", Map.of("to", "Bob")));
    watch.until("task_pending_tool_call_results");
    Wait again = wait(task);
    assertThat(again.question()).startsWith("Send 3 pages? (the edited answer does not fit: ");
    scene.client().waits().approveWith(again, Map.of("output", new Letter("Bob", 1)));
    assertThat(end(task).output()).isEqualTo(new Letter("Bob", 1));
  }

  @Test
  void aRejectedAnswerGoesBackWithTheReasonForOneMoreTurn() throws Exception {
    llm.callTools(letter("c1", 8)).callTools(letter("c2", 1));
    Agent<Letter> agent = writer();
    scene.worker(llm, agent);
    TaskHandle<Letter> task = scene.enqueue(agent, "write");
    Wait first = wait(task);
    Watch watch = scene.watch();
    scene.client().waits().reject(first, "too long");
    watch.until("task_pending_tool_call_results");
    assertThat(outputs(task.messages())).containsExactly("the answer was not accepted: too long");
    scene.client().waits().approve(wait(task));
    assertThat(end(task).output()).isEqualTo(new Letter("Ada", 2));
  }

  @Test
  void aTextThatAGuardAsksAboutIsTakenChangedOrRefused() throws Exception {
    llm.say("a").say("b").say("c");
    Agent<String> agent =
        guarded().outputGuard((answer, ctx) -> Verdict.ask("Send " + answer + "?")).build();
    TaskHandle<String> task = start(agent);
    Wait first = wait(task);
    Watch watch = scene.watch();
    scene.client().waits().reject(first, "no");
    watch.until("task_pending_tool_call_results");
    Wait second = wait(task);
    assertThat(second.question()).isEqualTo("Send b?");
    scene.client().waits().approveWith(second, Map.of("output", "B"));
    assertThat(end(task).output()).isEqualTo("B");
    TaskHandle<String> other = scene.enqueue(agent, "go");
    scene.client().waits().approve(wait(other));
    assertThat(end(other).output()).isEqualTo("c");
  }

  @Test
  void aMessageThatCameWhileTheAnswerWasLookedAtIsReadBeforeTheEnd() throws Exception {
    llm.say("a").say("b");
    Agent<String> agent =
        guarded()
            .outputGuard(
                (answer, ctx) -> answer.equals("a") ? Verdict.ask("Send?") : Verdict.allow())
            .build();
    TaskHandle<String> task = start(agent);
    Wait wait = wait(task);
    task.steer(Message.user("more"));
    scene.client().waits().approve(wait);
    assertThat(end(task).output()).isEqualTo("b");
    assertThat(Model.last(llm.requests().get(1))).isEqualTo("more");
  }

  @Test
  void anInlineApproverDecidesAboutTheAnswer() {
    llm.say("a").say("b").say("c");
    Agent<String> agent =
        guarded().outputGuard((answer, ctx) -> Verdict.ask("Send " + answer + "?")).build();
    RunResult<String> result =
        inline(
            agent,
            wait -> wait.question().equals("Send a?") ? Verdict.deny("no") : Verdict.edit("B"));
    assertThat(result.output()).isEqualTo("B");
    assertThat(Model.last(llm.requests().get(1))).isEqualTo("the answer was not accepted: no");
    assertThat(inline(agent, wait -> Verdict.allow()).output()).isEqualTo("c");
  }

  /** A person who was asked about an answer and never looked at it has not allowed it. */
  @Test
  void anAnswerThatNobodyAllowsInTimeGoesBackToTheModel() throws Exception {
    llm.say("a").say("b");
    Agent<String> agent =
        guarded()
            .outputGuard(
                (answer, ctx) -> answer.equals("a") ? Verdict.ask("Send?") : Verdict.allow())
            .build();
    TaskHandle<String> task = start(agent);
    wait(task);
    scene.pass(Duration.ofDays(8));
    assertThat(end(task).output()).isEqualTo("b");
    assertThat(Model.last(llm.requests().get(1)))
        .isEqualTo("the answer was not accepted: nobody answered in time");
  }
}
