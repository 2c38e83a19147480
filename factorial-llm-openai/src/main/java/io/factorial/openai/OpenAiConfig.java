package io.factorial.openai;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where models are asked, and with which keys.
 *
 * <p>{@code apiKey}, {@code baseUrl}, {@code headers} and {@code dialect} belong to {@code openai:}
 * and, when there is a {@code baseUrl}, to {@code openai-compatible:} too. Every other provider has
 * an entry of its own in {@code providers}, so that no key reaches an endpoint that it is not for.
 *
 * @param apiKey the key, or null to read it from the environment
 * @param baseUrl the URL up to but without {@code /chat/completions}, or null for the usual one
 * @param headers further headers of each request, by name
 * @param dialect how the endpoint wants to be spoken to, or null for the provider's own
 * @param streamIdleTimeout how long an answer that has begun may pause
 * @param providers endpoints of further providers, or of those that {@link OpenAiModule} lists, by
 *     the name that stands before the colon in a model's name
 */
public record OpenAiConfig(
    @Nullable String apiKey,
    @Nullable String baseUrl,
    Map<String, String> headers,
    @Nullable OpenAiDialect dialect,
    Duration streamIdleTimeout,
    Map<String, OpenAiEndpoint> providers) {

  private static final OpenAiConfig DEFAULTS = builder().build();

  /** Checks every value, and copies headers and providers. */
  public OpenAiConfig {
    OpenAiEndpoint own = new OpenAiEndpoint(baseUrl, apiKey, headers, dialect);
    apiKey = own.apiKey();
    headers = own.headers();
    providers = Map.copyOf(providers);
    if (!streamIdleTimeout.isPositive()) {
      throw InvalidDefinitionException.of("streamIdleTimeout", streamIdleTimeout, "more than zero");
    }
    for (String name : providers.keySet()) {
      if (name.equals("openai") || !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}")) {
        throw InvalidDefinitionException.of(
            "provider",
            name,
            "letters, digits, dots, underscores and hyphens; not openai, whose endpoint is the"
                + " configuration's own");
      }
    }
  }

  /**
   * The configuration that leaves all to the environment.
   *
   * @return the defaults
   */
  public static OpenAiConfig defaults() {
    return DEFAULTS;
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** The endpoint that stands at the top of this configuration. */
  OpenAiEndpoint endpoint() {
    return new OpenAiEndpoint(baseUrl, apiKey, headers, dialect);
  }

  /**
   * This configuration without its secrets.
   *
   * @return a text in which neither the key nor a header's value stands
   */
  @Override
  public String toString() {
    return "OpenAiConfig["
        + endpoint().withoutSecrets()
        + ", streamIdleTimeout="
        + streamIdleTimeout
        + ", providers="
        + providers
        + "]";
  }

  /** Puts a configuration together; for one thread. */
  public static final class Builder {

    private @Nullable String apiKey;
    private @Nullable String baseUrl;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable OpenAiDialect dialect;
    private Duration streamIdleTimeout = Duration.ofSeconds(60);
    private final Map<String, OpenAiEndpoint> providers = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Sets the key of {@code openai:}.
     *
     * @param value the key
     * @return this builder
     */
    public Builder apiKey(String value) {
      this.apiKey = value;
      return this;
    }

    /**
     * Sets where {@code openai:} and {@code openai-compatible:} are.
     *
     * @param value the URL up to but without {@code /chat/completions}
     * @return this builder
     */
    public Builder baseUrl(String value) {
      this.baseUrl = value;
      return this;
    }

    /**
     * Adds a header to each request of {@code openai:}.
     *
     * @param name its name
     * @param value its value
     * @return this builder
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /**
     * Sets the headers of each request of {@code openai:}, in place of those added before.
     *
     * @param values values by name
     * @return this builder
     */
    public Builder headers(Map<String, String> values) {
      headers.clear();
      headers.putAll(values);
      return this;
    }

    /**
     * Sets how {@code openai:} wants to be spoken to.
     *
     * @param value the dialect
     * @return this builder
     */
    public Builder dialect(OpenAiDialect value) {
      this.dialect = value;
      return this;
    }

    /**
     * Sets how long an answer that has begun may pause.
     *
     * @param value the longest pause; 60 s unless set
     * @return this builder
     */
    public Builder streamIdleTimeout(Duration value) {
      this.streamIdleTimeout = value;
      return this;
    }

    /**
     * Sets the endpoint of another provider.
     *
     * @param name what stands before the colon in a model's name
     * @param endpoint where it is
     * @return this builder
     */
    public Builder provider(String name, OpenAiEndpoint endpoint) {
      providers.put(name, endpoint);
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     */
    public OpenAiConfig build() {
      return new OpenAiConfig(apiKey, baseUrl, headers, dialect, streamIdleTimeout, providers);
    }
  }
}
