package io.factorial.bench.site;

import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A model that tells of each call, and of each that was interrupted. */
public final class TellingModel implements LlmClient {
  private final LlmClient model;
  private final Consumer<String> listener;
  private LongConsumer ends = time -> {};

  /**
   * Wraps a model.
   *
   * @param model answers
   * @param listener hears {@code called TIME} and {@code interrupted TIME}
   */
  public TellingModel(LlmClient model, Consumer<String> listener) {
    this.model = model;
    this.listener = listener;
  }

  /**
   * Tells of the end of each call, too.
   *
   * @param end hears when it was
   * @return this model
   */
  public TellingModel ending(LongConsumer end) {
    ends = end;
    return this;
  }

  @Override
  public Set<String> providers() {
    return model.providers();
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    listener.accept("called " + System.nanoTime());
    try {
      return model.chat(request, chunks);
    } catch (InterruptedException stopped) {
      listener.accept("interrupted " + System.nanoTime());
      throw stopped;
    } finally {
      ends.accept(System.nanoTime());
    }
  }
}
