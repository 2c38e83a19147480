package io.factorial.dashboard.access;

import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Request;
import io.factorial.dashboard.http.Response;
import io.factorial.orchestrator.ObservabilityConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Lets in who may come in. A caller is known by a bearer token or by the session of a browser;
 * where no token is configured, everybody who reaches the server is let in. Thread-safe.
 */
public final class Gate {
  private static final String BEARER = "bearer ";
  private static final String CSRF_HEADER = "X-Factorial-Csrf";
  private static final String ANYBODY = "anybody";

  private final Tokens tokens;
  private final Origins origins;
  private final Sessions sessions;
  private final LoginRate rate;
  private final IntSupplier port;

  /**
   * Makes a gate.
   *
   * @param config the tokens and origins
   * @param clock tells when sessions end
   * @param port the port in use; browsers share cookies between the ports of a host
   */
  public Gate(ObservabilityConfig config, InstantSource clock, IntSupplier port) {
    this.tokens = new Tokens(config.tokens());
    this.origins = new Origins(config);
    this.sessions = new Sessions(clock);
    this.rate = new LoginRate(clock);
    this.port = port;
  }

  /**
   * Refuses a request that came under a foreign name.
   *
   * @param request the request
   */
  public void checkHost(Request request) {
    origins.checkHost(request);
  }

  /**
   * Answers a browser that asks before it calls.
   *
   * @param request the question
   * @return the answer
   */
  public Response preflight(Request request) {
    return origins.preflight(request);
  }

  /**
   * Lets the pages of named origins read a response.
   *
   * @param request the request
   * @param response its response
   */
  public void expose(Request request, Response response) {
    origins.expose(request, response);
  }

  /**
   * Whether a token is needed.
   *
   * @return false where everybody is let in
   */
  public boolean isLocked() {
    return !tokens.isEmpty();
  }

  /**
   * Lets a request take a route, or refuses it.
   *
   * @param request the request
   * @param scope what the route takes
   * @return who makes it
   * @throws Problem 401, 403 or 415
   */
  public Caller admit(Request request, Scope scope) {
    origins.checkOrigin(request);
    if (request.changes() && !request.method().equals("DELETE")) {
      checkType(request);
    }
    Caller caller = identify(request).orElseGet(() -> anonymous(request, scope));
    if (scope.isOfFleet() && caller.owner().isPresent()) {
      throw forbidden("this token knows one owner only, and this is about all of them");
    }
    if (scope.changes() && !caller.operates()) {
      throw forbidden("this token may read only (expected: one with the scope operate)");
    }
    if (request.changes() && scope != Scope.OPEN) {
      caller.session().ifPresent(session -> checkCsrf(request, session));
    }
    return caller;
  }

  private static Problem forbidden(String why) {
    return Problem.of(403, "forbidden", "scope: " + why);
  }

  private static void checkType(Request request) {
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.equals("application/json") && !type.startsWith("application/json;")) {
      throw Problem.invalidType();
    }
  }

  private static void checkCsrf(Request request, Sessions.Session session) {
    String brought = request.header(CSRF_HEADER).orElse("");
    if (!MessageDigest.isEqual(bytes(brought), bytes(session.csrf()))) {
      throw Problem.of(
          403,
          "csrf",
          CSRF_HEADER + ": absent or not this session's (expected: csrf of GET /api/v1/session)");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Caller anonymous(Request request, Scope scope) {
    if (scope != Scope.OPEN) {
      throw Problem.of(
              401,
              "unauthorized",
              "Authorization: no valid token (expected: Bearer TOKEN, or a login)")
          .header("WWW-Authenticate", "Bearer realm=\"factorial\"");
    }
    return new Caller(ANYBODY, false, Optional.empty(), Optional.empty(), request.remote());
  }

  /**
   * Who makes a request.
   *
   * @param request the request
   * @return the caller; empty when it is not known
   */
  public Optional<Caller> identify(Request request) {
    if (!isLocked()) {
      return Optional.of(
          new Caller(ANYBODY, true, Optional.empty(), Optional.empty(), request.remote()));
    }
    Optional<String> authorization = request.header("authorization");
    if (authorization.isPresent()) {
      return bearer(authorization.get())
          .flatMap(tokens::find)
          .map(
              key ->
                  new Caller(
                      key.name(), key.operates(), key.owner(), Optional.empty(), request.remote()));
    }
    return cookie(request)
        .flatMap(sessions::find)
        .map(session -> caller(session, request.remote()));
  }

  private static Caller caller(Sessions.Session session, String remote) {
    return new Caller(
        session.name(), session.operates(), session.owner(), Optional.of(session), remote);
  }

  private static Optional<String> bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /**
   * Opens a session for who knows a token.
   *
   * @param request the request, which names the peer
   * @param secret the token
   * @return the caller and the cookie that it keeps
   * @throws Problem 401, or 429 after too many wrong ones
   */
  public Login login(Request request, String secret) {
    Optional<Duration> wait = rate.wait(request.remote());
    if (wait.isPresent()) {
      throw Problem.of(429, "too_many_logins", "token: too many wrong ones (expected: a pause)")
          .header("Retry-After", Long.toString(wait.get().toSeconds() + 1));
    }
    Optional<Tokens.Key> key = tokens.find(secret);
    if (key.isEmpty()) {
      rate.failed(request.remote());
      throw Problem.of(401, "unauthorized", "token: not a valid one");
    }
    Sessions.Opened opened = sessions.open(key.get());
    return new Login(
        caller(opened.session(), request.remote()), setCookie(request, opened.id(), ""));
  }

  /**
   * A login that worked.
   *
   * @param caller who logged in
   * @param cookie the header that gives the browser its session
   */
  public record Login(Caller caller, String cookie) {
    /** Without the cookie. */
    @Override
    public String toString() {
      return "Login[" + caller + "]";
    }
  }

  /**
   * Ends the session of a request.
   *
   * @param request the request
   * @return the header that takes the cookie away
   */
  public String logout(Request request) {
    cookie(request).ifPresent(sessions::close);
    return setCookie(request, "", "; Max-Age=0");
  }

  private String setCookie(Request request, String value, String more) {
    return cookieName()
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (request.secure() ? "; Secure" : "")
        + more;
  }

  private Optional<String> cookie(Request request) {
    String prefix = cookieName() + "=";
    return Arrays.stream(request.header("cookie").orElse("").split(";"))
        .map(String::strip)
        .filter(pair -> pair.startsWith(prefix))
        .map(pair -> pair.substring(prefix.length()))
        .findFirst();
  }

  private String cookieName() {
    return "factorial_session_" + port.getAsInt();
  }
}
