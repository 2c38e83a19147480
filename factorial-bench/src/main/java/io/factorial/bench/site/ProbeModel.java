package io.factorial.bench.site;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A model that tells when it was called, and when a call was interrupted. What it answers is set by
 * the query: {@code tool} asks for the tool once, {@code wait} takes ten minutes, all else is
 * answered at once.
 */
public final class ProbeModel implements LlmClient {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Usage USAGE = Usage.tokens(250, 25);

  private final BlockingQueue<Long> called = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> interrupted = new LinkedBlockingQueue<>();

  /** Makes a model that was not called yet. */
  public ProbeModel() {}

  @Override
  public Set<String> providers() {
    return Set.of("stub");
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    called.add(System.nanoTime());
    Message last = request.messages().getLast();
    boolean first = last instanceof Message.User;
    if (first && said(last).startsWith("wait")) {
      try {
        Thread.sleep(Duration.ofMinutes(10));
      } catch (InterruptedException stopped) {
        interrupted.add(System.nanoTime());
        throw stopped;
      }
    }
    Message.Assistant answer =
        first && said(last).startsWith("tool")
            ? new Message.Assistant(
                List.of(), List.of(ToolCall.of("call", "work", "{\"x\":1}")), Json.Obj.of())
            : Message.assistant("done");
    return ChatResponse.of(answer, USAGE);
  }

  private static String said(Message message) {
    return message instanceof Message.User user ? user.text() : "";
  }

  /**
   * Waits for the next call.
   *
   * @return when it came, as {@link System#nanoTime}
   * @throws InterruptedException when the thread is interrupted
   */
  public long awaitCall() throws InterruptedException {
    return next(called, "call");
  }

  /**
   * Waits for the next interrupt of a call.
   *
   * @return when it came, as {@link System#nanoTime}
   * @throws InterruptedException when the thread is interrupted
   */
  public long awaitInterrupt() throws InterruptedException {
    return next(interrupted, "interrupt");
  }

  private static long next(BlockingQueue<Long> times, String what) throws InterruptedException {
    Long time = times.poll(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    if (time == null) {
      throw new IllegalStateException(
          "model: no " + what + " in " + LONGEST.toSeconds() + " s (expected: one)");
    }
    return time;
  }
}
