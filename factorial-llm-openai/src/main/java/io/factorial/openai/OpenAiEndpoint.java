package io.factorial.openai;

import io.factorial.error.InvalidDefinitionException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint that speaks chat completions. What is null or empty is as usual for its provider.
 *
 * @param baseUrl the URL up to but without {@code /chat/completions}
 * @param apiKey the key, or null to read it from the environment
 * @param headers further headers of each request, by name
 * @param dialect how it wants to be spoken to
 */
public record OpenAiEndpoint(
    @Nullable String baseUrl,
    @Nullable String apiKey,
    Map<String, String> headers,
    @Nullable OpenAiDialect dialect) {

  /** Checks every value without repeating one that may be secret, and copies the headers. */
  public OpenAiEndpoint {
    if (baseUrl != null) {
      checkUrl("baseUrl", baseUrl);
    }
    if (apiKey != null) {
      apiKey = apiKey.strip();
      checkKey(apiKey);
    }
    headers = Map.copyOf(headers);
    headers.forEach(OpenAiEndpoint::checkHeader);
  }

  /**
   * An endpoint of which only the address is known.
   *
   * @param baseUrl the URL up to but without {@code /chat/completions}
   * @return the endpoint
   */
  public static OpenAiEndpoint of(String baseUrl) {
    return new OpenAiEndpoint(baseUrl, null, Map.of(), null);
  }

  /**
   * The same endpoint with a key.
   *
   * @param changed the key
   * @return a changed copy
   */
  public OpenAiEndpoint withApiKey(String changed) {
    return new OpenAiEndpoint(baseUrl, changed, headers, dialect);
  }

  /**
   * The same endpoint with one more header.
   *
   * @param name its name
   * @param value its value
   * @return a changed copy
   */
  public OpenAiEndpoint withHeader(String name, String value) {
    LinkedHashMap<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new OpenAiEndpoint(baseUrl, apiKey, changed, dialect);
  }

  /**
   * The same endpoint with a dialect.
   *
   * @param changed how it wants to be spoken to
   * @return a changed copy
   */
  public OpenAiEndpoint withDialect(OpenAiDialect changed) {
    return new OpenAiEndpoint(baseUrl, apiKey, headers, changed);
  }

  /**
   * This endpoint without its secrets.
   *
   * @return a text in which neither the key nor a header's value stands
   */
  @Override
  public String toString() {
    return "OpenAiEndpoint[" + withoutSecrets() + "]";
  }

  String withoutSecrets() {
    return "apiKey="
        + (apiKey == null ? null : "***")
        + ", baseUrl="
        + (baseUrl == null ? null : baseUrl.replaceFirst("\\?.*", "?***"))
        + ", headers="
        + new TreeSet<>(headers.keySet())
        + ", dialect="
        + dialect;
  }

  /** Refuses what is no address of an endpoint, and one that carries a password. */
  static URI checkUrl(String thing, String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException notAUrl) {
      throw refusedUrl(thing);
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    if (!(http || https)
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null) {
      throw refusedUrl(thing);
    }
    return uri;
  }

  /** A refused URL is not repeated: it may hold a password. */
  private static InvalidDefinitionException refusedUrl(String thing) {
    return InvalidDefinitionException.of(
        thing, "not usable", "http:// or https://, a host, a path; no user, password or fragment");
  }

  private static void checkKey(String key) {
    if (!isSendable(key)) {
      throw InvalidDefinitionException.of("apiKey", "***", "visible ASCII characters");
    }
  }

  /** Whether a key can stand in a header; the JDK would refuse it with a text that repeats it. */
  static boolean isSendable(String key) {
    return !key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static void checkHeader(String name, String value) {
    try {
      HttpRequest.newBuilder().header(name, "value");
    } catch (IllegalArgumentException refused) {
      throw InvalidDefinitionException.of("header", name, "a name that may be set");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw InvalidDefinitionException.of("header " + name, "***", "printable ASCII characters");
    }
  }
}
