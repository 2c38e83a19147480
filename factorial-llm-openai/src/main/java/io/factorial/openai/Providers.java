package io.factorial.openai;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.LlmException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The providers that are known, and where each of them is found at the moment of a call. */
final class Providers {

  private static final Map<String, Known> KNOWN =
      Map.of(
          "openai",
          new Known("https://api.openai.com/v1", "OPENAI", true, OpenAiDialect.openAi()),
          "xai",
          new Known("https://api.x.ai/v1", "XAI", true, OpenAiDialect.xai()),
          "anthropic",
          new Known("https://api.anthropic.com/v1", "ANTHROPIC", true, OpenAiDialect.anthropic()),
          "fireworks",
          new Known(
              "https://api.fireworks.ai/inference/v1",
              "FIREWORKS",
              true,
              OpenAiDialect.fireworks()),
          "gateway",
          new Known("https://ai-gateway.vercel.sh/v1", "AI_GATEWAY", true, OpenAiDialect.gateway()),
          "ollama",
          new Known("http://127.0.0.1:11434/v1", "OLLAMA", false, OpenAiDialect.ollama()),
          "openai-compatible",
          new Known(null, "OPENAI_COMPATIBLE", false, OpenAiDialect.compatible()));

  /** A provider as it is without configuration. */
  private record Known(
      @Nullable String baseUrl, String variables, boolean needsKey, OpenAiDialect dialect) {

    /** A provider that only the configuration knows. */
    static Known unnamed(String provider) {
      String variables = provider.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      return new Known(null, variables, false, OpenAiDialect.compatible());
    }
  }

  private final OpenAiConfig config;
  private final Function<String, @Nullable String> environment;

  Providers(OpenAiConfig config, Function<String, @Nullable String> environment) {
    this.config = config;
    this.environment = environment;
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>(KNOWN.keySet());
    names.addAll(config.providers().keySet());
    return names;
  }

  /**
   * Where a provider is found now.
   *
   * @throws LlmException if a key or a base URL is missing or unusable
   */
  Target target(String provider) {
    Known known = KNOWN.get(provider);
    if (known == null) {
      if (!config.providers().containsKey(provider)) {
        throw new LlmException(
            LlmException.Kind.NOT_FOUND,
            "provider: " + provider + " (expected: one of " + names() + ")");
      }
      known = Known.unnamed(provider);
    }
    OpenAiEndpoint endpoint = endpoint(provider);
    return new Target(
        provider,
        completions(url(provider, known, endpoint)),
        key(provider, known, endpoint),
        known.variables() + "_API_KEY",
        endpoint.headers(),
        endpoint.dialect() != null ? endpoint.dialect() : known.dialect());
  }

  private OpenAiEndpoint endpoint(String provider) {
    OpenAiEndpoint named = config.providers().get(provider);
    if (named != null) {
      return named;
    }
    boolean own =
        provider.equals("openai")
            || (provider.equals("openai-compatible") && config.baseUrl() != null);
    return own ? config.endpoint() : new OpenAiEndpoint(null, null, Map.of(), null);
  }

  private URI url(String provider, Known known, OpenAiEndpoint endpoint) {
    if (endpoint.baseUrl() != null) {
      return URI.create(endpoint.baseUrl());
    }
    String variable = known.variables() + "_BASE_URL";
    String set = variable(variable);
    if (set != null) {
      return withPath(fromEnvironment(variable, set));
    }
    if (known.baseUrl() == null) {
      throw new LlmException(
          LlmException.Kind.INVALID_REQUEST,
          provider
              + ": no base URL (expected: the environment variable "
              + variable
              + ", or OpenAiConfig.baseUrl)");
    }
    return URI.create(known.baseUrl());
  }

  private static URI fromEnvironment(String variable, String url) {
    try {
      return OpenAiEndpoint.checkUrl(variable, url);
    } catch (InvalidDefinitionException refused) {
      throw new LlmException(
          LlmException.Kind.INVALID_REQUEST, String.valueOf(refused.getMessage()), null, refused);
    }
  }

  /** Tools disagree on whether such a variable holds the version: without a path it does not. */
  private static URI withPath(URI uri) {
    String path = uri.getRawPath();
    return path.isEmpty() || path.equals("/") ? uri.resolve("/v1") : uri;
  }

  private @Nullable String key(String provider, Known known, OpenAiEndpoint endpoint) {
    if (endpoint.apiKey() != null) {
      return endpoint.apiKey();
    }
    String variable = known.variables() + "_API_KEY";
    String key = variable(variable);
    boolean brought =
        endpoint.headers().keySet().stream().anyMatch("authorization"::equalsIgnoreCase);
    if (key == null && known.needsKey() && !brought) {
      throw new LlmException(
          LlmException.Kind.UNAUTHORIZED,
          provider
              + ": no API key (expected: the environment variable "
              + variable
              + ", or a key in OpenAiConfig)");
    }
    if (key != null && !OpenAiEndpoint.isSendable(key)) {
      throw new LlmException(
          LlmException.Kind.UNAUTHORIZED, variable + ": *** (expected: visible ASCII characters)");
    }
    return key;
  }

  private @Nullable String variable(String name) {
    String value = environment.apply(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static URI completions(URI base) {
    String path = base.getRawPath().replaceFirst("/+$", "") + "/chat/completions";
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + query);
  }
}
