package io.factorial.it.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.factorial.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The outside world of the workers, in the process of the test: a server that plays the model and
 * takes the effects of tools, and writes down each call in the order of its arrival.
 *
 * <p>The model asks in each step for both tools at once, {@code deliver} and {@code charge}, and
 * says in the end that it is done. What it is asked tells the task and the step.
 */
final class Ledger implements AutoCloseable {
  private static final int THINKING_MILLIS = 60;
  private static final int WORKING_MILLIS = 40;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int steps;
  private final ReentrantLock lock = new ReentrantLock(); // guards the calls
  private final List<Call> calls = new ArrayList<>();

  /**
   * One call.
   *
   * @param at when it came, as {@link System#nanoTime}
   * @param pid the process that it came from
   * @param task what the task was asked
   * @param step which completion, or which completion's tool call
   * @param what {@code completion}, or the tool's name
   * @param key the idempotency key of a tool call
   */
  record Call(long at, long pid, String task, int step, String what, String key) {
    boolean isCompletion() {
      return what.equals("completion");
    }
  }

  private Ledger(HttpServer http, int steps) {
    this.http = http;
    this.steps = steps;
  }

  static Ledger start(int steps) {
    try {
      InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Ledger ledger = new Ledger(HttpServer.create(free, 0), steps);
      ledger.http.createContext("/v1/chat/completions", ledger::complete);
      ledger.http.createContext("/effects", ledger::take);
      ledger.http.setExecutor(ledger.threads);
      ledger.http.start();
      return ledger;
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  List<Call> calls() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  long completions() {
    return calls().stream().filter(Call::isCompletion).count();
  }

  long effects() {
    return calls().stream().filter(call -> !call.isCompletion()).count();
  }

  private void write(Call call) {
    lock.lock();
    try {
      calls.add(call);
    } finally {
      lock.unlock();
    }
  }

  private void complete(HttpExchange exchange) throws IOException {
    try (exchange) {
      Json.Obj request = (Json.Obj) Json.parse(body(exchange));
      List<Json.Obj> messages =
          ((Json.Arr) request.get("messages").orElseThrow())
              .items().stream().map(Json.Obj.class::cast).toList();
      String task = text(messages, "user").getFirst();
      int step = text(messages, "assistant").size();
      long pid = Long.parseLong(exchange.getRequestHeaders().getFirst("X-Worker"));
      write(new Call(System.nanoTime(), pid, task, step, "completion", ""));
      pause(THINKING_MILLIS);
      answer(exchange, completion(step).text());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> text(List<Json.Obj> messages, String role) {
    return messages.stream()
        .filter(message -> message.text("role").orElse("").equals(role))
        .map(message -> message.text("content").orElse(""))
        .toList();
  }

  private Json.Obj completion(int step) {
    Json.Obj message =
        step < steps
            ? Json.Obj.of(
                "role",
                "assistant",
                "content",
                null,
                "tool_calls",
                List.of(call(step, "deliver"), call(step, "charge")))
            : Json.Obj.of("role", "assistant", "content", "done");
    return Json.Obj.of(
        "id",
        "completion",
        "object",
        "chat.completion",
        "created",
        0,
        "model",
        "scripted",
        "choices",
        List.of(
            Json.Obj.of(
                "index",
                0,
                "message",
                message,
                "finish_reason",
                step < steps ? "tool_calls" : "stop")),
        "usage",
        Json.Obj.of("prompt_tokens", 10, "completion_tokens", 5, "total_tokens", 15));
  }

  private static Json.Obj call(int step, String tool) {
    return Json.Obj.of(
        "id",
        tool + "-" + step,
        "type",
        "function",
        "function",
        Json.Obj.of("name", tool, "arguments", "{\"step\":" + step + "}"));
  }

  /** The body of an effect: pid, task, step, tool and key on lines. */
  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> said = Arrays.asList(body(exchange).split("\n", -1));
      write(
          new Call(
              System.nanoTime(),
              Long.parseLong(said.get(0)),
              said.get(1),
              Integer.parseInt(said.get(2)),
              said.get(3),
              said.get(4)));
      pause(WORKING_MILLIS);
      answer(exchange, "{}");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The outside world takes its time. */
  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
