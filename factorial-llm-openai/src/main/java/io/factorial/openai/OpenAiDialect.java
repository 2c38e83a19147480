package io.factorial.openai;

import io.factorial.error.InvalidDefinitionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one endpoint's chat completions differ from those of another.
 *
 * @param maxTokensField the field that limits the answer: {@code max_completion_tokens} or {@code
 *     max_tokens}
 * @param instructionsRole the role that instructions are sent with: {@code developer} or {@code
 *     system}
 * @param strict whether {@code strict} may be said of a schema
 * @param streamOptions whether usage may be asked for in a stream
 * @param jsonSchema whether {@code response_format} may ask for a JSON schema
 * @param parallelToolCalls whether {@code parallel_tool_calls} may be said
 * @param reasoningField the field that the model's reasoning comes in, or null if there is none
 * @param returnsReasoning whether that field is sent back with the message that it came with
 */
public record OpenAiDialect(
    String maxTokensField,
    String instructionsRole,
    boolean strict,
    boolean streamOptions,
    boolean jsonSchema,
    boolean parallelToolCalls,
    @Nullable String reasoningField,
    boolean returnsReasoning) {

  /** Checks the names. */
  public OpenAiDialect {
    oneOf("maxTokensField", maxTokensField, "max_completion_tokens", "max_tokens");
    oneOf("instructionsRole", instructionsRole, "developer", "system");
    if (reasoningField == null ? returnsReasoning : reasoningField.isBlank()) {
      throw InvalidDefinitionException.of(
          "reasoningField", reasoningField, "a name where reasoning is returned, else null");
    }
  }

  /**
   * What OpenAI itself speaks.
   *
   * @return the dialect
   */
  public static OpenAiDialect openAi() {
    return compatible().toBuilder()
        .maxTokensField("max_completion_tokens")
        .instructionsRole("developer")
        .strict(true)
        .reasoningField(null)
        .build();
  }

  /**
   * What xAI speaks.
   *
   * @return the dialect
   */
  public static OpenAiDialect xai() {
    return compatible().toBuilder().maxTokensField("max_completion_tokens").strict(true).build();
  }

  /**
   * What Anthropic's endpoint for OpenAI's protocol speaks: it ignores schemas of answers.
   *
   * @return the dialect
   */
  public static OpenAiDialect anthropic() {
    return compatible().toBuilder().jsonSchema(false).reasoningField(null).build();
  }

  /**
   * What Fireworks speaks.
   *
   * @return the dialect
   */
  public static OpenAiDialect fireworks() {
    return compatible().toBuilder().returnsReasoning(true).build();
  }

  /**
   * What a gateway in front of several providers speaks.
   *
   * @return the dialect
   */
  public static OpenAiDialect gateway() {
    return compatible().toBuilder()
        .strict(true)
        .reasoningField("reasoning")
        .returnsReasoning(true)
        .build();
  }

  /**
   * What Ollama speaks.
   *
   * @return the dialect
   */
  public static OpenAiDialect ollama() {
    return compatible().toBuilder()
        .parallelToolCalls(false)
        .reasoningField("reasoning")
        .returnsReasoning(true)
        .build();
  }

  /**
   * What most servers that call themselves compatible understand.
   *
   * @return the dialect
   */
  public static OpenAiDialect compatible() {
    return new Builder().build();
  }

  /**
   * Starts from this dialect.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.maxTokensField = maxTokensField;
    builder.instructionsRole = instructionsRole;
    builder.strict = strict;
    builder.streamOptions = streamOptions;
    builder.jsonSchema = jsonSchema;
    builder.parallelToolCalls = parallelToolCalls;
    builder.reasoningField = reasoningField;
    builder.returnsReasoning = returnsReasoning;
    return builder;
  }

  private static void oneOf(String thing, String value, String first, String second) {
    Objects.requireNonNull(value, thing);
    if (!value.equals(first) && !value.equals(second)) {
      throw InvalidDefinitionException.of(thing, value, first + " or " + second);
    }
  }

  /** Puts a dialect together; for one thread. */
  public static final class Builder {

    private String maxTokensField = "max_tokens";
    private String instructionsRole = "system";
    private boolean strict;
    private boolean streamOptions = true;
    private boolean jsonSchema = true;
    private boolean parallelToolCalls = true;
    private @Nullable String reasoningField = "reasoning_content";
    private boolean returnsReasoning;

    private Builder() {}

    /**
     * Sets the field that limits the answer.
     *
     * @param value {@code max_completion_tokens} or {@code max_tokens}
     * @return this builder
     */
    public Builder maxTokensField(String value) {
      this.maxTokensField = value;
      return this;
    }

    /**
     * Sets the role that instructions are sent with.
     *
     * @param value {@code developer} or {@code system}
     * @return this builder
     */
    public Builder instructionsRole(String value) {
      this.instructionsRole = value;
      return this;
    }

    /**
     * Sets whether {@code strict} may be said of a schema.
     *
     * @param value whether it may
     * @return this builder
     */
    public Builder strict(boolean value) {
      this.strict = value;
      return this;
    }

    /**
     * Sets whether usage may be asked for in a stream.
     *
     * @param value whether it may
     * @return this builder
     */
    public Builder streamOptions(boolean value) {
      this.streamOptions = value;
      return this;
    }

    /**
     * Sets whether {@code response_format} may ask for a JSON schema.
     *
     * @param value whether it may
     * @return this builder
     */
    public Builder jsonSchema(boolean value) {
      this.jsonSchema = value;
      return this;
    }

    /**
     * Sets whether {@code parallel_tool_calls} may be said.
     *
     * @param value whether it may
     * @return this builder
     */
    public Builder parallelToolCalls(boolean value) {
      this.parallelToolCalls = value;
      return this;
    }

    /**
     * Sets the field that the model's reasoning comes in.
     *
     * @param value its name, or null if there is none
     * @return this builder
     */
    public Builder reasoningField(@Nullable String value) {
      this.reasoningField = value;
      return this;
    }

    /**
     * Sets whether reasoning is sent back with the message that it came with.
     *
     * @param value whether it is
     * @return this builder
     */
    public Builder returnsReasoning(boolean value) {
      this.returnsReasoning = value;
      return this;
    }

    /**
     * Makes the dialect.
     *
     * @return the dialect
     */
    public OpenAiDialect build() {
      return new OpenAiDialect(
          maxTokensField,
          instructionsRole,
          strict,
          streamOptions,
          jsonSchema,
          parallelToolCalls,
          reasoningField,
          returnsReasoning);
    }
  }
}
