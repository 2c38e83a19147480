package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.agent.Interceptor;
import io.factorial.agent.Journal;
import io.factorial.budget.Usage;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Conversation;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.OpenTurn;
import io.factorial.event.CompletionEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.TurnEvent;
import io.factorial.guard.InputGuard;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.port.Counters;
import io.factorial.port.NewWait;
import io.factorial.run.RunError;
import io.factorial.run.RunResult;
import io.factorial.run.TurnResult;
import io.factorial.task.TaskId;
import io.factorial.tool.FunctionTool;
import io.factorial.wait.Wait;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs an agent turn by turn, from wherever its journal ends, until the run is over, waits, or is
 * somebody else's. One thread calls {@link #run} once; interrupting it ends the calls in flight.
 *
 * @param <O> the agent's output type
 */
public final class TurnLoop<O> {
  private static final int MAX_REFUSED_ANSWERS = 3;
  private static final Duration BUDGET_WAIT = Duration.ofSeconds(1);

  private final AgentDefinition<O> agent;
  private final LiveRun run;
  private final StepLog log;
  private final TurnSettings settings;
  private final TurnServices services;
  private final FinalAnswers<O> finals;
  private final Spending spending;
  private final ToolInvocation invocation;
  private final ToolCalls toolCalls;
  private final Completions<O> completions;
  private final Instant loopStartedAt;

  /** What is written at the end of the turn; results of the last calls ride along. */
  private Step step = new Step();

  /** Set by the turn's body when the run is not this worker's any more. */
  private boolean released;

  /** Whether the model itself gave the final answer of this turn. */
  private boolean answered;

  /** Whether the calls of this turn are to be written together with their results. */
  private boolean held;

  /** Where the conversation stood before a completion that is not recorded; null otherwise. */
  private Conversation.@Nullable Mark unrecorded;

  /** Tells of the messages that were applied last; null before the first. */
  private @Nullable EventDraft applied;

  private Instant turnStartedAt;

  /**
   * Makes a loop for a run.
   *
   * @param agent the definition
   * @param run the run, with its conversation so far
   * @param log where it records
   * @param settings what bounds it
   * @param services what it needs of its process
   */
  public TurnLoop(
      AgentDefinition<O> agent,
      LiveRun run,
      StepLog log,
      TurnSettings settings,
      TurnServices services) {
    this.agent = agent;
    this.run = run;
    this.log = log;
    this.settings = settings;
    this.services = services;
    this.finals = new FinalAnswers<>(agent, run);
    this.spending = new Spending(settings.spending(), services.prices());
    boolean inline = log.waiting() == StepLog.Waiting.UNSUPPORTED;
    this.invocation = new ToolInvocation(agent, run, settings, services, inline);
    this.toolCalls = new ToolCalls(agent, run, log, invocation, spending, services.clock());
    this.completions =
        new Completions<>(
            agent, run, log, finals, invocation.tools(), spending, settings, services);
    this.loopStartedAt = services.clock().now();
    this.turnStartedAt = loopStartedAt;
  }

  /**
   * Runs until there is nothing more to do here.
   *
   * @return how the run ended; empty when it goes on elsewhere or later
   * @throws RunStopped when it was cancelled or is another worker's
   * @throws InterruptedException when the thread is interrupted
   */
  public Optional<RunResult<O>> run() throws InterruptedException {
    boolean begins = run.turn() == 0 && run.attempt() == 0 && openTurn() == null;
    if (begins) {
      agent.hooks().forEach(hooks -> observe(() -> hooks.onRunStart(run)));
    }
    while (!released) {
      if (log.draining()) {
        log.commit(closing(new Step(), false), new Ending.HandBack());
        return Optional.empty();
      }
      Optional<RunResult<O>> result = turn();
      if (result.isPresent()) {
        RunResult<O> ended = result.get();
        agent.hooks().forEach(hooks -> observe(() -> hooks.onRunEnd(run, ended)));
        return result;
      }
    }
    return Optional.empty();
  }

  /**
   * Tells, with the first write, of messages that were applied when the run was picked up.
   *
   * @param messages the messages, already in the conversation
   */
  public void steered(List<Message> messages) {
    if (!messages.isEmpty()) {
      applied = EventDraft.of(meta -> new RunEvent.SteeringApplied(meta, messages));
      step.tell(applied);
    }
  }

