package io.factorial.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks models over chat completions, streamed or not.
 *
 * <p><b>Threads.</b> Any number of threads may call. An interrupt of the calling thread closes the
 * connection and ends the call with {@link InterruptedException}.
 */
final class OpenAiClient implements LlmClient {

  private static final Logger log = LoggerFactory.getLogger(OpenAiClient.class);

  private static final String STREAM = "text/event-stream";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How long a stream may stay open after its last event before its connection is given up. */
  private static final Duration DRAIN = Duration.ofMillis(100);

  private final Providers providers;
  private final Duration streamIdleTimeout;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  OpenAiClient(Providers providers, Duration streamIdleTimeout) {
    this.providers = providers;
    this.streamIdleTimeout = streamIdleTimeout;
  }

  @Override
  public Set<String> providers() {
    return providers.names();
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    refuseInterrupted();
    Target target = providers.target(request.model().provider());
    Failures failures = new Failures(request, target);
    Deadline deadline = Deadline.in(request.settings().requestTimeout());
    try {
      HttpResponse<InputStream> response = send(request, target, deadline);
      try (WatchedBody body = new WatchedBody(response.body(), streamIdleTimeout, deadline)) {
        return response.statusCode() == 200
            ? read(response, body, new Answer(target, announced(request, chunks)), failures)
            : refused(response, body, failures);
      }
    } catch (IOException fault) {
      refuseInterrupted(fault);
      throw failures.of(fault);
    }
  }

  /** Pieces are told only where they were asked for, whatever the endpoint does. */
  private static Consumer<ChatChunk> announced(ChatRequest request, Consumer<ChatChunk> chunks) {
    return request.settings().stream() ? chunks : chunk -> {};
  }

  private HttpResponse<InputStream> send(ChatRequest request, Target target, Deadline deadline)
      throws IOException, InterruptedException {
    byte[] body = RequestBody.of(request, target).text().getBytes(UTF_8);
    try {
      return http.send(httpRequest(request, target, body, deadline), BodyHandlers.ofInputStream());
    } catch (IOException broken) {
      refuseInterrupted(broken);
      if (!mayBeMadeAgain(broken)) {
        throw broken;
      }
      log.atWarn()
          .addKeyValue("model", request.model())
          .addKeyValue("host", target.uri().getHost())
          .addKeyValue("fault", broken.getClass().getSimpleName())
          .log("connection failed before the answer began, call made again");
      return http.send(httpRequest(request, target, body, deadline), BodyHandlers.ofInputStream());
    }
  }

  /** Nothing of an answer has come: a connection of the pool was dead, or none could be made. */
  private static boolean mayBeMadeAgain(IOException broken) {
    boolean late =
        broken instanceof HttpTimeoutException && !(broken instanceof HttpConnectTimeoutException);
    return !late && !(broken instanceof ProtocolException);
  }

  private static HttpRequest httpRequest(
      ChatRequest request, Target target, byte[] body, Deadline deadline) {
    boolean tls = "https".equalsIgnoreCase(target.uri().getScheme());
    HttpRequest.Builder http =
        HttpRequest.newBuilder(target.uri())
            // Without TLS the JDK would ask each server to upgrade, which small ones trip over.
            .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .header("Accept", request.settings().stream() ? STREAM : "application/json")
            .header("User-Agent", "factorial")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (target.apiKey() != null) {
      http.header("Authorization", "Bearer " + target.apiKey());
    }
    target.headers().forEach(http::setHeader);
    Duration left = deadline.left();
    if (left != null) {
      http.timeout(left);
    }
    return http.build();
  }

  private static ChatResponse refused(
      HttpResponse<InputStream> response, WatchedBody body, Failures failures)
      throws InterruptedException {
    String text;
    try {
      text = new String(body.readNBytes(Limits.ERROR_BYTES), UTF_8);
    } catch (IOException broken) {
      refuseInterrupted(broken);
      text = ""; // the status says enough
    }
    throw failures.status(response.statusCode(), response.headers(), text);
  }

  private static ChatResponse read(
      HttpResponse<InputStream> response, WatchedBody body, Answer answer, Failures failures)
      throws IOException, InterruptedException {
    if (isStream(response)) {
      readStream(body, answer, failures);
    } else {
      readBody(body, answer, failures);
    }
    return answer.response();
  }

  /** The endpoint decides: some never stream whatever they are asked, some know only streams. */
  private static boolean isStream(HttpResponse<?> response) {
    String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    String asked = response.request().headers().firstValue("accept").orElse("");
    return type.contains(STREAM) || (asked.equals(STREAM) && !type.contains("json"));
  }

  private static void readBody(WatchedBody body, Answer answer, Failures failures)
      throws IOException {
    byte[] bytes = body.readNBytes(Limits.ANSWER_BYTES + 1);
    if (bytes.length > Limits.ANSWER_BYTES) {
      throw new UnusableException("an answer longer than " + Limits.ANSWER_BYTES + " bytes");
    }
    Json.Obj whole =
        WireJson.object(new String(bytes, UTF_8))
            .orElseThrow(() -> new UnusableException("an answer that is no JSON object"));
    if (ErrorBody.isIn(whole)) {
      throw failures.frame(ErrorBody.of(whole));
    }
    answer.addBody(whole);
  }

  /**
   * Reads a stream to its end. Once the provider said why the answer is over, a missing end is no
   * fault any more: the answer is there, and paid for.
   */
  private static void readStream(WatchedBody body, Answer answer, Failures failures)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      done = readFrames(new SseReader(body), answer, failures);
    } catch (UnusableException unusable) {
      throw unusable;
    } catch (IOException broken) {
      refuseInterrupted(broken);
      if (!answer.isFinished()) {
        throw broken;
      }
    }
    if (done) {
      body.drain(DRAIN);
    } else if (!answer.isFinished()) {
      throw new IOException("the stream ended in the middle of the answer");
    }
  }

  /** Adds frames up to {@code [DONE]}, and says whether that came. */
  private static boolean readFrames(SseReader events, Answer answer, Failures failures)
      throws IOException, InterruptedException {
    for (SseReader.Event event = events.next(); event != null; event = events.next()) {
      refuseInterrupted();
      if (event.data().strip().equals("[DONE]")) {
        return true;
      }
      frame(event, answer, failures);
    }
    return false;
  }

  private static void frame(SseReader.Event event, Answer answer, Failures failures)
      throws UnusableException {
    Json.Obj frame = WireJson.object(event.data()).orElse(null);
    if (frame == null) {
      if (event.whole()) {
        throw new UnusableException("a frame of the stream that is no JSON object");
      }
      return; // cut off: the end of the stream says the rest
    }
    if (event.name().equals("error") || ErrorBody.isIn(frame)) {
      throw failures.frame(ErrorBody.of(frame));
    }
    answer.addFrame(frame);
  }

  private static void refuseInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("call of a model interrupted");
    }
  }

  /** The JDK's streams tell of an interrupt by an I/O fault, with the flag set or in the cause. */
  private static void refuseInterrupted(IOException fault) throws InterruptedException {
    boolean told = fault.getCause() instanceof InterruptedException;
    if (Thread.interrupted() || told) {
      InterruptedException interrupted = new InterruptedException("call of a model interrupted");
      interrupted.initCause(fault);
      throw interrupted;
    }
  }
}
