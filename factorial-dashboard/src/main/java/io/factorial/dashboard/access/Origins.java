package io.factorial.dashboard.access;

import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Request;
import io.factorial.dashboard.http.Response;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.orchestrator.ObservabilityConfig;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * From where the control plane may be called: by its own pages, by programs, and by the pages of
 * origins that were named. Immutable.
 */
final class Origins {
  private static final String ANY = "*";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final String boundTo;
  private final boolean loopback;
  private final Set<String> allowed;

  Origins(ObservabilityConfig config) {
    this.boundTo = config.host();
    this.loopback = LOOPBACK.matcher(boundTo).matches() || boundTo.equals("::1");
    this.allowed = config.corsOrigins();
    if (allowed.contains(ANY) && config.tokens().isEmpty()) {
      throw InvalidDefinitionException.of(
          "corsOrigins", ANY, "origins by name, or tokens: any page could do anything otherwise");
    }
  }

  /**
   * Refuses a request under another name than this machine's, where only this machine may call: a
   * page whose name was made to point here has its own name in the header.
   */
  void checkHost(Request request) {
    if (!loopback) {
      return;
    }
    String host = request.header("host").orElse("");
    String name = host.replaceFirst(":\\d{1,5}$", "");
    if (!LOOPBACK.matcher(name).matches() && !name.equalsIgnoreCase(boundTo)) {
      throw Problem.of(
          421,
          "wrong_host",
          "Host: not a name of this machine (expected: localhost or " + boundTo + ")");
    }
  }

  /** Refuses a request of a foreign page. */
  void checkOrigin(Request request) {
    Optional<String> origin = request.header("origin");
    if (origin.isPresent() && isAllowed(origin.get())) {
      return;
    }
    boolean foreign = origin.isPresent() && !isOwn(request, origin.get());
    boolean crossSite =
        request.header("sec-fetch-site").filter(site -> !OWN.contains(site)).isPresent();
    if (foreign || crossSite) {
      throw Problem.of(
          403,
          "foreign_origin",
          "Origin: another site (expected: this one, or one of corsOrigins)");
    }
  }

  private static boolean isOwn(Request request, String origin) {
    String host = request.header("host").orElse("");
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  private boolean isAllowed(String origin) {
    return allowed.contains(origin) || (allowed.contains(ANY) && !origin.equals("null"));
  }

  /** Answers a browser's question whether a page of another origin may call. */
  Response preflight(Request request) {
    checkOrigin(request);
    return Response.empty(204)
        .header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
        .header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Idempotency-Key, Last-Event-ID")
        .header("Access-Control-Max-Age", "600");
  }

  /** Lets the pages of named origins read a response; never with the browser's cookies. */
  void expose(Request request, Response response) {
    if (allowed.isEmpty()) {
      return;
    }
    response.header("Vary", "Origin");
    request
        .header("origin")
        .filter(this::isAllowed)
        .ifPresent(
            origin ->
                response
                    .header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Expose-Headers", "Location, Retry-After")
                    .header("Cross-Origin-Resource-Policy", "cross-origin"));
  }
}
