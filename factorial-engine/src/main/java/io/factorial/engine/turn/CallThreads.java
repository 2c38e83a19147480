package io.factorial.engine.turn;

import io.factorial.event.ToolEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs calls on threads of their own. Holds nothing; what it starts is interrupted by its caller.
 */
final class CallThreads {
  private final LiveRun run;
  private final StepLog log;
  private final ToolInvocation invocation;
  private final TurnClock clock;

  CallThreads(LiveRun run, StepLog log, ToolInvocation invocation, TurnClock clock) {
    this.run = run;
    this.log = log;
    this.invocation = invocation;
    this.clock = clock;
  }

  /**
   * Starts a thread for each parallel call, and one for all sequential ones, in call order.
   *
   * @param ready the calls
   * @param ended takes each call's end, from the call's thread
   * @return the threads, to be interrupted when nobody waits for them any more
   */
  List<Thread> start(List<ReadyCall> ready, Consumer<EndedCall> ended) {
    Map<Boolean, List<ReadyCall>> lanes = new LinkedHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (ReadyCall call : ready) {
      if (call.tool().definition().sequential()) {
        lanes.computeIfAbsent(true, sequential -> new ArrayList<>()).add(call);
      } else {
        threads.add(start(List.of(call), ended, "tool " + call.tool().name()));
      }
    }
    lanes.values().forEach(lane -> threads.add(start(lane, ended, "sequential tools")));
    return threads;
  }

  private Thread start(List<ReadyCall> lane, Consumer<EndedCall> ended, String name) {
    lane.forEach(call -> run.callStarts(call.index()));
    Runnable work = () -> invoke(lane, ended);
    return Thread.ofVirtual().name(name).start(invocation.telemetry().inContext(work));
  }

  /** Runs calls one after the other; an interrupt leaves the rest of them alone. */
  private void invoke(List<ReadyCall> lane, Consumer<EndedCall> ended) {
    for (ReadyCall call : lane) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      ended.accept(invoke(call));
    }
  }

  private EndedCall invoke(ReadyCall ready) {
    Instant startedAt = clock.now();
    if (log.watched()) {
      log.tell(
          EventDraft.of(
              CallResults.stepName(ready.index()),
              meta -> new ToolEvent.Started(meta, ready.call())));
    }
    CallOutcome outcome = invocation.invoke(ready.tool(), ready.call(), ready.index());
    return new EndedCall(ready.index(), ready.call(), outcome, startedAt);
  }
}
