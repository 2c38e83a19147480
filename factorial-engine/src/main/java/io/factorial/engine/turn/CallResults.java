package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.event.AgentEvent;
import io.factorial.event.ToolEvent;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.port.Counters;

/** Brings the ends of calls into the conversation and the journal. For the run's thread. */
final class CallResults {
  private final AgentDefinition<?> agent;
  private final LiveRun run;
  private final StepLog log;
  private final ToolInvocation invocation;
  private final TurnClock clock;

  CallResults(
      AgentDefinition<?> agent,
      LiveRun run,
      StepLog log,
      ToolInvocation invocation,
      TurnClock clock) {
    this.clock = clock;
    this.agent = agent;
    this.run = run;
    this.log = log;
    this.invocation = invocation;
  }

  /** Appends the end of a call; children are made at once, once their wait is recorded. */
  void add(EndedCall call, Step step) {
    run.callEnds(call.index());
    switch (call.outcome()) {
      case CallOutcome.Settled settled -> settle(call, settled, step);
      case CallOutcome.Waiting waiting -> defer(call, waiting.deferral(), step);
    }
  }

  private void settle(EndedCall ended, CallOutcome.Settled settled, Step step) {
    ToolCall call = ended.call();
    Message.ToolOutput output =
        new Message.ToolOutput(
            call.id(), call.name(), settled.text(), settled.failure().isPresent());
    long started = ended.startedAt().toEpochMilli();
    long took = Math.max(0, clock.now().toEpochMilli() - started);
    append(step, at(ended.index(), new Content.Result(output, settled.data(), started, took)));
    step.tell(EventDraft.of(stepName(ended.index()), meta -> told(meta, ended, settled)));
    step.count(Counters.TOOL_CALLS, 1);
    if (settled.failure().isPresent()) {
      step.count(Counters.TOOL_FAILURES, 1);
    }
  }

  private static AgentEvent told(
      AgentEvent.Meta meta, EndedCall ended, CallOutcome.Settled settled) {
    return settled
        .failure()
        .<AgentEvent>map(
            error -> new ToolEvent.Failed(meta, ended.call(), error, ended.startedAt()))
        .orElseGet(
            () ->
                new ToolEvent.Completed(
                    meta, ended.call(), settled.text(), settled.data(), ended.startedAt()));
  }

  private void defer(EndedCall ended, Deferral deferral, Step step) {
    if (log.waiting() == StepLog.Waiting.UNSUPPORTED) {
      throw TurnFailure.Decided.fatal(
          "pending_not_supported_inline",
          "tool "
              + ended.call().name()
              + ": its result is still to come, and an inline run cannot wait (expected: a value;"
              + " enqueue the agent on an orchestrator, or give InlineOptions an approver)");
    }
    Content.At at = at(ended.index(), new Content.Deferred(deferral, clock.now().toEpochMilli()));
    append(step, at);
    agent
        .hooks()
        .forEach(hooks -> invocation.observe(() -> hooks.onPendingToolCall(run, ended.call())));
    if (deferral instanceof Deferral.Children) {
      step.reserve(CallWaits.of(ended.call(), at, deferral, invocation.settings()));
      flush(step);
      log.spawn(at, ended.call().id());
    }
  }

  Content.At at(int index, Content content) {
    return new Content.At(run.turn(), index, run.attempt(), content);
  }

  void append(Step step, Content.At at) {
    step.add(at);
    run.conversation().append(at);
  }

  /** Writes what came; not so where the turn is written as a whole. */
  void flushOfStep(Step step) {
    if (!step.holdsCompletion()) {
      flush(step);
    }
  }

  void flush(Step step) {
    if (step.contents().isEmpty()) {
      return;
    }
    run.moveInto(step);
    log.record(step);
    step.clear();
  }

  static String stepName(int index) {
    return "tool:" + index;
  }
}
