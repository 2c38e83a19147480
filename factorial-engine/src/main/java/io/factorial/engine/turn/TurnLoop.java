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
import io.factorial.event.TurnEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.port.Counters;
import io.factorial.run.RunResult;
import io.factorial.run.TurnResult;
import io.factorial.tool.FunctionTool;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs an agent turn by turn, from wherever its journal ends, until the run is over, waits, or is
 * somebody else's. One thread calls {@link #run} once; interrupting it ends the calls in flight.
 *
 * <p>What is about to be written is in the {@link Draft}. Who may start and what may leave is for
 * {@link InputGate} and {@link OutputGate}, the model for {@link Completions}, its calls for {@link
 * ToolCalls}, waiting for {@link Parking}, and failures for {@link Setbacks}.
 *
 * @param <O> the agent's output type
 */
public final class TurnLoop<O> {
  private static final int MAX_REFUSED_ANSWERS = 3;

  private final AgentDefinition<O> agent;
  private final LiveRun run;
  private final StepLog log;
  private final TurnSettings settings;
  private final TurnServices services;
  private final Draft draft;
  private final FinalAnswers<O> finals;
  private final Spending spending;
  private final ToolInvocation invocation;
  private final ToolCalls toolCalls;
  private final Completions<O> completions;
  private final Questions questions;
  private final InputGate inputs;
  private final OutputGate<O> outputs;
  private final Parking parking;
  private final Setbacks setbacks;
  private final Instant loopStartedAt;

  /** Set by the turn's body when the run is not this worker's any more. */
  private boolean released;

