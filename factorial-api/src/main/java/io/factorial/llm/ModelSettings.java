package io.factorial.llm;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a model is asked.
 *
 * @param temperature how freely it answers, 0 or more; null leaves it to the provider
 * @param maxCompletionTokens how many tokens it may answer with, 1 or more; null leaves it to the
 *     provider
 * @param toolChoice whether it may, must or must not call a tool
 * @param parallelToolCalls whether one answer may call several tools; null leaves it to the
 *     provider
 * @param stream whether the answer is asked for piece by piece
 * @param requestTimeout how long one call may take; null leaves it to the turn's timeout, which
 *     also counts where it is smaller
 * @param extra further fields for the provider, sent as they are
 */
public record ModelSettings(
    @Nullable Double temperature,
    @Nullable Integer maxCompletionTokens,
    ToolChoice toolChoice,
    @Nullable Boolean parallelToolCalls,
    boolean stream,
    @Nullable Duration requestTimeout,
    Json.Obj extra) {

  private static final ModelSettings DEFAULTS = builder().build();

  /** Checks every value. */
  public ModelSettings {
    if (temperature != null && !(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw InvalidDefinitionException.of("temperature", temperature, "0 or more");
    }
    if (maxCompletionTokens != null && maxCompletionTokens < 1) {
      throw InvalidDefinitionException.of("maxCompletionTokens", maxCompletionTokens, "1 or more");
    }
    if (requestTimeout != null && !requestTimeout.isPositive()) {
      throw InvalidDefinitionException.of("requestTimeout", requestTimeout, "more than zero");
    }
    Objects.requireNonNull(toolChoice, "toolChoice");
    Objects.requireNonNull(extra, "extra");
  }

  /**
   * The settings of an agent that sets none: streaming, and all else left to the provider.
   *
   * @return the defaults
   */
  public static ModelSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts from these settings.
   *
   * @return a builder that holds them
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.temperature = temperature;
    builder.maxCompletionTokens = maxCompletionTokens;
    builder.toolChoice = toolChoice;
    builder.parallelToolCalls = parallelToolCalls;
    builder.stream = stream;
    builder.requestTimeout = requestTimeout;
    builder.extra = extra;
    return builder;
  }

  /** Puts settings together; for one thread. */
  public static final class Builder {

    private @Nullable Double temperature;
    private @Nullable Integer maxCompletionTokens;
    private ToolChoice toolChoice = ToolChoice.AUTO;
    private @Nullable Boolean parallelToolCalls;
    private boolean stream = true;
    private @Nullable Duration requestTimeout;
    private Json.Obj extra = Json.Obj.of();

    private Builder() {}

    /**
     * Sets how freely the model answers.
     *
     * @param value 0 or more
     * @return this builder
     */
    public Builder temperature(double value) {
      this.temperature = value;
      return this;
    }

    /**
     * Sets how many tokens the model may answer with.
     *
     * @param value 1 or more
     * @return this builder
     */
    public Builder maxCompletionTokens(int value) {
      this.maxCompletionTokens = value;
      return this;
    }

    /**
     * Sets whether the model may, must or must not call a tool.
     *
     * @param value the choice
     * @return this builder
     */
    public Builder toolChoice(ToolChoice value) {
      this.toolChoice = value;
      return this;
    }

    /**
     * Sets whether one answer may call several tools.
     *
     * @param value true if it may
     * @return this builder
     */
    public Builder parallelToolCalls(boolean value) {
      this.parallelToolCalls = value;
      return this;
    }

    /**
     * Sets whether the answer is asked for piece by piece.
     *
     * @param value true if it is
     * @return this builder
     */
    public Builder stream(boolean value) {
      this.stream = value;
      return this;
    }

    /**
     * Sets how long one call may take.
     *
     * @param value more than zero
     * @return this builder
     */
    public Builder requestTimeout(Duration value) {
      this.requestTimeout = value;
      return this;
    }

    /**
     * Sets further fields for the provider.
     *
     * @param value the fields, sent as they are
     * @return this builder
     */
    public Builder extra(Json.Obj value) {
      this.extra = value;
      return this;
    }

    /**
     * Makes the settings.
     *
     * @return the settings
     * @throws InvalidDefinitionException if a value is out of its range
     */
    public ModelSettings build() {
      return new ModelSettings(
          temperature,
          maxCompletionTokens,
          toolChoice,
          parallelToolCalls,
          stream,
          requestTimeout,
          extra);
    }
  }
}