  private Optional<RunResult<O>> turn() throws InterruptedException {
    turnStartedAt = services.clock().now();
    answered = false;
    held = false;
    try {
      begin();
      TurnResult result = intercepted();
      if (released) {
        return Optional.empty();
      }
      return end(result);
    } catch (RunStopped stopped) {
      throw stopped;
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception | StackOverflowError | AssertionError failed) {
      return failed(TurnFailure.of(failed));
    }
  }

  private void begin() {
    agent.hooks().forEach(hooks -> observe(() -> hooks.onTurnStart(run)));
    if (log.watched()) {
      log.tell(EventDraft.of(TurnEvent.Started::new));
    }
    if (run.turn() == 0 && openTurn() == null) {
      checkInput();
    }
  }

  private void checkInput() {
    for (InputGuard guard : agent.inputGuards()) {
      switch (guard.check(run.query(), run)) {
        case Verdict.Allow allow -> {}
        case Verdict.Deny deny -> throw denied(deny.reason());
        case Verdict.Ask ask -> throw denied("nobody could be asked: " + ask.question());
        case Verdict.Edit edit -> throw denied("it cannot be edited before it is recorded");
      }
    }
  }

  private static TurnFailure.Decided denied(String reason) {
    return TurnFailure.Decided.fatal("guard_denied", "input: " + reason);
  }

  private TurnResult intercepted() throws Exception {
    Callable<TurnResult> next = this::body;
    for (Interceptor interceptor : agent.interceptors().reversed()) {
      Callable<TurnResult> inner = next;
      next = () -> interceptor.runTurn(run, inner);
    }
    return next.call();
  }

  private TurnResult body() throws Exception {
    if (openTurn() == null) {
      Optional<TurnResult> over = complete();
      if (over.isPresent()) {
        return over.get();
      }
      if (log.draining()) {
        recordHeld();
        released = true;
        log.commit(closing(new Step(), false), new Ending.HandBack());
        return new TurnResult.Continue();
      }
    }
    settleCalls();
    return new TurnResult.Continue();
  }

  /** Calls the model. Empty when it asked for tools, which are recorded then. */
  private Optional<TurnResult> complete() throws Exception {
    Instant startedAt = services.clock().now();
    ChatResponse response = completions.next();
    if (completions.wasCut(response)) {
      cut(response, startedAt);
      return Optional.of(new TurnResult.Continue());
    }
    FinalAnswers.Reading<O> reading = finals.read(response);
    completed(response, startedAt);
    return switch (reading) {
      case FinalAnswers.Reading.Answer<O> given -> {
        answered = true;
        yield Optional.of(TurnResult.done(given.output()));
      }
      case FinalAnswers.Reading.Refused<O> refused -> {
        refuse(response, refused.why());
        yield Optional.of(new TurnResult.Continue());
      }
      case FinalAnswers.Reading.NoAnswer<O> none -> {
        recordCalls(response);
        yield Optional.empty();
      }
    };
  }

  /** Keeps what was said before a message from outside cut the call short. */
  private void cut(ChatResponse response, Instant startedAt) {
    if (response.usage().requests() > 0) {
      completed(response, startedAt);
    } else {
      step.settle(spending.settled(run, response));
    }
  }

  private void completed(ChatResponse response, Instant startedAt) {
    unrecorded = run.conversation().mark();
    long took = millisSince(startedAt);
    append(0, new Content.Completion(response, startedAt, completions.firstTokenMillis(), took));
    step.settle(spending.settled(run, response));
    step.tell(
        EventDraft.of(
            Completions.STEP,
            meta ->
                new CompletionEvent.Completed(
                    meta, response.message(), response.usage(), startedAt)));
    step.count(Counters.LLM_CALLS, 1);
    step.count(Counters.INPUT_TOKENS, response.usage().inputTokens());
    step.count(Counters.OUTPUT_TOKENS, response.usage().outputTokens());
    step.countTime(Counters.LLM_TIME, took);
    BigDecimal cost = response.usage().costUsd();
    if (cost != null) {
      step.count(Counters.COST_NANOS, cost.movePointRight(9).longValue());
    }
  }

  private long millisSince(Instant start) {
    return Math.max(0, Duration.between(start, services.clock().now()).toMillis());
  }

