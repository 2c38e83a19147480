package io.factorial.llm;

import io.factorial.error.InvalidDefinitionException;

/**
 * The name of a model, and of the provider that serves it.
 *
 * @param provider which client answers, such as {@code openai}; not blank, without a colon
 * @param name the provider's own name for the model; not blank, may contain colons
 */
public record ModelName(String provider, String name) {

  /** Checks both parts. */
  public ModelName {
    if (provider.isBlank() || provider.indexOf(':') >= 0 || name.isBlank()) {
      throw refused(provider + ":" + name);
    }
  }

  /**
   * Reads {@code provider:model}, as in {@code openai:gpt-4.1} or {@code ollama:llama3:8b}.
   *
   * @param text the text; the first colon ends the provider
   * @return the name
   * @throws InvalidDefinitionException if a part is missing
   */
  public static ModelName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw refused(text);
    }
    return new ModelName(text.substring(0, colon), text.substring(colon + 1));
  }

  /**
   * The name as {@link #parse} reads it.
   *
   * @return {@code provider:model}
   */
  @Override
  public String toString() {
    return provider + ":" + name;
  }

  private static InvalidDefinitionException refused(String text) {
    return InvalidDefinitionException.of(
        "model", text, "provider:model, for example openai:gpt-4.1");
  }
}
