package io.factorial.dashboard.http;

import io.factorial.dashboard.access.Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method and a path, and who answers there.
 *
 * @param method the method, in capitals
 * @param template the path; a segment in braces stands for any
 * @param scope what a caller must be allowed to do
 * @param handler who answers
 */
public record Route(String method, String template, Scope scope, Handler handler) {
  /** Answers a call. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers.
     *
     * @param call the call
     * @return the response
     * @throws Exception what could not be answered
     */
    Response answer(Call call) throws Exception;
  }

  /**
   * A route that reads.
   *
   * @param template the path
   * @param handler who answers
   * @return the route
   */
  public static Route get(String template, Handler handler) {
    return new Route("GET", template, Scope.READ, handler);
  }

  /**
   * A route that changes.
   *
   * @param method the method
   * @param template the path
   * @param handler who answers
   * @return the route
   */
  public static Route change(String method, String template, Handler handler) {
    return new Route(method, template, Scope.OPERATE, handler);
  }

  /**
   * The same route for other callers.
   *
   * @param other what a caller must be allowed to do
   * @return a changed copy
   */
  public Route scope(Scope other) {
    return new Route(method, template, other, handler);
  }

  /** What stands for the braces of the template, where the path fits it. */
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> parts = Arrays.stream(template.substring(1).split("/")).toList();
    if (parts.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        values.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
