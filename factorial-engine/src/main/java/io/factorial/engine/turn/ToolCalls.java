package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.budget.Usage;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.OpenTurn;
import io.factorial.message.Message;
import io.factorial.port.Reservation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Settles the calls of an open turn: what is to be done about each is a {@link CallPlan}, those
 * that can run do so in {@link CallThreads}, and {@link CallResults} records results as they come.
 * All writing is done by the run's thread.
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
  private final CallPlan plan;
  private final CallThreads threads;
  private final CallResults results;

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
    this.plan = new CallPlan(run, log, invocation, clock);
    this.threads = new CallThreads(run, log, invocation, clock);
    this.results = new CallResults(agent, run, log, invocation, clock);
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
    List<ReadyCall> ready = ready(turn, step);
    if (run.cut().isAsked(run.turn())) {
      ready.forEach(call -> results.add(instead(call, NOT_RUN), step));
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

  /** The calls that can run; what needs no run is settled meanwhile. */
  private List<ReadyCall> ready(OpenTurn turn, Step step) {
    List<ReadyCall> ready = new ArrayList<>();
    for (int i = 0; i < turn.calls().size(); i++) {
      if (!turn.isSettled(i)) {
        switch (plan.of(turn, i)) {
          case CallPlan.Next.Run run -> ready.add(run.call());
          case CallPlan.Next.End end -> results.add(end.call(), step);
          case CallPlan.Next.Wait wait -> {}
        }
      }
    }
    return ready;
  }

  private void tellAwaited(OpenTurn turn) {
    List<Message.ToolOutput> awaited = turn.awaited();
    agent
        .hooks()
        .forEach(hooks -> invocation.observe(() -> hooks.onPendingToolResults(run, awaited)));
  }

  /** How a call ends that a message from outside leaves no time for. */
  private EndedCall instead(ReadyCall call, String text) {
    CallOutcome outcome = CallOutcome.failed(Completions.INTERRUPTED, text);
    return new EndedCall(call.index(), call.call(), outcome, clock.now());
  }

  /** Reserves the calls that are about to run. */
  private void reserve(List<ReadyCall> ready, Step step) {
    if (ready.isEmpty() || !spending.reserves()) {
      return;
    }
    if (ready.stream().anyMatch(ReadyCall::isClaimed)) {
      // Its claim will write what is held, so that the reservation must stand on its own.
      results.flush(step);
    }
    results.flushOfStep(step);
    int first = ready.getFirst().index();
    Reservation need = Spending.tools(run, first, ready.size());
    Step reserving = new Step().reserve(Spending.together(step.settle(), need));
    if (log.record(reserving) instanceof Recorded.OverBudget over) {
      throw new TurnFailure.Decided(new TurnFailure.OverBudget(over.limit(), over.onlyReserved()));
    }
  }

  private void settle(List<ReadyCall> ready, Step step) {
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
  private void claim(List<ReadyCall> ready, Step step) {
    boolean claimed = false;
    for (ReadyCall call : ready) {
      if (call.waitsAgain() || call.isClaimed()) {
        Content.At claim = results.at(call.index(), new Content.Claim());
        results.append(step, claim);
        claimed = true;
        if (call.waitsAgain()) {
          step.reserve(CallWaits.reserved(call.call(), claim, invocation.settings()));
        }
      }
    }
    if (claimed) {
      results.flush(step);
    }
  }

  private void collect(List<ReadyCall> ready, Step step) throws InterruptedException {
    if (ready.isEmpty()) {
      return;
    }
    BlockingQueue<Optional<EndedCall>> ended = new LinkedBlockingQueue<>();
    Map<Integer, ReadyCall> open = new LinkedHashMap<>();
    ready.forEach(call -> open.put(call.index(), call));
    List<Thread> started = threads.start(ready, call -> ended.add(Optional.of(call)));
    run.cut().during(run.turn(), () -> ended.add(Optional.empty()));
    try {
      while (!open.isEmpty()) {
        Optional<EndedCall> next = ended.take();
        while (next != null) {
          settle(next, open, step);
          next = open.isEmpty() ? null : ended.poll(GROUP_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!open.isEmpty()) {
          results.flushOfStep(step);
        }
      }
    } finally {
      run.cut().over();
      started.forEach(Thread::interrupt);
    }
  }

  /** Settles the call that has ended or, where the turn was cut short, all that have not. */
  private void settle(Optional<EndedCall> next, Map<Integer, ReadyCall> open, Step step) {
    if (next.isPresent()) {
      open.remove(next.get().index());
      results.add(next.get(), step);
      return;
    }
    open.values().forEach(call -> results.add(instead(call, STOPPED), step));
    open.clear();
  }

  private static Map<Integer, Deferral> waiting(OpenTurn turn) {
    Map<Integer, Deferral> waiting = new LinkedHashMap<>();
    for (int i = 0; i < turn.calls().size(); i++) {
      int index = i;
      if (!turn.isSettled(i)) {
        turn.deferral(i).ifPresent(deferral -> waiting.put(index, deferral));
      }
    }
    return waiting;
  }
}
