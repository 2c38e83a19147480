package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Usage;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.OpenTurn;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.event.AgentEvent;
import io.factorial.event.ToolEvent;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.port.Counters;
import io.factorial.port.Reservation;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Replay;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Settles the calls of an open turn: runs in parallel what can run, and records results as they
 * come. All writing is done by the run's thread; calls run on threads of their own.
 */
final class ToolCalls {
  /** Results that come within this time of each other are recorded together. */
  private static final long GROUP_MILLIS = 5;

  private static final String NOT_RUN = "not run: a new message came first";
  private static final String STOPPED =
      "stopped by a new message; whether it took effect is not known";

  private final AgentDefinition<?> agent;
  private final LiveRun run;
  private final StepLog log;
  private final ToolInvocation invocation;
  private final Spending spending;
  private final TurnClock clock;

  /** A call that is about to run. */
  private record Ready(int index, ToolCall call, FunctionTool<?> tool, boolean approved) {}

  private record Finished(int index, ToolCall call, CallOutcome outcome, Instant startedAt) {}

  ToolCalls(
      AgentDefinition<?> agent,
      LiveRun run,
      StepLog log,
      ToolInvocation invocation,
      Spending spending,
      TurnClock clock) {
    this.agent = agent;
    this.run = run;
    this.log = log;
    this.invocation = invocation;
    this.spending = spending;
    this.clock = clock;
  }

  /**
   * Runs what can run until every call is settled or waits.
   *
   * @param turn the open turn
   * @param step takes the last results, to be written by whoever ends the turn
   * @return what the calls that are not settled wait for, by index
   * @throws InterruptedException when the run is interrupted; its calls are interrupted too
   */
  Map<Integer, Deferral> run(OpenTurn turn, Step step) throws InterruptedException {
    int awaited = turn.awaited().size();
    List<Ready> ready = new ArrayList<>();
    for (int i = 0; i < turn.calls().size(); i++) {
      if (!turn.isSettled(i)) {
        next(turn, i, step).ifPresent(ready::add);
      }
    }
    if (run.cut().isAsked(run.turn())) {
      ready.forEach(call -> settle(instead(call, NOT_RUN), step));
      return waiting(turn);
    }
    reserve(ready, step);
    claim(ready, step);
    collect(ready, step);
    settle(ready, step);
    Map<Integer, Deferral> waiting = waiting(turn);
    if (waiting.isEmpty() && turn.awaited().size() > awaited) {
      tellAwaited(turn);
    }
    return waiting;
  }

  private void tellAwaited(OpenTurn turn) {
    List<Message.ToolOutput> results = turn.awaited();
    agent
        .hooks()
        .forEach(hooks -> invocation.observe(() -> hooks.onPendingToolResults(run, results)));
  }

  /** How a call ends that a message from outside leaves no time for. */
  private Finished instead(Ready call, String text) {
    CallOutcome outcome = CallOutcome.failed(Completions.INTERRUPTED, text);
    return new Finished(call.index(), call.call(), outcome, clock.now());
  }

  /** What is to be done about a call: settle it from what is known, wait on, or run it. */
  private Optional<Ready> next(OpenTurn turn, int index, Step step) {
    ToolCall call = turn.calls().get(index);
    Deferral deferral = turn.deferral(index).orElse(null);
    if (deferral == null) {
      return fresh(turn, index, call, step);
    }
    WaitAnswer answer = turn.answer(index).orElse(null);
    if (answer == null) {
      if (deferral instanceof Deferral.Children children) {
        // A crash may have come between the record and the children.
        log.spawn(at(index, new Content.Deferred(children, 0)), call.id());
      }
      return Optional.empty();
    }
    if (answer instanceof WaitAnswer.Approved given
        && deferral instanceof Deferral.Approval asked) {
      return approved(turn, index, asked, given, step);
    }
    settle(new Finished(index, call, answered(index, call, deferral, answer), clock.now()), step);
    return Optional.empty();
  }

