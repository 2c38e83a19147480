package io.factorial.bench.site;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A model that asks for the same tool in each answer, after thinking for a set time. An answer has
 * 100 characters of text, as those of the peer have.
 */
public final class StubModel implements LlmClient {
  /** The model's name, as agents give it. */
  public static final String NAME = "stub:one";

  private static final List<Part> TEXT = List.of(new Part.Text("x".repeat(100)));
  private static final Usage USAGE = Usage.tokens(250, 25);

  private final int calls;
  private final Duration thinks;
  private final AtomicLong answers = new AtomicLong();

  /**
   * Makes a model.
   *
   * @param calls how many calls it asks for in an answer
   * @param thinks how long it takes
   */
  public StubModel(int calls, Duration thinks) {
    this.calls = calls;
    this.thinks = thinks;
  }

  /**
   * A model that answers at once.
   *
   * @param calls how many calls it asks for in an answer
   * @return the model
   */
  public static StubModel quick(int calls) {
    return new StubModel(calls, Duration.ZERO);
  }

  @Override
  public Set<String> providers() {
    return Set.of("stub");
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    if (!thinks.isZero()) {
      Thread.sleep(thinks);
    }
    long number = answers.incrementAndGet();
    List<ToolCall> asked = new ArrayList<>(calls);
    for (int i = 0; i < calls; i++) {
      asked.add(ToolCall.of("call_" + number + "_" + i, "work", "{\"x\":1}"));
    }
    Message.Assistant message = new Message.Assistant(TEXT, asked, Json.Obj.of());
    return ChatResponse.builder(message).usage(USAGE).model("one").responseId("r" + number).build();
  }

  /**
   * How often it answered.
   *
   * @return the number of answers so far
   */
  public long answers() {
    return answers.get();
  }
}
