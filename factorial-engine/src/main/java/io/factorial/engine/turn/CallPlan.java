package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.OpenTurn;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.tool.FunctionTool;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is to be done about a call, from what the journal knows of it. */
final class CallPlan {
  private final LiveRun run;
  private final StepLog log;
  private final ToolInvocation invocation;
  private final TurnClock clock;

  CallPlan(LiveRun run, StepLog log, ToolInvocation invocation, TurnClock clock) {
    this.run = run;
    this.log = log;
    this.invocation = invocation;
    this.clock = clock;
  }

  /** What is to be done. */
  sealed interface Next {
    /** It runs. */
    record Run(ReadyCall call) implements Next {}

    /** It has come to its result, or to another wait. */
    record End(EndedCall call) implements Next {}

    /** It waits on. */
    record Wait() implements Next {}
  }

  /**
   * Plans a call that is not settled.
   *
   * @param turn its turn
   * @param index its place in the turn
   * @return what is to be done
   */
  Next of(OpenTurn turn, int index) {
    ToolCall call = turn.calls().get(index);
    Deferral deferral = turn.deferral(index).orElse(null);
    if (deferral == null) {
      return fresh(turn, index, call);
    }
    WaitAnswer answer = turn.answer(index).orElse(null);
    if (answer == null) {
      if (deferral instanceof Deferral.Children children) {
        // A crash may have come between the record and the children.
        Content deferred = new Content.Deferred(children, 0);
        log.spawn(new Content.At(run.turn(), index, run.attempt(), deferred), call.id());
      }
      return new Next.Wait();
    }
    if (deferral instanceof Deferral.Approval asked) {
      return decided(turn, index, asked, answer);
    }
    return end(index, call, answered(index, call, deferral, answer));
  }

  private Next end(int index, ToolCall call, CallOutcome outcome) {
    return new Next.End(new EndedCall(index, call, outcome, clock.now()));
  }

  private Next fresh(OpenTurn turn, int index, ToolCall call) {
    return switch (invocation.gate(tool(call), call, priorCalls(turn, index, call))) {
      case ToolInvocation.Gate.Open open -> {
        FunctionTool<?> tool = invocation.tools().require(call.name());
        yield unlessInDoubt(turn, new ReadyCall(index, open.call(), tool, false));
      }
      case ToolInvocation.Gate.Shut shut -> end(index, call, shut.instead());
    };
  }

  private Next decided(OpenTurn turn, int index, Deferral.Approval asked, WaitAnswer answer) {
    ToolCall call = turn.calls().get(index);
    return switch (answer) {
      case WaitAnswer.Approved given -> approved(turn, index, asked, given);
      case WaitAnswer.Rejected rejected ->
          end(index, call, CallOutcome.failed("rejected", "not allowed: " + rejected.reason()));
      // A result that came before the call was found to need an approval: nobody has allowed it.
      case WaitAnswer.Value early -> end(index, call, new CallOutcome.Waiting(asked));
      case WaitAnswer.ByStore closed -> end(index, call, closed());
    };
  }

  private static CallOutcome closed() {
    return CallOutcome.failed("wait_closed", "closed: the task had failed");
  }

  private Next approved(
      OpenTurn turn, int index, Deferral.Approval asked, WaitAnswer.Approved given) {
    ToolCall shown = asked.shown(turn.calls().get(index));
    FunctionTool<?> tool = tool(shown);
    if (tool == null) {
      return end(index, shown, invocation.unknown(shown));
    }
    ToolCall allowed = given.edited().map(json -> edited(shown, json)).orElse(shown);
    return unlessInDoubt(turn, new ReadyCall(index, allowed, tool, true));
  }

  private static ToolCall edited(ToolCall call, Json.Obj arguments) {
    return new ToolCall(call.id(), call.name(), arguments.text(), call.providerData());
  }

  private CallOutcome answered(int index, ToolCall call, Deferral deferral, WaitAnswer answer) {
    return switch (answer) {
      case WaitAnswer.Value value -> CallOutcome.text(ToolResults.text(value.value()));
      case WaitAnswer.ByStore all when deferral instanceof Deferral.Children ->
          invocation.join(tool(call), call, index, log.children(call.id()));
      case WaitAnswer.ByStore closed -> closed();
      // It has run and waits for its result, not for a person: the store takes no such answer.
      case WaitAnswer.Approved approved -> new CallOutcome.Waiting(deferral);
      case WaitAnswer.Rejected rejected -> new CallOutcome.Waiting(deferral);
    };
  }

  /** A claimed call without a result may have run: whether it runs again is its tool's policy. */
  private Next unlessInDoubt(OpenTurn turn, ReadyCall ready) {
    if (!turn.isClaimed(ready.index())) {
      return new Next.Run(ready);
    }
    return switch (ready.tool().definition().replay()) {
      case IDEMPOTENT -> new Next.Run(ready);
      case NEVER ->
          end(
              ready.index(),
              ready.call(),
              CallOutcome.failed(
                  "outcome_unknown",
                  "outcome unknown: the call may have run when its worker died, and was not run"
                      + " again"));
      case ASK -> end(ready.index(), ready.call(), new CallOutcome.Waiting(again(ready)));
    };
  }

  private static Deferral again(ReadyCall ready) {
    return new Deferral.Approval(
        ready.tool().name() + " may have run already when its worker died. Run it again?",
        Optional.of(ready.call().argumentsText()));
  }

  private int priorCalls(OpenTurn turn, int index, ToolCall call) {
    long laterInTurn =
        turn.calls().stream().skip(index).filter(c -> c.name().equals(call.name())).count();
    return run.conversation().calls(call.name()) - (int) laterInTurn;
  }

  private @Nullable FunctionTool<?> tool(ToolCall call) {
    return invocation.tools().find(call.name()).orElse(null);
  }
}