  /** Whether the model itself gave the final answer of this turn. */
  private boolean answered;

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
    this.draft = new Draft(run, log, services.clock());
    this.finals = new FinalAnswers<>(agent, run);
    this.spending = new Spending(settings.spending(), services.prices());
    boolean inline = log.waiting() == StepLog.Waiting.UNSUPPORTED;
    this.invocation = new ToolInvocation(agent, run, settings, services, inline);
    this.toolCalls = new ToolCalls(agent, run, log, invocation, spending, services.clock());
    this.completions =
        new Completions<>(
            agent, run, log, finals, invocation.tools(), spending, settings, services);
    this.questions = new Questions(run, settings, services, inline);
    this.inputs = new InputGate(agent, run, draft, questions);
    this.outputs = new OutputGate<>(finals, questions);
    this.parking = new Parking(run, log, draft, settings, services.clock());
    this.setbacks = new Setbacks(run, log, draft, settings, spending, services);
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
    boolean begins = isBeforeFirstAnswer() && run.attempt() == 0;
    if (begins) {
      agent.hooks().forEach(hooks -> observe(() -> hooks.onRunStart(run)));
    }
    while (!released) {
      if (log.draining()) {
        handBack();
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
    draft.steered(messages);
  }

  private Optional<RunResult<O>> turn() throws InterruptedException {
    turnStartedAt = services.clock().now();
    answered = false;
    draft.turnBegins();
    try {
      begin();
      TurnResult result = released ? new TurnResult.Continue() : intercepted();
      return released ? Optional.empty() : end(result);
    } catch (RunStopped stopped) {
      throw stopped;
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception | StackOverflowError | AssertionError failed) {
      return failed(TurnFailure.of(failed));
    }
  }

  private void begin() throws InterruptedException {
    agent.hooks().forEach(hooks -> observe(() -> hooks.onTurnStart(run)));
    if (log.watched()) {
      log.tell(EventDraft.of(TurnEvent.Started::new));
    }
    while (!released && isBeforeFirstAnswer()) {
      Optional<Content.Question> question = inputs.check();
      if (question.isEmpty()) {
        return;
      }
      ask(question.get());
    }
  }

  private boolean isBeforeFirstAnswer() {
    return run.turn() == 0 && openTurn() == null && outputAsked().isEmpty();
  }

  private void handBack() throws InterruptedException {
    log.commit(draft.closing(new Step(), false), new Ending.HandBack());
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
    Optional<Conversation.Asked> asked = outputAsked();
    if (asked.isPresent()) {
      return settleOutput(asked.get());
    }
    if (openTurn() == null) {
      Optional<TurnResult> over = complete();
      if (over.isPresent()) {
        return over.get();
      }
      if (log.draining()) {
        draft.recordHeld();
        released = true;
        handBack();
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
    completions.failures().forEach(draft.step()::tell);
    if (completions.wasCut(response)) {
      cut(response, startedAt);
      return Optional.of(new TurnResult.Continue());
    }
    FinalAnswers.Reading<O> reading = finals.read(response);
    completed(response, startedAt);
    return switch (reading) {
      case FinalAnswers.Reading.Answer<O> given -> Optional.of(taken(given.output()));
      case FinalAnswers.Reading.Refused<O> refused -> {
        refuse(refused.why());
        yield Optional.of(new TurnResult.Continue());
      }
      case FinalAnswers.Reading.Asked<O> asked -> Optional.of(decide(outputs.ask(asked)));
      case FinalAnswers.Reading.NoAnswer<O> none -> {
        recordCalls(response);
        yield Optional.empty();
      }
    };
  }

  private TurnResult taken(O output) {
    answered = true;
    return TurnResult.done(output);
  }

  /** Keeps what was said before a message from outside cut the call short. */
  private void cut(ChatResponse response, Instant startedAt) {
    if (response.usage().requests() > 0) {
      completed(response, startedAt);
    } else {
      draft.step().settle(spending.settled(run, response));
    }
  }

  private void completed(ChatResponse response, Instant startedAt) {
    draft.remember();
    long took = millisSince(startedAt);
    draft.append(
        0, new Content.Completion(response, startedAt, completions.firstTokenMillis(), took));
    BigDecimal cost = response.usage().costUsd();
    draft
        .step()
        .settle(spending.settled(run, response))
        .tell(
            EventDraft.of(
                Completions.STEP,
                meta ->
                    new CompletionEvent.Completed(
                        meta, response.message(), response.usage(), startedAt)))
        .count(Counters.LLM_CALLS, 1)
        .count(Counters.INPUT_TOKENS, response.usage().inputTokens())
        .count(Counters.OUTPUT_TOKENS, response.usage().outputTokens())
        .countTime(Counters.LLM_TIME, took);
    if (cost != null) {
      draft.step().count(Counters.COST_NANOS, cost.movePointRight(9).longValue());
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
        Content.At at = draft.at(i, new Content.Claim());
        draft.step().reserve(CallWaits.reserved(calls.get(i), at, settings));
        now = true;
      }
    }
    if (now) {
      draft.record();
    } else {
      draft.hold();
    }
    draft.stands();
  }

  /** Does what was decided about an answer that a guard asked about. */
  private TurnResult decide(OutputGate.Decision<O> decision) throws InterruptedException {
    switch (decision) {
      case OutputGate.Decision.Taken<O> allowed -> {
        return taken(allowed.output());
      }
      case OutputGate.Decision.Refused<O> refused -> refuse(refused.why());
      case OutputGate.Decision.Ask<O> ask -> ask(ask.question());
    }
    return new TurnResult.Continue();
  }

  private TurnResult settleOutput(Conversation.Asked asked) throws InterruptedException {
    return decide(
        asked
            .answer()
            .map(answer -> outputs.decided(asked.question(), answer))
            .orElseGet(() -> new OutputGate.Decision.Ask<>(asked.question())));
  }

  private Optional<Conversation.Asked> outputAsked() {
    return run.conversation()
        .asked()
        .filter(asked -> asked.question().subject() == Content.Question.Subject.OUTPUT);
  }

  /** Parks on a question about the run itself. */
  private void ask(Content.Question question) throws InterruptedException {
    after(parking.park(question, questions.wait(question)));
  }

  /** Goes on in the same turn after it came back from parking. */
  private void after(TurnEnd parked) {
    switch (parked) {
      case TurnEnd.Continued continued -> draft.arrive(continued.arrived());
      case TurnEnd.Reopened reopened -> draft.arrive(reopened.arrived());
      case TurnEnd.Retried retried -> {}
      case TurnEnd.Released gone -> released = true;
    }
  }

  /** Tells the model why its answer was not taken; a run of such answers is not tried for ever. */
  private void refuse(String why) {
    if (run.conversation().refusedAnswers() >= MAX_REFUSED_ANSWERS || completions.isLastTurn()) {
      throw TurnFailure.Decided.fatal("output_invalid", why);
    }
    OpenTurn open = openTurn();
    if (open == null) {
      draft.append(0, new Content.Feedback(Message.user(why)));
      return;
    }
    for (int i = 0; i < open.calls().size(); i++) {
      ToolCall call = open.calls().get(i);
      boolean last = call.name().equals(AgentDefinition.FINAL_OUTPUT);
      draft.append(i, result(call, last ? why : "not run: the final answer was given"));
    }
  }

  private static Content.Result result(ToolCall call, String text) {
    return new Content.Result(
        new Message.ToolOutput(call.id(), call.name(), text, true), new Json.Null());
  }

  /** Settles every call of the open turn, parking where results are still to come. */
  private void settleCalls() throws InterruptedException {
    for (OpenTurn turn = openTurn(); turn != null && !released; turn = openTurn()) {
      Map<Integer, Deferral> waiting = toolCalls.run(turn, draft.step());
      if (waiting.isEmpty()) {
        return;
      }
      after(parking.park(turn, waiting));
    }
  }

  private Optional<RunResult<O>> end(TurnResult result) throws InterruptedException {
    return switch (result) {
      case TurnResult.Continue goOn -> {
        next(log.commit(draft.closing(ended(), true), new Ending.GoOn()));
        yield Optional.empty();
      }
      case TurnResult.Done done -> done(done);
    };
  }

  private Optional<RunResult<O>> done(TurnResult.Done done) throws InterruptedException {
    O output = finals.checked(done.output());
    Json encoded = finals.encoded(output);
    Step last = draft.closing(ended(), false);
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
    if (open != null && answered) {
      for (int i = 0; i < open.calls().size(); i++) {
        ToolCall call = open.calls().get(i);
        boolean last = call.name().equals(AgentDefinition.FINAL_OUTPUT);
        results.add(draft.at(i, result(call, last ? "superseded by a new message" : "not run")));
      }
    }
    results.add(draft.at(0, draft.turnEnd(true)));
    return results;
  }

  private void next(TurnEnd end) {
    draft.stands();
    switch (end) {
      case TurnEnd.Continued continued -> {
        run.conversation().append(draft.at(0, draft.turnEnd(true)));
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
    draft.arrive(arrived);
  }

  private void hookTurnEnd() {
    agent.hooks().forEach(hooks -> observe(() -> hooks.onTurnEnd(run)));
  }

  private Optional<RunResult<O>> failed(TurnFailure failure) throws InterruptedException {
    return switch (setbacks.commit(failure, turnStartedAt, completions.failures())) {
      case Setbacks.Outcome.Over over -> {
        released = true;
        yield Optional.of(new RunResult.Failed<>(over.error(), summary()));
      }
      case Setbacks.Outcome.Paused paused -> {
        released = true;
        yield Optional.empty();
      }
      case Setbacks.Outcome.Again again -> {
        next(again.end());
        yield Optional.empty();
      }
    };
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
    Step last = draft.taken();
    Usage usage = run.usage();
    Usage ofTurn = run.turnUsage();
    Instant startedAt = turnStartedAt;
    return last.count(Counters.TURNS, 1)
        .countTime(Counters.TURN_TIME, millisSince(startedAt))
        .tell(EventDraft.of(meta -> new TurnEvent.Completed(meta, usage, ofTurn, startedAt)));
  }

  private @Nullable OpenTurn openTurn() {
    return run.conversation().openTurn().orElse(null);
  }

  private void observe(Runnable hook) {
    invocation.observe(hook);
  }
}