  private CallOutcome answered(int index, ToolCall call, Deferral deferral, WaitAnswer answer) {
    return switch (answer) {
      case WaitAnswer.Value value -> CallOutcome.text(ToolResults.text(value.value()));
      case WaitAnswer.Rejected rejected ->
          CallOutcome.failed("rejected", "not allowed: " + rejected.reason());
      case WaitAnswer.ByStore closed when deferral instanceof Deferral.Children ->
          invocation.join(tool(call), call, index, log.children(call.id()));
      case WaitAnswer.ByStore closed ->
          CallOutcome.failed("wait_closed", "closed: the task had failed");
      // It has run and waits for its result: to run it again is not what was allowed.
      case WaitAnswer.Approved approved ->
          CallOutcome.text(approved.edited().map(Json.Obj::text).orElse("approved"));
    };
  }

  private Optional<Ready> approved(
      OpenTurn turn, int index, Deferral.Approval asked, WaitAnswer.Approved given, Step step) {
    ToolCall shown = asked.shown(turn.calls().get(index));
    FunctionTool<?> tool = tool(shown);
    if (tool == null) {
      settle(new Finished(index, shown, invocation.unknown(shown), clock.now()), step);
      return Optional.empty();
    }
    ToolCall allowed = given.edited().map(json -> edited(shown, json)).orElse(shown);
    return unlessInDoubt(turn, new Ready(index, allowed, tool, true), step);
  }

  private static ToolCall edited(ToolCall call, Json.Obj arguments) {
    return new ToolCall(call.id(), call.name(), arguments.text(), call.providerData());
  }

  private Optional<Ready> fresh(OpenTurn turn, int index, ToolCall call, Step step) {
    return switch (invocation.gate(tool(call), call, priorCalls(turn, index, call))) {
      case ToolInvocation.Gate.Open open -> {
        FunctionTool<?> tool = invocation.tools().require(call.name());
        yield unlessInDoubt(turn, new Ready(index, open.call(), tool, false), step);
      }
      case ToolInvocation.Gate.Shut shut -> {
        settle(new Finished(index, call, shut.instead(), clock.now()), step);
        yield Optional.empty();
      }
    };
  }

  private @Nullable FunctionTool<?> tool(ToolCall call) {
    return invocation.tools().find(call.name()).orElse(null);
  }

  /** A claimed call without a result may have run: whether it runs again is its tool's policy. */
  private Optional<Ready> unlessInDoubt(OpenTurn turn, Ready ready, Step step) {
    if (!turn.isClaimed(ready.index())) {
      return Optional.of(ready);
    }
    CallOutcome inDoubt =
        switch (ready.tool().definition().replay()) {
          case IDEMPOTENT -> null;
          case NEVER ->
              CallOutcome.failed(
                  "outcome_unknown",
                  "outcome unknown: the call may have run when its worker died, and was not run"
                      + " again");
          case ASK ->
              new CallOutcome.Waiting(
                  new Deferral.Approval(
                      ready.tool().name()
                          + " may have run already when its worker died. Run it again?",
                      Optional.of(ready.call().argumentsText())));
        };
    if (inDoubt == null) {
      return Optional.of(ready);
    }
    settle(new Finished(ready.index(), ready.call(), inDoubt, clock.now()), step);
    return Optional.empty();
  }

  private int priorCalls(OpenTurn turn, int index, ToolCall call) {
    long laterInTurn =
        turn.calls().stream().skip(index).filter(c -> c.name().equals(call.name())).count();
    return run.conversation().calls(call.name()) - (int) laterInTurn;
  }

