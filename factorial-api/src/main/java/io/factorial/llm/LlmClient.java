package io.factorial.llm;

import io.factorial.error.LlmException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries one conversation to a language model and brings back its answer.
 *
 * <p>A port: every provider has an adapter, and a program may bring its own client.
 *
 * <p><b>Contract.</b> One call of {@link #chat} is one request to the provider, without retries of
 * its own: the engine counts, delays and repeats. Only a connection that failed before anything of
 * an answer came may be made once more, at once. The returned answer is complete; chunks only
 * announce it.
 *
 * <p><b>Time.</b> The call blocks until the answer is complete. {@link
 * ModelSettings#requestTimeout()} bounds it where set; the engine interrupts it otherwise.
 *
 * <p><b>Threads.</b> Any number of threads may call. Interrupting the calling thread closes the
 * connection to the provider at once.
 *
 * <p><b>Faults.</b> {@link LlmException}, classed by its kind.
 */
public interface LlmClient {

  /**
   * The providers that this client answers for: the part of a model's name before the colon.
   *
   * @return names such as {@code openai}; {@code *} takes every provider that no other client names
   */
  Set<String> providers();

  /**
   * Asks the model once.
   *
   * @param request the conversation, the tools and the settings
   * @param chunks is told pieces of the answer as they come, in order, by the calling thread;
   *     nothing is told where {@link ModelSettings#stream()} is false
   * @return the whole answer
   * @throws InterruptedException if the thread is interrupted; the connection is closed then
   * @throws LlmException if there is no usable answer
   */
  ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks) throws InterruptedException;
}
