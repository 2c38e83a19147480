package io.factorial.testkit;

import io.factorial.budget.Usage;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A model client for tests that answers what a script says, one step per call, in order.
 *
 * <pre>{@code
 * var llm = ScriptedLlm.script().callTool("getWeather", Json.Obj.of("city", "Paris")).say("Sunny.");
 * try (var factorial = Factorial.inline(Factorial.llm(llm))) {
 *   assertEquals("Sunny.", factorial.runInline(weather, AgentContext.of("Paris?")).output());
 *   llm.assertExhausted();
 * }
 * }</pre>
 *
 * <p>It answers for every provider that has no other client. Answers are told in chunks of a few
 * characters where the request asks for a stream. Each answer used {@link #USAGE}.
 *
 * <p><b>Threads.</b> Any number of threads may call and add steps; each step is played once. Where
 * several threads call at once, which of them gets which step is not defined: {@link
 * #answer(Function)} can look at the request.
 *
 * <p><b>Faults.</b> A call beyond the script fails with {@link LlmException.Kind#INVALID_REQUEST},
 * which nobody retries, and {@link #assertExhausted()} tells of it.
 */
public final class ScriptedLlm implements LlmClient {
  /** What every scripted answer used: ten tokens in, five out. */
  public static final Usage USAGE = Usage.tokens(10, 5);

  private static final int CHUNK_LENGTH = 4;
  private static final String FINAL_OUTPUT = "final_output";

  /** Guards the three fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Step> steps = new ArrayList<>();
  private final List<ChatRequest> requests = new ArrayList<>();
  private int callIds;

  private ScriptedLlm() {}

  /**
   * Begins a script.
   *
   * @return a client that has nothing to say yet
   */
  public static ScriptedLlm script() {
    return new ScriptedLlm();
  }

  /**
   * Adds an answer of plain text.
   *
   * @param text what the model says
   * @return this client
   */
  public ScriptedLlm say(String text) {
    return answering(Message.assistant(text));
  }

  /**
   * Adds an answer that calls one tool. Its id is {@code call_N}, N counting such calls of this
   * script from 1.
   *
   * @param tool the tool's name
   * @param arguments the arguments: {@link Json}, a map, or, with factorial-engine there, a record
   * @return this client
   */
  public ScriptedLlm callTool(String tool, Object arguments) {
    return callTools(ToolCall.of(nextCallId(), tool, Json.of(arguments).text()));
  }

  /**
   * Adds an answer that calls tools, as given.
   *
   * @param calls the calls, in order
   * @return this client
   */
  public ScriptedLlm callTools(ToolCall... calls) {
    return answering(new Message.Assistant(List.of(), List.of(calls), Json.Obj.of()));
  }

  /**
   * Adds an answer that ends a run with a structured output: a call of {@code final_output}. Needs
   * factorial-engine.
   *
   * @param output the output
   * @return this client
   */
  public ScriptedLlm finish(Record output) {
    return callTool(FINAL_OUTPUT, output);
  }

  /**
   * Adds a call that fails.
   *
   * @param kind how
   * @return this client
   */
  public ScriptedLlm fail(LlmException.Kind kind) {
    return fail(new LlmException(kind, "scripted failure"));
  }

  /**
   * Adds a call that fails with an exception as given, for a {@code Retry-After} for example.
   *
   * @param failure what is thrown
   * @return this client
   */
  public ScriptedLlm fail(LlmException failure) {
    return step(
        (request, chunks) -> {
          throw failure;
        });
  }

  /**
   * Adds a call whose stream breaks: it tells half an answer, where a stream is asked for, and then
   * fails.
   *
   * @param half what is told before
   * @param kind how it fails
   * @return this client
   */
  public ScriptedLlm sayHalf(String half, LlmException.Kind kind) {
    return step(
        (request, chunks) -> {
          tell(Message.assistant(half), request, chunks);
          throw new LlmException(kind, "scripted failure in the middle of an answer");
        });
  }

  /**
   * Adds a call that answers with what a function makes of the request.
   *
   * @param function makes the answer; may throw {@link LlmException}
   * @return this client
   */
  public ScriptedLlm answer(Function<ChatRequest, ChatResponse> function) {
    return step(
        (request, chunks) -> {
          ChatResponse response = function.apply(request);
          tell(response.message(), request, chunks);
          return response;
        });
  }

  /**
   * Adds a call that never answers: it ends when its thread is interrupted.
   *
   * @param entered is counted down when the call has begun
   * @return this client
   */
  public ScriptedLlm block(CountDownLatch entered) {
    return step(
        (request, chunks) -> {
          entered.countDown();
          new Semaphore(0).acquire();
          throw new IllegalStateException("a semaphore without permits gave one");
        });
  }

  /**
   * The requests so far, those that failed and those beyond the script included.
   *
   * @return a copy, in the order in which the calls began
   */
  public List<ChatRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that the script was played to its end and not beyond.
   *
   * @throws AssertionError when a step was not played, or a call found no step
   */
  public void assertExhausted() {
    lock.lock();
    try {
      if (requests.size() != steps.size()) {
        throw new AssertionError(
            "calls of the scripted model: "
                + requests.size()
                + " (expected: "
                + steps.size()
                + ", one for each step of the script)");
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@inheritDoc} Every provider that no other client names. */
  @Override
  public Set<String> providers() {
    return Set.of("*");
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the call");
    }
    return nextStep(request).play(request, chunks);
  }

  private ScriptedLlm answering(Message.Assistant message) {
    return answer(
        request ->
            ChatResponse.builder(message)
                .usage(USAGE)
                .model(request.model().name())
                .responseId("scripted")
                .build());
  }

  private ScriptedLlm step(Step step) {
    lock.lock();
    try {
      steps.add(step);
      return this;
    } finally {
      lock.unlock();
    }
  }

  private String nextCallId() {
    lock.lock();
    try {
      callIds++;
      return "call_" + callIds;
    } finally {
      lock.unlock();
    }
  }

  private Step nextStep(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    lock.lock();
    try {
      requests.add(request);
      if (requests.size() > steps.size()) {
        throw new LlmException(
            LlmException.Kind.INVALID_REQUEST,
            "call "
                + requests.size()
                + " of the scripted model (expected: "
                + steps.size()
                + " at most, one for each step of the script)");
      }
      return steps.get(requests.size() - 1);
    } finally {
      lock.unlock();
    }
  }

  private static void tell(
      Message.Assistant message, ChatRequest request, Consumer<ChatChunk> chunks) {
    if (!request.settings().stream()) {
      return;
    }
    for (String piece : pieces(message.text())) {
      chunks.accept(new ChatChunk.Text(piece));
    }
    for (int i = 0; i < message.toolCalls().size(); i++) {
      ToolCall call = message.toolCalls().get(i);
      for (String piece : pieces(call.argumentsText())) {
        chunks.accept(new ChatChunk.ToolArguments(i, call.id(), call.name(), piece));
      }
    }
  }

  /** Pieces of a few characters; a surrogate pair stays together, as in any real stream. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + CHUNK_LENGTH);
      if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  /** What one call of the model does. */
  @FunctionalInterface
  private interface Step {
    ChatResponse play(ChatRequest request, Consumer<ChatChunk> chunks) throws InterruptedException;
  }
}