  /** Reserves the calls that are about to run. */
  private void reserve(List<Ready> ready, Step step) {
    if (ready.isEmpty() || !spending.reserves()) {
      return;
    }
    if (ready.stream().anyMatch(ToolCalls::isClaimed)) {
      // Its claim will write what is held, so that the reservation must stand on its own.
      flush(step);
    }
    flushOfStep(step);
    int first = ready.getFirst().index();
    Reservation need = Spending.tools(run, first, ready.size());
    Step reserving = new Step().reserve(Spending.together(step.settle(), need));
    if (log.record(reserving) instanceof Recorded.OverBudget over) {
      throw new TurnFailure.Decided(new TurnFailure.OverBudget(over.limit(), over.onlyReserved()));
    }
  }

  private void settle(List<Ready> ready, Step step) {
    if (!ready.isEmpty()) {
      Reservation took = Spending.tools(run, ready.getFirst().index(), ready.size());
      step.settle(Spending.together(step.settle(), took));
      run.use(Usage.builder().toolCalls(ready.size()).costUsd(BigDecimal.ZERO).build());
    }
  }

  /**
   * Calls that must not run twice are claimed right before they start. So are approved ones that
   * may defer: the wait of their approval is over, and their own must exist before they run.
   */
  private void claim(List<Ready> ready, Step step) {
    boolean claimed = false;
    for (Ready call : ready) {
      boolean waitsAgain = call.approved() && call.tool().definition().mayDefer();
      if (waitsAgain || isClaimed(call)) {
        Content.At claim = at(call.index(), new Content.Claim());
        append(step, claim);
        claimed = true;
        if (waitsAgain) {
          step.reserve(CallWaits.reserved(call.call(), claim, invocation.settings()));
        }
      }
    }
    if (claimed) {
      flush(step);
    }
  }

  private static boolean isClaimed(Ready call) {
    return call.tool().definition().replay() != Replay.IDEMPOTENT;
  }

  private void collect(List<Ready> ready, Step step) throws InterruptedException {
    if (ready.isEmpty()) {
      return;
    }
    BlockingQueue<Optional<Finished>> finished = new LinkedBlockingQueue<>();
    Map<Integer, Ready> open = new LinkedHashMap<>();
    ready.forEach(call -> open.put(call.index(), call));
    List<Thread> threads = start(ready, finished);
    run.cut().during(run.turn(), () -> finished.add(Optional.empty()));
    try {
      while (!open.isEmpty()) {
        Optional<Finished> next = finished.take();
        while (next != null) {
          settle(next, open, step);
          next = open.isEmpty() ? null : finished.poll(GROUP_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!open.isEmpty()) {
          flushOfStep(step);
        }
      }
    } finally {
      run.cut().over();
      threads.forEach(Thread::interrupt);
    }
  }

  /** Settles the call that has finished or, where the turn was cut short, all that have not. */
  private void settle(Optional<Finished> next, Map<Integer, Ready> open, Step step) {
    if (next.isPresent()) {
      open.remove(next.get().index());
      settle(next.get(), step);
      return;
    }
    open.values().forEach(call -> settle(instead(call, STOPPED), step));
    open.clear();
  }

  /** A thread for each parallel call, and one for all sequential ones, in call order. */
  private List<Thread> start(List<Ready> ready, BlockingQueue<Optional<Finished>> finished) {
    Map<Boolean, List<Ready>> lanes = new LinkedHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (Ready call : ready) {
      if (call.tool().definition().sequential()) {
        lanes.computeIfAbsent(true, sequential -> new ArrayList<>()).add(call);
      } else {
        threads.add(start(List.of(call), finished, "tool " + call.tool().name()));
      }
    }
    lanes.values().forEach(lane -> threads.add(start(lane, finished, "sequential tools")));
    return threads;
  }

  private Thread start(List<Ready> lane, BlockingQueue<Optional<Finished>> finished, String name) {
    lane.forEach(call -> run.callStarts(call.index()));
    Runnable work = () -> invoke(lane, finished);
    return Thread.ofVirtual().name(name).start(invocation.telemetry().inContext(work));
  }

  /** Runs calls one after the other; an interrupt leaves the rest of them alone. */
  private void invoke(List<Ready> lane, BlockingQueue<Optional<Finished>> finished) {
    for (Ready call : lane) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      finished.add(Optional.of(invoke(call)));
    }
  }