  private void recordCalls(ChatResponse response) {
    if (completions.isLastTurn()) {
      throw TurnFailure.Decided.fatal(
          "max_turns",
          "the run took its "
              + settings.maxTurns().orElseThrow()
              + " turns and the model asked for tools where the final answer was due");
    }
    List<ToolCall> calls = response.message().toolCalls();
    boolean now = agent.journal() == Journal.STEP;
    for (int i = 0; i < calls.size(); i++) {
      Optional<FunctionTool<?>> tool = invocation.tools().find(calls.get(i).name());
      if (tool.isPresent() && tool.get().definition().mayDefer()) {
        step.reserve(CallWaits.reserved(calls.get(i), at(i, new Content.Claim()), settings));
        now = true;
      }
    }
    held = !now;
    if (now) {
      log.record(taken());
    }
    // What is held is written by whatever keeps the turn from its end.
    unrecorded = null;
  }

  /** Writes a turn that was to be written as a whole, and now cannot come to its end at once. */
  private void recordHeld() {
    if (held && step.holdsCompletion()) {
      log.record(taken());
    }
  }

  /** Tells the model why its answer was not taken; a run of such answers is not tried for ever. */
  private void refuse(ChatResponse response, String why) {
    if (run.conversation().refusedAnswers() >= MAX_REFUSED_ANSWERS || completions.isLastTurn()) {
      throw TurnFailure.Decided.fatal("output_invalid", why);
    }
    List<ToolCall> calls = response.message().toolCalls();
    if (calls.isEmpty()) {
      append(0, new Content.Feedback(Message.user(why)));
    }
    for (int i = 0; i < calls.size(); i++) {
      boolean last = calls.get(i).name().equals(AgentDefinition.FINAL_OUTPUT);
      append(i, result(calls.get(i), last ? why : "not run: the final answer was given"));
    }
  }

  private static Content.Result result(ToolCall call, String text) {
    return new Content.Result(
        new Message.ToolOutput(call.id(), call.name(), text, true), new Json.Null());
  }

  /** Settles every call of the open turn, parking where results are still to come. */
  private void settleCalls() throws InterruptedException {
    while (true) {
      OpenTurn turn = openTurn();
      if (turn == null) {
        return;
      }
      Map<Integer, Deferral> waiting = toolCalls.run(turn, step);
      if (waiting.isEmpty()) {
        return;
      }
      switch (park(turn, waiting)) {
        case TurnEnd.Continued continued -> arrive(continued.arrived());
        case TurnEnd.Reopened reopened -> arrive(reopened.arrived());
        case TurnEnd.Retried retried -> {}
        case TurnEnd.Released gone -> {
          released = true;
          return;
        }
      }
    }
  }

  private TurnEnd park(OpenTurn turn, Map<Integer, Deferral> waiting) throws InterruptedException {
    List<NewWait> open = new ArrayList<>();
    waiting.forEach(
        (index, deferral) ->
            open.add(
                CallWaits.of(
                    turn.calls().get(index),
                    at(index, new Content.Deferred(deferral, 0)),
                    deferral,
                    settings)));
    recordHeld();
    hold(waiting);
    Step parking = closing(taken(), false);
    return log.commit(parking, new Ending.Park(open, List.of(pending(open))));
  }

  /** A run that waits for nothing but children may keep its slot a moment: they may be short. */
  private void hold(Map<Integer, Deferral> waiting) throws InterruptedException {
    Set<String> agents = new HashSet<>();
    for (Deferral deferral : waiting.values()) {
      if (!(deferral instanceof Deferral.Children children)) {
        return;
      }
      agents.add(children.agent());
    }
    if (!step.contents().isEmpty()) {
      log.record(taken());
    }
    log.hold(waiting.size(), agents);
  }

  private EventDraft pending(List<NewWait> open) {
    List<TaskId> children = new ArrayList<>();
    List<Wait> waits = new ArrayList<>();
    Instant now = services.clock().now();
    for (NewWait wait : open) {
      if (wait.children() > 0) {
        for (int i = 0; i < wait.children(); i++) {
          children.add(run.taskId().child(wait.turn(), wait.index(), i));
        }
      } else {
        waits.add(shown(wait, now));
      }
    }
    return waits.isEmpty()
        ? EventDraft.of(meta -> new TaskEvent.PendingChildTasks(meta, children))
        : EventDraft.of(meta -> new TaskEvent.PendingToolResults(meta, waits));
  }

  private Wait shown(NewWait wait, Instant now) {
    return new Wait(
        run.taskId(),
        wait.call(),
        wait.kind(),
        run.agent(),
        run.ownerId(),
        wait.tool(),
        CallWaits.arguments(wait),
        wait.argumentsHash(),
        wait.question(),
        now,
        Optional.of(wait.until() == null ? now.plus(wait.timeout()) : wait.until()));
  }

