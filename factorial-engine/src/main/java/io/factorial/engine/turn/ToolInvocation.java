package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.agent.Interceptor;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.error.DecodingException;
import io.factorial.guard.ToolGuard;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.ToolDefinition;
import io.factorial.tool.ToolResult;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks and makes one tool call. Whatever goes wrong in it becomes text for the model. */
final class ToolInvocation {
  private static final Logger log = LoggerFactory.getLogger(ToolInvocation.class);

  private final AgentDefinition<?> agent;
  private final LiveRun run;
  private final ToolSet tools;
  private final TurnSettings settings;
  private final TurnServices services;
  private final boolean inline;

  ToolInvocation(
      AgentDefinition<?> agent,
      LiveRun run,
      TurnSettings settings,
      TurnServices services,
      boolean inline) {
    this.agent = agent;
    this.run = run;
    this.tools = new ToolSet(agent.tools());
    this.settings = settings;
    this.services = services;
    this.inline = inline;
  }

  ToolSet tools() {
    return tools;
  }

  TurnSettings settings() {
    return settings;
  }

  Telemetry telemetry() {
    return services.telemetry();
  }

  /** What is decided about a call before it runs. */
  sealed interface Gate {
    /** It runs, perhaps with other arguments. */
    record Open(ToolCall call) implements Gate {}

    /** It does not run now. */
    record Shut(CallOutcome instead) implements Gate {}
  }

  /**
   * Decides about a call before it runs.
   *
   * @param tool the tool, or null when there is none of this name
   * @param call the call
   * @param priorCalls calls of the tool before this one
   * @return what becomes of the call
   */
  Gate gate(@Nullable FunctionTool<?> tool, ToolCall call, int priorCalls) {
    if (tool == null || !tool.definition().enabledWhen().test(run)) {
      return new Gate.Shut(unknown(call));
    }
    ToolDefinition<?> definition = tool.definition();
    if (definition.maxCalls().isPresent() && priorCalls >= definition.maxCalls().getAsInt()) {
      return new Gate.Shut(
          CallOutcome.failed(
              "max_calls",
              "not run: "
                  + call.name()
                  + " may be called "
                  + definition.maxCalls().getAsInt()
                  + " times in a run"));
    }
    try {
      return guarded(definition, call);
    } catch (DecodingException malformed) {
      return new Gate.Shut(badArguments(call, malformed));
    }
  }

  CallOutcome unknown(ToolCall call) {
    return CallOutcome.failed("unknown_tool", tools.unknown(call.name(), run));
  }

  /** Each guard sees what the ones before it made of the call. */
  private Gate guarded(ToolDefinition<?> definition, ToolCall asked) {
    ToolCall call = asked;
    String question = "";
    for (ToolGuard guard : agent.toolGuards()) {
      switch (guard.check(call, run)) {
        case Verdict.Allow allow -> {}
        case Verdict.Deny deny -> {
          return new Gate.Shut(CallOutcome.failed("guard_denied", "not allowed: " + deny.reason()));
        }
        case Verdict.Ask ask -> question = question.isEmpty() ? ask.question() : question;
        case Verdict.Edit edit -> call = edited(call, edit);
      }
    }
    // Decodes in any case: malformed arguments never reach a person, whoever asks.
    boolean needsApproval = needsApproval(definition, call);
    if (question.isEmpty() && !needsApproval) {
      return new Gate.Open(call);
    }
    return ask(asked, call, question.isEmpty() ? "Allow " + call.name() + "?" : question);
  }

  private static <A> boolean asksFor(ToolDefinition<A> definition, A arguments, LiveRun run) {
    return definition.needsApproval().test(arguments, run);
  }

  private <A> boolean needsApproval(ToolDefinition<A> definition, ToolCall call) {
    return asksFor(definition, definition.decoder().apply(arguments(call)), run);
  }

  /** Inline an approver decides at once; a queued run waits for a person. */
  private Gate ask(ToolCall asked, ToolCall call, String question) {
    Function<Wait, Verdict> approver = services.approver();
    if (approver == null) {
      Optional<String> edited =
          Optional.of(call.argumentsText()).filter(text -> !call.equals(asked));
      return new Gate.Shut(new CallOutcome.Waiting(new Deferral.Approval(question, edited)));
    }
    Wait wait =
        new Wait(
            run.taskId(),
            call.id(),
            Wait.Kind.APPROVAL,
            run.agent(),
            run.ownerId(),
            call.name(),
            call.arguments(),
            CallWaits.hash(call),
            question,
            services.clock().now(),
            Optional.empty());
    return switch (approver.apply(wait)) {
      case Verdict.Allow allow -> new Gate.Open(call);
      case Verdict.Deny deny -> new Gate.Shut(rejected(deny.reason()));
      case Verdict.Edit edit -> new Gate.Open(edited(call, edit));
      case Verdict.Ask again ->
          new Gate.Shut(rejected("nobody decided (" + again.question() + ")"));
    };
  }

  private static CallOutcome rejected(String reason) {
    return CallOutcome.failed("rejected", "not allowed: " + reason);
  }

