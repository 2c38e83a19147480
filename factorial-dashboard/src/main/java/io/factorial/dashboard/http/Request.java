package io.factorial.dashboard.http;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came.
 *
 * @param method the method, in capitals
 * @param path the path, decoded and checked
 * @param query the query's parameters, decoded
 * @param headers the headers, by name in small letters
 * @param body reads the body
 * @param remote the address of the peer
 * @param secure whether it came encrypted, here or at a proxy that says so
 */
public record Request(
    String method,
    Path path,
    Query query,
    Map<String, List<String>> headers,
    Body body,
    String remote,
    boolean secure) {
  /** Reads a body, once. */
  @FunctionalInterface
  public interface Body {
    /**
     * Reads all of it.
     *
     * @param max how many bytes it may have
     * @return the bytes
     * @throws Problem when it is larger, or takes too long to come
     * @throws IOException when the connection breaks
     */
    byte[] read(int max) throws IOException;
  }

  /**
   * A header.
   *
   * @param name its name, in any case
   * @return its first value; empty when it is absent
   */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /**
   * Whether the request may change something.
   *
   * @return false for methods that only read
   */
  public boolean changes() {
    return !(method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS"));
  }

  /**
   * The same request under another method.
   *
   * @param other the method
   * @return a changed copy
   */
  public Request withMethod(String other) {
    return new Request(other, path, query, headers, body, remote, secure);
  }
}
