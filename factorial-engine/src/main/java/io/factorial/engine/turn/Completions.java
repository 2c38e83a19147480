package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.agent.History;
import io.factorial.agent.Interceptor;
import io.factorial.engine.model.Models;
import io.factorial.engine.model.TokenEstimate;
import io.factorial.error.LlmException;
import io.factorial.event.CompletionEvent;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.ToolChoice;
import io.factorial.llm.ToolSchema;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.run.RunError;
import io.factorial.tool.FunctionTool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes the model calls of a run: one per turn, through the interceptors. */
final class Completions<O> {
  static final String STEP = "completion";

  /** The finish reason of an answer that a message from outside cut short. */
  static final String INTERRUPTED = "interrupted";

  private static final String WRAP_UP =
      "The budget of this task is nearly used up. Come to an end now: give the best final answer"
          + " that you can with what you have.";

  private final AgentDefinition<O> agent;
  private final LiveRun run;
  private final StepLog log;
  private final FinalAnswers<O> finals;
  private final ToolSet tools;
  private final Spending spending;
  private final TurnSettings settings;
  private final TurnServices services;
  private final Summaries summaries;
  private volatile @Nullable Listener heard;
  private final Queue<EventDraft> failures = new ConcurrentLinkedQueue<>();

  Completions(
      AgentDefinition<O> agent,
      LiveRun run,
      StepLog log,
      FinalAnswers<O> finals,
      ToolSet tools,
      Spending spending,
      TurnSettings settings,
      TurnServices services) {
    this.agent = agent;
    this.run = run;
    this.log = log;
    this.finals = finals;
    this.tools = tools;
    this.spending = spending;
    this.settings = settings;
    this.services = services;
    this.summaries = new Summaries(run, log, spending, settings, services);
  }

  /**
   * Calls the model for this turn.
   *
   * @return its answer, with call ids that are unique in the task
   * @throws Exception what model, interceptors or the user's functions throw
   */
  ChatResponse next() throws Exception {
    ChatRequest request = spending.capped(run, request());
    reserve(request);
    ChatResponse response;
    try {
      response = intercepted(request);
    } catch (LlmException tooLong) {
      if (tooLong.kind() != LlmException.Kind.CONTEXT_LENGTH_EXCEEDED) {
        throw tooLong;
      }
      response = intercepted(shortened(request));
    }
    Message.Assistant message = response.message();
    ChatResponse named =
        new ChatResponse(
            new Message.Assistant(
                message.parts(),
                run.conversation().withUniqueIds(run.turn(), message.toolCalls()),
                message.providerData()),
            response.finishReason(),
            response.usage(),
            response.responseId(),
            response.model());
    run.use(named.usage());
    return named;
  }

  /** Reserves what the call takes at most; a retry finds its reservation there. */
  private void reserve(ChatRequest request) {
    if (!spending.reserves()) {
      return;
    }
    Step step = new Step().reserve(spending.completion(run, request));
    if (log.record(step) instanceof Recorded.OverBudget over) {
      throw new TurnFailure.Decided(new TurnFailure.OverBudget(over.limit(), over.onlyReserved()));
    }
  }

  /** Tells of the calls that failed since it was asked last; the next write takes that along. */
  List<EventDraft> failures() {
    List<EventDraft> told = new ArrayList<>();
    for (EventDraft next = failures.poll(); next != null; next = failures.poll()) {
      told.add(next);
    }
    return told;
  }

  /** Whether this is the last turn that the run may have. */
  boolean isLastTurn() {
    return settings.maxTurns().isPresent() && run.turn() >= settings.maxTurns().getAsInt() - 1;
  }

  private ChatRequest request() throws Exception {
    List<ToolSchema> schemas = new ArrayList<>();
    for (FunctionTool<?> tool : tools.enabled(run)) {
      schemas.add(tool.schema());
    }
    finals.tool().ifPresent(schemas::add);
    ModelSettings chosen = agent.modelSettings().at(run);
    return new ChatRequest(
        settings.model().orElseGet(() -> agent.model().at(run)),
        prepared(messages(view())),
        schemas,
        null,
        chosen.toBuilder().toolChoice(choice(chosen, schemas)).build());
  }

  private List<Message> view() throws Exception {
    return agent.history() instanceof History.Summarise policy
        ? summaries.view(policy)
        : agent.history().view(run.messages(), run);
  }

  private List<Message> messages(List<Message> view) {
    String instructions = agent.instructions().map(setting -> setting.at(run)).orElse("");
    List<Message> all = new ArrayList<>(view.size() + 2);
    if (!instructions.isEmpty()) {
      all.add(Message.instructions(instructions));
    }
    all.addAll(view);
    if (spending.nearlySpent(run)) {
      all.add(Message.instructions(WRAP_UP));
    }
    return all;
  }

  private List<Message> prepared(List<Message> messages) {
    List<Message> prepared = messages;
    for (Interceptor interceptor : agent.interceptors()) {
      prepared = interceptor.prepareMessages(run, prepared);
    }
    return prepared;
  }

