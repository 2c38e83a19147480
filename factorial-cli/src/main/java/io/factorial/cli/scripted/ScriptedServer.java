package io.factorial.cli.scripted;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on a free loopback port that speaks the OpenAI chat completions protocol, streaming and
 * not, and answers as a {@link Script} says. Not a model: it knows only what is in its script.
 *
 * <p><b>Threads.</b> Each request has a virtual thread. {@link #close} stops them all.
 */
public final class ScriptedServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ScriptedServer.class);

  static {
    // Without this, small pieces of a stream wait for the acknowledgement of the one before.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Script script;
  private final Pace pace;
  private final Predicate<Conversation> outage;
  private final Set<String> outagesHad = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Long> hungUp = new LinkedBlockingQueue<>();
  private final AtomicLong answers = new AtomicLong();

  private ScriptedServer(
      HttpServer http, Script script, Pace pace, Predicate<Conversation> outage) {
    this.http = http;
    this.script = script;
    this.pace = pace;
    this.outage = outage;
  }

  /**
   * Starts a server.
   *
   * @param script what the model says
   * @param pace how fast it talks
   * @param outage conversations in which the server is out of order once, and answers 503
   * @return the running server
   * @throws IOException if no port of the loopback interface can be had
   */
  public static ScriptedServer start(Script script, Pace pace, Predicate<Conversation> outage)
      throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ScriptedServer server = new ScriptedServer(http, script, pace, outage);
    http.createContext("/v1/chat/completions", server::handle);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /**
   * Where the server is, in the form that clients of the protocol take.
   *
   * @return the address, with {@code /v1} at its end
   */
  public URI baseUrl() {
    InetSocketAddress address = http.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + address.getPort()
            + "/v1");
  }

  /**
   * Waits until a client hangs up in the middle of an answer.
   *
   * @param atMost how long to wait
   * @return when the server noticed, as {@link System#nanoTime}; empty if nobody did
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<Long> awaitHangUp(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(hungUp.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Stops the server and everything that it was saying. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        refuse(exchange, 405, "invalid_request_error", "expected: POST");
      } else {
        answer(exchange);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    Optional<Json.Obj> request = request(exchange);
    if (request.isEmpty()) {
      refuse(exchange, 400, "invalid_request_error", "the body is not a JSON object");
      return;
    }
    Conversation conversation = Conversation.of(request.get());
    if (outage.test(conversation) && outagesHad.add(conversation.query())) {
      refuse(exchange, 503, "server_error", "The server is overloaded, says the script.");
      return;
    }
    TimeUnit.NANOSECONDS.sleep(pace.beforeFirstWord().toNanos());
    Answer answer =
        new Answer(
            "chatcmpl-" + answers.incrementAndGet(), request.get(), script.reply(conversation));
    if (isTrue(request.get(), "stream")) {
      stream(exchange, answer);
    } else {
      send(exchange, 200, answer.whole());
    }
  }

  private void stream(HttpExchange exchange, Answer answer)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try {
      answer.writeTo(exchange.getResponseBody(), pace.perWord());
    } catch (IOException gone) {
      hungUp.add(System.nanoTime());
      log.debug("client hung up", gone);
    }
  }

  private static Optional<Json.Obj> request(HttpExchange exchange) throws IOException {
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      return Json.parse(body) instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
    } catch (DecodingException notJson) {
      return Optional.empty();
    }
  }

  private static boolean isTrue(Json.Obj object, String field) {
    return object.text(field).orElse("").equals("true");
  }

  private static void refuse(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    send(exchange, status, Json.Obj.of("error", Json.Obj.of("message", message, "type", type)));
  }

  private static void send(HttpExchange exchange, int status, Json.Obj body) throws IOException {
    byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