  private static ToolCall edited(ToolCall call, Verdict.Edit edit) {
    return new ToolCall(call.id(), call.name(), edit.replacement().text(), call.providerData());
  }

  /**
   * Runs a call on this thread, through the interceptors and within its time.
   *
   * @param tool the tool
   * @param call the call
   * @param index its place in the turn
   * @return how it ended
   */
  CallOutcome invoke(FunctionTool<?> tool, ToolCall call, int index) {
    Duration timeout = tool.definition().timeout().orElse(settings.turnTimeout());
    try {
      ToolResult result =
          Bounded.call(
              "tool " + tool.name(),
              () -> services.telemetry().tool(run, call, () -> intercepted(tool, call, index)),
              timeout);
      return ToolResults.outcome(result);
    } catch (Bounded.TimedOut timedOut) {
      return CallOutcome.failed("tool_timeout", timedOut.getMessage() + ", outcome unknown");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return CallOutcome.failed("interrupted", "interrupted, outcome unknown");
    } catch (DecodingException malformed) {
      return badArguments(call, malformed);
    } catch (Exception | Error unexpected) {
      // An error too: whoever waits for this call must hear of its end.
      log.atWarn()
          .addKeyValue("task", run.taskId())
          .addKeyValue("tool", tool.name())
          .addKeyValue("error", unexpected.getClass().getName())
          .log("tool failed unexpectedly");
      return CallOutcome.failed(
          "tool_error", "the tool failed unexpectedly", String.valueOf(unexpected));
    }
  }

  private ToolResult intercepted(FunctionTool<?> tool, ToolCall call, int index) throws Exception {
    LiveCall ctx = new LiveCall(run, call, index, services.nested());
    Interceptor.Next<ToolCall, ToolResult> next = last -> body(tool, last, index);
    List<Interceptor> interceptors = new ArrayList<>(agent.interceptors());
    for (Interceptor interceptor : interceptors.reversed()) {
      Interceptor.Next<ToolCall, ToolResult> inner = next;
      next = changed -> interceptor.toolAction(ctx, changed, inner);
    }
    return next.call(call);
  }

  private <A> ToolResult body(FunctionTool<A> tool, ToolCall call, int index) throws Exception {
    ToolDefinition<A> definition = tool.definition();
    A arguments = definition.decoder().apply(arguments(call));
    LiveCall ctx = new LiveCall(run, call, index, services.nested());
    if (inline && definition.agent().isPresent()) {
      return nested(definition.agent().get(), arguments, ctx);
    }
    return ToolResults.normalised(definition.body().run(arguments, ctx));
  }

  /** An agent as a tool needs no queue when the run has none: it runs here. */
  private static <A> ToolResult nested(
      ToolDefinition.AgentCall<A> agent, A arguments, LiveCall ctx) {
    RunResult<?> result = ctx.runInline(agent.agent(), agent.toContext().apply(arguments));
    return switch (ToolResults.of(result)) {
      case CallOutcome.Settled settled when settled.failure().isPresent() ->
          ToolResult.failed(settled.text());
      case CallOutcome.Settled settled -> ToolResult.of(settled.text());
      case CallOutcome.Waiting waiting ->
          throw new IllegalStateException("a nested run: waiting (expected: over)");
    };
  }

  /**
   * Turns the ends of children into the call's result.
   *
   * @param tool the tool that spawned them, or null when it is gone
   * @param call the call
   * @param index its place in the turn
   * @param children how they ended
   * @return the call's result
   */
  CallOutcome join(
      @Nullable FunctionTool<?> tool, ToolCall call, int index, List<ChildEnd> children) {
    if (tool == null) {
      return unknown(call);
    }
    Optional<ToolDefinition.ChildJoin<?>> join = tool.definition().join();
    if (join.isEmpty()) {
      return Children.plain(children);
    }
    try {
      LiveCall ctx = new LiveCall(run, call, index, services.nested());
      return ToolResults.outcome(
          ToolResults.normalised(Children.joined(join.get(), children, ctx)));
    } catch (Exception unexpected) {
      return CallOutcome.failed(
          "tool_error", "the tool failed unexpectedly", String.valueOf(unexpected));
    }
  }

  /** Calls the user's observer; what it throws is logged and changes nothing. */
  void observe(Runnable hook) {
    try {
      hook.run();
    } catch (RuntimeException thrown) {
      log.atWarn()
          .addKeyValue("task", run.taskId())
          .addKeyValue("error", thrown.getClass().getName())
          .log("hook failed");
    }
  }

  private static CallOutcome badArguments(ToolCall call, DecodingException malformed) {
    return CallOutcome.failed(
        "bad_arguments", "arguments of " + call.name() + ": " + malformed.getMessage());
  }

  private static Json.Obj arguments(ToolCall call) {
    if (call.argumentsText().isBlank()) {
      return Json.Obj.of();
    }
    if (Json.parse(call.argumentsText()) instanceof Json.Obj object) {
      return object;
    }
    throw new DecodingException("arguments", "no object (expected: a JSON object)");
  }
}