  /**
   * What the model may choose. The last turn and a refused answer force the final one. A choice
   * that is fixed in the definition counts for the first turn only, or the run would never end.
   */
  private ToolChoice choice(ModelSettings chosen, List<ToolSchema> schemas) {
    if (isLastTurn() || run.conversation().refusedAnswers() > 0) {
      return finals.typed() ? ToolChoice.tool(AgentDefinition.FINAL_OUTPUT) : none(schemas);
    }
    boolean forced =
        chosen.toolChoice() instanceof ToolChoice.Required
            || chosen.toolChoice() instanceof ToolChoice.Named;
    if (forced && agent.modelSettings().fixed().isPresent() && run.turn() > 0) {
      return ToolChoice.AUTO;
    }
    boolean answerOnly = finals.typed() && schemas.size() == 1;
    return answerOnly && chosen.toolChoice() instanceof ToolChoice.Auto
        ? ToolChoice.tool(AgentDefinition.FINAL_OUTPUT)
        : chosen.toolChoice();
  }

  private static ToolChoice none(List<ToolSchema> schemas) {
    return schemas.isEmpty() ? ToolChoice.AUTO : ToolChoice.NONE;
  }

  private ChatRequest shortened(ChatRequest request) {
    long half = Math.clamp(TokenEstimate.of(request) / 2, 1, Integer.MAX_VALUE);
    return request.withMessages(
        prepared(messages(History.lastTokens((int) half).view(run.messages(), run))));
  }

  private ChatResponse intercepted(ChatRequest request) throws Exception {
    Interceptor.Next<ChatRequest, ChatResponse> next = this::call;
    for (Interceptor interceptor : agent.interceptors().reversed()) {
      Interceptor.Next<ChatRequest, ChatResponse> inner = next;
      next = changed -> interceptor.completion(run, changed, inner);
    }
    return next.call(request);
  }

  private ChatResponse call(ChatRequest request) throws Exception {
    Duration own = request.settings().requestTimeout();
    Duration atMost =
        own != null && own.compareTo(settings.turnTimeout()) < 0 ? own : settings.turnTimeout();
    Listener listener = new Listener(services.clock().now());
    heard = listener;
    try {
      return Bounded.here(
          () ->
              services
                  .telemetry()
                  .chat(
                      run,
                      request.model(),
                      () -> services.models().chat(request, agent.fallbackModels(), listener)),
          atMost,
          run.cut(),
          run.turn());
    } catch (Bounded.Cut cut) {
      listener.withdrawLast();
      return soFar(request, listener);
    } catch (Bounded.TimedOut timedOut) {
      LlmException late =
          new LlmException(
              LlmException.Kind.TIMEOUT,
              "model " + request.model() + ": " + timedOut.getMessage(),
              null,
              timedOut);
      listener.withdrawLast();
      listener.failed(request.model(), late);
      throw late;
    } finally {
      listener.over.set(true);
      failures.addAll(listener.failed.values());
    }
  }

  /** How long the first piece of the last answer took; negative when it came in one. */
  long firstTokenMillis() {
    Listener last = heard;
    return last == null ? -1 : last.firstMillis;
  }

  /** Whether an answer is all that came before its turn was cut short. */
  boolean wasCut(ChatResponse response) {
    return response.finishReason().equals(INTERRUPTED) && run.cut().isAsked(run.turn());
  }

  /** What came before the call was cut short; the provider does not say any more what it cost. */
  private ChatResponse soFar(ChatRequest request, Listener listener) {
    ModelName model = listener.model;
    if (model == null) {
      return ChatResponse.builder(said("")).finishReason(INTERRUPTED).build();
    }
    String text = listener.text();
    return ChatResponse.builder(said(text))
        .finishReason(INTERRUPTED)
        .usage(spending.estimated(request, model, text))
        .model(model.name())
        .build();
  }

  private static Message.Assistant said(String text) {
    List<Part> parts = text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    return new Message.Assistant(parts, List.of(), Json.Obj.of());
  }

  /** Tells what a model call does, until the call is over, and keeps the text that came. */
  private final class Listener implements Models.Listener {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<String> text = new ConcurrentLinkedQueue<>();
    private final long calledNanos = System.nanoTime();
    private final Map<ModelName, EventDraft> failed =
        Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile @Nullable ModelName model;
    private volatile long firstMillis = -1;
    private volatile Instant startedAt;

    Listener(Instant startedAt) {
      this.startedAt = startedAt;
    }

    String text() {
      return String.join("", text);
    }

    @Override
    public void started(ModelName started) {
      model = started;
      startedAt = services.clock().now();
      text.clear();
      firstMillis = -1;
      tell(EventDraft.of(STEP, meta -> new CompletionEvent.Started(meta, started)));
    }

    @Override
    public void chunk(ChatChunk chunk) {
      if (firstMillis < 0) {
        firstMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - calledNanos);
      }
      if (chunk instanceof ChatChunk.Text piece) {
        text.add(piece.delta());
      }
      tell(EventDraft.of(STEP, meta -> new CompletionEvent.Chunk(meta, chunk)));
    }

    /** Nothing was sent to a model that is paused: no call has failed. */
    @Override
    public void failed(ModelName failing, LlmException failure) {
      if (failure.kind() != LlmException.Kind.CIRCUIT_OPEN && !over.get()) {
        RunError error = TurnFailure.error(failure);
        Instant from = startedAt;
        failed.put(
            failing, EventDraft.of(STEP, meta -> new CompletionEvent.Failed(meta, error, from)));
      }
    }

    /** What the model that ran last threw when it was interrupted is no failure of its own. */
    void withdrawLast() {
      ModelName last = model;
      if (last != null) {
        failed.remove(last);
      }
    }

    private void tell(EventDraft event) {
      if (!over.get() && log.watched()) {
        log.tell(event);
      }
    }
  }
}
