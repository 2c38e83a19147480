package io.factorial.openai;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import io.factorial.llm.LlmClient;
import java.util.Objects;

/**
 * Adds the client for OpenAI and every endpoint that speaks its chat completions.
 *
 * <p>Models are named {@code provider:model}. The providers, where their key and, in place of the
 * usual one, their base URL are read from when {@link OpenAiConfig} does not say:
 *
 * <ul>
 *   <li>{@code openai:} {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}
 *   <li>{@code xai:} {@code XAI_API_KEY}, {@code XAI_BASE_URL}
 *   <li>{@code anthropic:} {@code ANTHROPIC_API_KEY}, {@code ANTHROPIC_BASE_URL}
 *   <li>{@code fireworks:} {@code FIREWORKS_API_KEY}, {@code FIREWORKS_BASE_URL}
 *   <li>{@code gateway:} {@code AI_GATEWAY_API_KEY}, {@code AI_GATEWAY_BASE_URL}
 *   <li>{@code ollama:} no key needed, {@code OLLAMA_BASE_URL}
 *   <li>{@code openai-compatible:} no key needed; {@code OPENAI_COMPATIBLE_BASE_URL}, {@code
 *       OPENAI_COMPATIBLE_API_KEY}
 * </ul>
 *
 * <p>A base URL from the environment that has no path gets {@code /v1}. Keys are looked up at each
 * call, so a missing one is an error of the call that needs it, not of the start.
 *
 * <p><b>Network.</b> Connects to the base URLs only, follows no redirect, and never listens.
 */
public final class OpenAiModule extends AbstractModule {

  private final OpenAiConfig config;

  /** Takes every key and base URL from the environment. */
  public OpenAiModule() {
    this(OpenAiConfig.defaults());
  }

  /**
   * Uses one key for {@code openai:}, and the environment for the other providers.
   *
   * @param apiKey the key
   */
  public OpenAiModule(String apiKey) {
    this(OpenAiConfig.builder().apiKey(apiKey).build());
  }

  /**
   * Uses a configuration, and the environment for what it leaves out.
   *
   * @param config the configuration
   */
  public OpenAiModule(OpenAiConfig config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  @ProvidesIntoSet
  @Singleton
  LlmClient client() {
    return new OpenAiClient(new Providers(config, System::getenv), config.streamIdleTimeout());
  }
}
