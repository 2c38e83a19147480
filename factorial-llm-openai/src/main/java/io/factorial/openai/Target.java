package io.factorial.openai;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one call goes, and how it is put there.
 *
 * @param keyVariable the environment variable that the key is usually in, for errors
 */
record Target(
    String provider,
    URI uri,
    @Nullable String apiKey,
    String keyVariable,
    Map<String, String> headers,
    OpenAiDialect dialect) {

  @Override
  public String toString() {
    return provider + " at " + uri.getHost();
  }
}