  private Optional<RunResult<O>> end(TurnResult result) throws InterruptedException {
    return switch (result) {
      case TurnResult.Continue goOn -> {
        next(log.commit(closing(ended(), true), new Ending.GoOn()));
        yield Optional.empty();
      }
      case TurnResult.Done done -> done(done);
    };
  }

  private Optional<RunResult<O>> done(TurnResult.Done done) throws InterruptedException {
    O output = finals.checked(done.output());
    Json encoded = finals.encoded(output);
    Step last = closing(ended(), false);
    Usage usage = run.usage();
    List<EventDraft> over =
        List.of(
            EventDraft.of(meta -> new RunEvent.Output(meta, encoded)),
            EventDraft.of(meta -> new RunEvent.Completed(meta, usage)));
    TurnEnd end = log.commit(last, new Ending.Complete(encoded, over, superseded(), List.of()));
    if (end instanceof TurnEnd.Released) {
      hookTurnEnd();
      return Optional.of(new RunResult.Completed<>(output, summary()));
    }
    next(end);
    return Optional.empty();
  }

  /** What the calls of the final answer are told when a message came before it was taken. */
  private List<Content.At> superseded() {
    List<Content.At> results = new ArrayList<>();
    OpenTurn open = openTurn();
    if (open == null || !answered) {
      return List.of(at(0, turnEnd(true)));
    }
    for (int i = 0; i < open.calls().size(); i++) {
      ToolCall call = open.calls().get(i);
      boolean last = call.name().equals(AgentDefinition.FINAL_OUTPUT);
      results.add(at(i, result(call, last ? "superseded by a new message" : "not run")));
    }
    results.add(at(0, turnEnd(true)));
    return results;
  }

  private void next(TurnEnd end) {
    unrecorded = null;
    switch (end) {
      case TurnEnd.Continued continued -> {
        run.conversation().append(at(0, turnEnd(true)));
        turnOver(continued.arrived());
      }
      case TurnEnd.Reopened reopened -> turnOver(reopened.arrived());
      case TurnEnd.Retried retried -> {}
      case TurnEnd.Released gone -> released = true;
    }
  }

  private void turnOver(List<Content.At> arrived) {
    hookTurnEnd();
    run.nextTurn();
    arrive(arrived);
  }

  private void hookTurnEnd() {
    agent.hooks().forEach(hooks -> observe(() -> hooks.onTurnEnd(run)));
  }

  /** Takes what the store appended meanwhile; the next write tells of it. */
  private void arrive(List<Content.At> arrived) {
    List<Message> steering = new ArrayList<>();
    for (Content.At at : arrived) {
      run.conversation().append(at);
      if (at.content() instanceof Content.Steering message) {
        steering.add(message.message());
      }
      if (at.content() instanceof Content.Unreadable unreadable) {
        RunError error = new RunError("steering_unreadable", unreadable.why(), false);
        step.tell(EventDraft.of(meta -> new RunEvent.SteeringFailed(meta, error)));
      }
    }
    steered(steering);
  }

  private Optional<RunResult<O>> failed(TurnFailure failure) throws InterruptedException {
    recordHeld();
    step = untold();
    if (unrecorded != null) {
      run.conversation().goBackTo(unrecorded);
      unrecorded = null;
    }
    return switch (failure) {
      case TurnFailure.Fatal fatal -> Optional.of(fail(fatal.error()));
      case TurnFailure.Transient passing -> retry(passing);
      case TurnFailure.Unavailable unavailable -> {
        backOff(closing(new Step(), false), unavailable.retryAfter(), unavailable.reason(), false);
        yield Optional.empty();
      }
      case TurnFailure.OverBudget over -> overBudget(over);
      case TurnFailure.Incompatible incompatible -> {
        pause("definition_incompatible");
        released = true;
        yield Optional.empty();
      }
    };
  }

  /** What the failed turn leaves to be told: the messages were applied, whatever came of it. */
  private Step untold() {
    Step left = new Step();
    return applied != null && step.events().contains(applied) ? left.tell(applied) : left;
  }