  private Finished invoke(Ready ready) {
    Instant startedAt = clock.now();
    if (log.watched()) {
      log.tell(
          EventDraft.of(
              stepName(ready.index()), meta -> new ToolEvent.Started(meta, ready.call())));
    }
    CallOutcome outcome = invocation.invoke(ready.tool(), ready.call(), ready.index());
    return new Finished(ready.index(), ready.call(), outcome, startedAt);
  }

  private void settle(Finished call, Step step) {
    run.callEnds(call.index());
    switch (call.outcome()) {
      case CallOutcome.Settled settled -> settle(call, settled, step);
      case CallOutcome.Waiting waiting -> defer(call, waiting.deferral(), step);
    }
  }

  private void settle(Finished finished, CallOutcome.Settled settled, Step step) {
    ToolCall call = finished.call();
    Message.ToolOutput output =
        new Message.ToolOutput(
            call.id(), call.name(), settled.text(), settled.failure().isPresent());
    long started = finished.startedAt().toEpochMilli();
    long took = Math.max(0, clock.now().toEpochMilli() - started);
    append(step, at(finished.index(), new Content.Result(output, settled.data(), started, took)));
    step.tell(EventDraft.of(stepName(finished.index()), meta -> told(meta, finished, settled)));
    step.count(Counters.TOOL_CALLS, 1);
    if (settled.failure().isPresent()) {
      step.count(Counters.TOOL_FAILURES, 1);
    }
  }

  private static AgentEvent told(
      AgentEvent.Meta meta, Finished finished, CallOutcome.Settled settled) {
    return settled
        .failure()
        .<AgentEvent>map(
            error -> new ToolEvent.Failed(meta, finished.call(), error, finished.startedAt()))
        .orElseGet(
            () ->
                new ToolEvent.Completed(
                    meta, finished.call(), settled.text(), settled.data(), finished.startedAt()));
  }

  private void defer(Finished finished, Deferral deferral, Step step) {
    if (log.waiting() == StepLog.Waiting.UNSUPPORTED) {
      throw TurnFailure.Decided.fatal(
          "pending_not_supported_inline",
          "tool "
              + finished.call().name()
              + ": its result is still to come, and an inline run cannot wait (expected: a value;"
              + " enqueue the agent on an orchestrator, or give InlineOptions an approver)");
    }
    Content.At at =
        at(finished.index(), new Content.Deferred(deferral, clock.now().toEpochMilli()));
    append(step, at);
    agent
        .hooks()
        .forEach(hooks -> invocation.observe(() -> hooks.onPendingToolCall(run, finished.call())));
    if (deferral instanceof Deferral.Children) {
      step.reserve(CallWaits.of(finished.call(), at, deferral, invocation.settings()));
      flush(step);
      log.spawn(at, finished.call().id());
    }
  }

  private void append(Step step, Content.At at) {
    step.add(at);
    run.conversation().append(at);
  }

  /** Writes what came; not so where the turn is written as a whole. */
  private void flushOfStep(Step step) {
    if (!step.holdsCompletion()) {
      flush(step);
    }
  }

  private void flush(Step step) {
    if (step.contents().isEmpty()) {
      return;
    }
    run.moveInto(step);
    log.record(step);
    step.clear();
  }

  private Map<Integer, Deferral> waiting(OpenTurn turn) {
    Map<Integer, Deferral> waiting = new LinkedHashMap<>();
    for (int i = 0; i < turn.calls().size(); i++) {
      int index = i;
      if (!turn.isSettled(i)) {
        turn.deferral(i).ifPresent(deferral -> waiting.put(index, deferral));
      }
    }
    return waiting;
  }

  private Content.At at(int index, Content content) {
    return new Content.At(run.turn(), index, run.attempt(), content);
  }

  static String stepName(int index) {
    return "tool:" + index;
  }
}
