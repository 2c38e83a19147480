package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static io.factorial.task.TaskStatus.PENDING_TOOL_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentBuilder;
import io.factorial.agent.AgentContext;
import io.factorial.guard.ToolGuard;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.run.InlineOptions;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import io.factorial.testkit.ScriptedLlm;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guards at the input, at tool calls and at the output. */
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

  /** What a person should be asked about is not let through while nobody can be asked. */
  @Test
  void anInputThatAGuardAsksAboutDoesNotReachTheModelUnasked() throws Exception {
    Agent<String> agent = guarded().inputGuard((query, ctx) -> Verdict.ask("Answer?")).build();
    assertThat(end(start(agent)))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo("guard_denied");
              assertThat(failed.error().message())
                  .isEqualTo("input: nobody could be asked: Answer?");
            });
    assertThat(llm.requests()).isEmpty();
  }
}
