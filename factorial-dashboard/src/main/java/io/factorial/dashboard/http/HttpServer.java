package io.factorial.dashboard.http;

import io.factorial.error.InvalidDefinitionException;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to a site and its responses back: HTTP/1.1 on virtual threads, by Helidon.
 * Started once and closed once; thread-safe.
 */
public final class HttpServer implements AutoCloseable {
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(HttpServer.class);

  private static final int MAX_PROLOGUE = 8 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_CONNECTIONS = 4_096;
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
  private static final int PIECE = 8 * 1024;

  /** Kept, as the JDK keeps loggers weakly: its start lines are said by the dashboard itself. */
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  private final String host;
  private final int port;
  private final Site site;
  private @Nullable WebServer server;

  /** What answers. */
  @FunctionalInterface
  public interface Site {
    /**
     * Answers; every fault is a response too.
     *
     * @param request the request
     * @return the response
     */
    Response answer(Request request);
  }

  /**
   * Makes a server that does not listen yet.
   *
   * @param host the address to bind to
   * @param port the port; 0 for a free one
   * @param site what answers
   */
  public HttpServer(String host, int port, Site site) {
    this.host = host;
    this.port = port;
    this.site = site;
  }

  /**
   * Begins to listen.
   *
   * @throws InvalidDefinitionException when the port is taken, or the address is not this machine's
   */
  public void start() {
    if (SERVER_LOG.getLevel() == null) {
      SERVER_LOG.setLevel(Level.WARNING);
    }
    try {
      server = configured().start();
    } catch (RuntimeException failed) {
      throw new InvalidDefinitionException(
          "dashboard: cannot listen on "
              + host
              + ":"
              + port
              + " (expected: an address of this machine and a free port; port 0 takes any): "
              + reason(failed),
          failed);
    }
  }

  private static String reason(Throwable failed) {
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private WebServer configured() {
    return WebServer.builder()
        .host(host)
        .port(port)
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addProtocol(
            Http1Config.builder()
                .maxPrologueLength(MAX_PROLOGUE)
                .maxHeadersSize(MAX_HEADERS)
                .build())
        .connectionOptions(
            SocketOptions.builder().readTimeout(READ_TIMEOUT).tcpNoDelay(true).build())
        .idleConnectionTimeout(IDLE_TIMEOUT)
        .maxTcpConnections(MAX_CONNECTIONS)
        .shutdownGracePeriod(Duration.ofMillis(200))
        .directHandlers(refusals())
        .routing(routing -> routing.any(this::serve))
        .build();
  }

  /** What Helidon itself refuses, before there is a request: without a word about the server. */
  private static DirectHandlers refusals() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) -> {
            Problem problem =
                Problem.of(
                    status.code(),
                    "not_understood",
                    "request: not understood (expected: HTTP/1.1 within its limits)");
            return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .keepAlive(false)
                .entity(problem.document("/").getBytes(StandardCharsets.UTF_8))
                .build();
          });
    }
    return handlers.build();
  }

  /**
   * The port in use.
   *
   * @return 1 to 65535
   */
  public int port() {
    WebServer started = server;
    if (started == null) {
      throw new IllegalStateException("server: not started");
    }
    return started.port();
  }

  private void serve(ServerRequest in, ServerResponse out) {
    Response response;
    try {
      response = site.answer(request(in));
    } catch (Problem malformed) {
      response = malformed.response("/");
    }
    send(in, response, out);
  }

  private static Request request(ServerRequest in) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : in.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.allValues());
    }
    boolean secure =
        in.isSecure() || headers.getOrDefault("x-forwarded-proto", List.of()).contains("https");
    return new Request(
        in.prologue().method().text(),
        Path.parse(in.prologue().uriPath().rawPath()),
        Query.parse(in.prologue().query().rawValue()),
        headers,
        max -> body(in, max),
        address(in.remotePeer().address()),
        secure);
  }

  private static String address(SocketAddress peer) {
    return peer instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress()
        : "local";
  }

  /** Reads a body piece by piece: one that is too large or too slow is read no further. */
  private static byte[] body(ServerRequest in, int max) throws IOException {
    if (in.headers().contentLength().orElse(0) > max) {
      throw tooLarge(max);
    }
    if (!in.content().hasEntity()) {
      return new byte[0];
    }
    long deadline = System.nanoTime() + BODY_TIMEOUT.toNanos();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    try (InputStream stream = in.content().inputStream()) {
      for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
        bytes.write(piece, 0, n);
        if (bytes.size() > max) {
          throw tooLarge(max);
        }
        if (System.nanoTime() > deadline) {
          throw Problem.of(
              408, "too_slow", "body: not there after " + BODY_TIMEOUT.toSeconds() + " seconds");
        }
      }
    }
    return bytes.toByteArray();
  }

  private static Problem tooLarge(int max) {
    return Problem.of(413, "too_large", "body: too large (expected: at most " + max + " bytes)")
        .header("Connection", "close");
  }

  private static void send(ServerRequest in, Response response, ServerResponse out) {
    out.status(Status.create(response.status()));
    response.headers().forEach((name, value) -> out.header(HeaderNames.create(name), value));
    switch (response.body()) {
      case Response.Bytes bytes -> {
        if (in.prologue().method().text().equals("HEAD")) {
          out.header(HeaderNames.CONTENT_LENGTH, Integer.toString(bytes.content().length));
          out.send();
        } else {
          out.send(bytes.content());
        }
      }
      case Response.Stream stream -> write(stream.writer(), out);
    }
  }

  private static void write(Response.Writer writer, ServerResponse out) {
    try (OutputStream stream = out.outputStream()) {
      writer.write(stream);
    } catch (IOException | UncheckedIOException gone) {
      log.atDebug().addKeyValue("error", gone.getMessage()).log("peer of a stream is gone");
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops to listen, and closes every connection. */
  @Override
  public void close() {
    WebServer started = server;
    if (started != null) {
      started.stop();
    }
  }
}
