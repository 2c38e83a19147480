package io.factorial.bench.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that plays a model over HTTP: it streams the same answer after a set time. In a process
 * of its own, so that what it takes is not counted.
 */
public final class ModelServer implements AutoCloseable {
  private static final byte[] ANSWER =
      """
      data: {"id":"r1","object":"chat.completion.chunk","model":"stub","choices":[{"index":0,\
      "delta":{"role":"assistant","content":"%s"},"finish_reason":null}]}

      data: {"id":"r1","object":"chat.completion.chunk","model":"stub","choices":[{"index":0,\
      "delta":{},"finish_reason":"stop"}]}

      data: {"id":"r1","object":"chat.completion.chunk","model":"stub","choices":[],\
      "usage":{"prompt_tokens":250,"completion_tokens":25,"total_tokens":275}}

      data: [DONE]

      """
          .formatted("x".repeat(100))
          .getBytes(StandardCharsets.UTF_8);

  private final ChildJvm process;
  private final String url;

  private ModelServer(ChildJvm process) {
    this.process = process;
    this.url = process.line();
  }

  /**
   * Starts a server.
   *
   * @param thinkMillis how long it takes to answer
   * @return the server, ready
   */
  public static ModelServer start(long thinkMillis) {
    return new ModelServer(
        ChildJvm.start(
            ModelServer.class, List.of("-Xmx512m"), List.of(Long.toString(thinkMillis))));
  }

  /**
   * Where it answers.
   *
   * @return a base URL as clients of chat completions take it
   */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    process.close();
  }

  /**
   * Runs the server until its input ends.
   *
   * @param arguments how many milliseconds it takes to answer
   * @throws IOException when no port can be had
   */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
    long thinkMillis = Long.parseLong(arguments[0]);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16_384);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      http.createContext("/", exchange -> answer(exchange, thinkMillis));
      http.setExecutor(threads);
      http.start();
      System.out.println("http://127.0.0.1:" + http.getAddress().getPort() + "/v1");
      while (System.in.read() >= 0) {
        // Only its end matters.
      }
      http.stop(0);
      threads.shutdownNow();
    }
  }

  private static void answer(HttpExchange exchange, long thinkMillis) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Thread.sleep(thinkMillis);
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