  private Optional<RunResult<O>> overBudget(TurnFailure.OverBudget over)
      throws InterruptedException {
    if (over.onlyReserved()) {
      backOff(closing(new Step(), false), BUDGET_WAIT, "budget_wait", false);
      return Optional.empty();
    }
    if (!spending.pauses()) {
      return Optional.of(
          fail(
              new RunError(
                  "budget_exceeded",
                  "budget: " + over.limit() + " is used up (expected: a larger budget)",
                  false)));
    }
    pause("budget_exceeded");
    released = true;
    return Optional.empty();
  }

  private void pause(String reason) throws InterruptedException {
    Step last = new Step().tell(EventDraft.of(meta -> new RunEvent.Paused(meta, reason)));
    log.commit(closing(last, false), new Ending.Pause(reason));
  }

  private Optional<RunResult<O>> retry(TurnFailure.Transient failure) throws InterruptedException {
    if (run.attempt() >= settings.maxRetries()) {
      return Optional.of(
          fail(
              new RunError(
                  "max_retries",
                  failure.error().message() + " (after " + run.attempt() + " retries)",
                  false)));
    }
    Duration delay =
        RetryPolicy.delay(run.attempt(), failure.retryAfter(), services.jitter().getAsDouble());
    Instant startedAt = turnStartedAt;
    Instant due = services.clock().now().plus(delay);
    Step retried =
        noted(failure.error())
            .tell(EventDraft.of(meta -> new TurnEvent.Failed(meta, failure.error(), startedAt)))
            .tell(EventDraft.of(Completions.STEP, CompletionEvent.Superseded::new))
            .tell(EventDraft.of(meta -> new TaskEvent.Retried(meta, due)))
            .count("turn_failures", 1);
    backOff(closing(retried, false), delay, failure.error().message(), true);
    return Optional.empty();
  }

  /** What is left to be written, with a note of how the turn failed. */
  private Step noted(RunError error) {
    long now = services.clock().now().toEpochMilli();
    return takenOver().add(at(0, new Content.Failed(error, turnStartedAt.toEpochMilli(), now)));
  }

  private void backOff(Step last, Duration delay, String reason, boolean counted)
      throws InterruptedException {
    run.retry(counted);
    next(log.commit(last.with(null, run.usage()), new Ending.BackOff(delay, reason, counted)));
  }

  private RunResult<O> fail(RunError error) throws InterruptedException {
    run.retry(false);
    Instant startedAt = turnStartedAt;
    Step last =
        noted(error)
            .tell(EventDraft.of(meta -> new TurnEvent.Failed(meta, error, startedAt)))
            .tell(EventDraft.of(meta -> new TaskEvent.Failed(meta, error)))
            .tell(EventDraft.of(meta -> new RunEvent.Failed(meta, error)));
    log.commit(closing(last, false).with(null, run.usage()), new Ending.Fail(error));
    released = true;
    return new RunResult.Failed<>(error, summary());
  }

  private EndedRun summary() {
    return new EndedRun(
        run.taskId(),
        agent.name(),
        run.turn() + 1,
        run.usage(),
        run.usage(),
        Duration.between(loopStartedAt, services.clock().now()),
        run::messages,
        type -> run.stateNow());
  }

  /** The turn's last step: every call has its result. */
  private Step ended() {
    Step last = taken();
    Usage usage = run.usage();
    Instant startedAt = turnStartedAt;
    return last.count(Counters.TURNS, 1)
        .countTime(Counters.TURN_TIME, millisSince(startedAt))
        .tell(EventDraft.of(meta -> new TurnEvent.Completed(meta, usage, startedAt)));
  }

  private Content.TurnEnd turnEnd(boolean closed) {
    return new Content.TurnEnd(closed, services.clock().now().toEpochMilli());
  }

  private Step closing(Step last, boolean closed) {
    Content.At end = at(0, turnEnd(closed));
    return last.add(end);
  }

  private Step takenOver() {
    Step left = step;
    step = new Step();
    return left;
  }

  /** What is to be written now, with all that changed since the last write. */
  private Step taken() {
    Step taken = takenOver();
    run.moveInto(taken);
    return taken;
  }

  private void append(int index, Content content) {
    Content.At at = at(index, content);
    step.add(at);
    run.conversation().append(at);
  }

  private Content.At at(int index, Content content) {
    return new Content.At(run.turn(), index, run.attempt(), content);
  }

  private @Nullable OpenTurn openTurn() {
    return run.conversation().openTurn().orElse(null);
  }

  private void observe(Runnable hook) {
    invocation.observe(hook);
  }
}
