package io.factorial.dashboard.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds who answers: the first route that fits. */
public final class Router {
  private final List<Route> routes;

  /**
   * A route and what stands for its braces.
   *
   * @param route the route
   * @param parameters the values by name
   */
  public record Match(Route route, Map<String, String> parameters) {}

  /**
   * Makes a router.
   *
   * @param routes the routes
   */
  public Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /**
   * All routes.
   *
   * @return in order
   */
  public List<Route> routes() {
    return routes;
  }

  /**
   * Finds the route of a request.
   *
   * @param method its method; {@code HEAD} is answered where {@code GET} is
   * @param path its path
   * @return the route
   * @throws Problem 404 where no route has this path, 405 where only other methods have it
   */
  public Match find(String method, Path path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    TreeSet<String> others = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.match(path.segments());
      if (parameters.isPresent()) {
        if (route.method().equals(wanted)) {
          return new Match(route, parameters.get());
        }
        others.add(route.method());
      }
    }
    if (others.isEmpty()) {
      throw Problem.of(
          404, "no_such_route", "path: no such route (expected: one of the OpenAPI document)");
    }
    String allowed = others.stream().collect(Collectors.joining(", "));
    throw Problem.of(
            405, "method_not_allowed", "method: not known here (expected: " + allowed + ")")
        .header("Allow", allowed);
  }
}
