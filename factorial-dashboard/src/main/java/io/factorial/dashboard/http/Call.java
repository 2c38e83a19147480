package io.factorial.dashboard.http;

import io.factorial.dashboard.access.Caller;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has found its route and may take it.
 *
 * @param request the request
 * @param parameters what stands for the braces of the route
 * @param caller who makes it
 */
public record Call(Request request, Map<String, String> parameters, Caller caller) {
  /** What a body may have, in bytes. */
  public static final int MAX_BODY = 4 * 1024 * 1024;

  /**
   * What stands for a segment in braces.
   *
   * @param name the name in the braces
   * @return the segment
   */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("route without {" + name + "}");
    }
    return value;
  }

  /**
   * The query.
   *
   * @return its parameters
   */
  public Query query() {
    return request.query();
  }

  /**
   * Reads the body as a JSON object.
   *
   * @return the object; one without fields where there is no body
   * @throws IOException when the connection breaks
   */
  public Input input() throws IOException {
    return Input.parse(request.body().read(MAX_BODY));
  }

  /**
   * The key that makes a repeated creation answer with what the first one made.
   *
   * @return the key; empty when there is none
   */
  public Optional<String> idempotencyKey() {
    Optional<String> key = request.header("Idempotency-Key");
    key.ifPresent(Call::check);
    return key;
  }

  private static void check(String key) {
    boolean plain = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (key.isEmpty() || key.length() > 200 || !plain) {
      throw Problem.invalid(
          "Idempotency-Key", key.length() + " characters", "1 to 200 visible ASCII characters");
    }
  }
}
